import { chooseProject } from "#client/projects.ts";
import type { Workbench } from "#client/workbench.ts";
import type { CommandArgument } from "#protocol/settings.ts";

/** A revision's way down beside its way up: what one does, the other should undo. */
export async function showDiff({ store, documents }: Workbench, argument: CommandArgument | null): Promise<void> {
  const chosen = await chooseProject(store, argument, "Show Diff");
  const id = argument?.target;
  if (!chosen || id === undefined) return;
  const { project, revisions } = chosen;
  const revision = revisions.find((candidate) => candidate.id === id);
  const short = revision?.shortId ?? id;
  await documents.compare(
    { kind: "sql", project, what: { kind: "revision", id, direction: "downgrade" }, title: `Downgrade ${short}` },
    { kind: "sql", project, what: { kind: "revision", id, direction: "upgrade" }, title: `Upgrade ${short}` },
    `${short} ${revision?.message ?? ""} (down ↔ up)`,
  );
}
