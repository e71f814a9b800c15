import { pickTarget } from "#client/commands/pickTarget.ts";
import { nameOfProtected } from "#client/confirm.ts";
import { showFailure, showOutcome } from "#client/failures.ts";
import { views } from "#client/ids.ts";
import { withProgress } from "#client/progress.ts";
import { activeDatabase, chooseProject, databaseWords, headsOf } from "#client/projects.ts";
import type { Workbench } from "#client/workbench.ts";
import type { CommandArgument } from "#protocol/settings.ts";

/** Moves the database's revision rows without running anything: for a database that was changed by other means. */
export async function stamp(workbench: Workbench, argument: CommandArgument | null): Promise<void> {
  const { server, store, confirm } = workbench;
  const chosen = await chooseProject(store, argument, "Mark as Applied");
  if (!chosen) return;
  const { project, revisions } = chosen;
  const target =
    argument?.target ??
    (await pickTarget("Mark as Applied", [
      { label: "head", description: "everything counts as applied", target: "head" },
      ...revisions.map(({ id, shortId, message }) => ({ label: shortId, description: message, target: id })),
      { label: "base", description: "nothing counts as applied", target: "base" },
    ]));
  if (target === null) return;
  const active = activeDatabase(chosen);
  const database = active ? databaseWords(store, project, active.name) : "the database";
  const [head, ...others] = headsOf(chosen);
  const only = others.length === 0 ? head : undefined;
  const revision = revisions.find(({ id }) => id === target) ?? (target === "head" ? only : undefined);
  const answer = await confirm.decide({
    message: `Mark ${database} as being at ${revision ? `${revision.shortId} ${revision.message}` : target}?`,
    detail: "Only the revision rows move. No statement of any revision runs, and no table changes.",
    action: "Mark as Applied",
    instead: null,
  });
  if (answer !== "yes") return;
  const typedName = await nameOfProtected(confirm, active, () => `Mark ${database}`);
  if (typedName === undefined) return;
  const result = await withProgress(
    store,
    { title: `Marking ${database}`, project, view: views.revisions },
    async (token) => await server.request("retort/stamp", { project, target, typedName }, token),
  );
  if (result.kind === "failed") {
    showFailure(workbench, result.failure, project);
    return;
  }
  showOutcome(workbench, result);
}
