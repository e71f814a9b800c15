import { nameOfProtected } from "#client/confirm.ts";
import { showFailure, showResult } from "#client/failures.ts";
import { views } from "#client/ids.ts";
import { withProgress } from "#client/progress.ts";
import { activeDatabase, chooseProject, databaseWords } from "#client/projects.ts";
import type { Workbench } from "#client/workbench.ts";
import type { Failure, WrittenResult } from "#protocol/commands.ts";
import type { ResumeParams } from "#protocol/requests.ts";
import type { CommandArgument } from "#protocol/settings.ts";
import type { RevisionState } from "#protocol/state.ts";

/** Goes on with a half-done revision; what nobody can know about its statement is asked. */
export async function resume(workbench: Workbench, argument: CommandArgument | null): Promise<void> {
  const chosen = await chooseHalfDone(workbench, argument, "Resume");
  if (!chosen) return;
  const { project, revision, database } = chosen;
  const place = databaseWords(workbench.store, project, database.name);
  const answer = await workbench.confirm.decide({
    message: `Resume ${revision.shortId} ${revision.message} on ${place}?`,
    detail: `Half done: ${revision.stopped ?? ""}. It goes on with that statement, the way it was going.`,
    action: "Resume",
    instead: null,
  });
  if (answer !== "yes") return;
  const typedName = await nameTyped(workbench, chosen, "Resume");
  if (typedName === undefined) return;
  let params: ResumeParams = { project, id: revision.id, doubt: null, acceptLosses: false, typedName };
  for (;;) {
    const asked = params;
    const result = await inProgress(workbench, project, () => workbench.server.request("retort/resume", asked));
    const more = result.kind === "failed" ? await answered(workbench, result.failure, params) : null;
    if (more === "left") return;
    if (more === null) {
      tell(workbench, project, result);
      return;
    }
    params = more;
  }
}

/** What a refusal asks for, answered: null where it asks for nothing, or has been answered. */
async function answered(
  { confirm }: Workbench,
  { code, message, details }: Failure,
  params: ResumeParams,
): Promise<ResumeParams | "left" | null> {
  if (code === "refused/inDoubt" && params.doubt === null) {
    const answer = await confirm.decide({
      message: "Did the statement run before its process was ended?",
      detail: [message, ...details, "Look at the database before you answer."].join("\n"),
      action: "It Did: Go On After It",
      instead: "It Did Not: Run It",
    });
    if (answer === "yes") return { ...params, doubt: "skip" };
    return answer === "instead" ? { ...params, doubt: "retry" } : "left";
  }
  if (code === "refused/dataLoss" && !params.acceptLosses) {
    const answer = await confirm.decide({
      message: "Resume and lose data?",
      detail: ["This data is lost:", ...details.map((line) => `    ${line}`)].join("\n"),
      action: "Resume and Lose Data",
      instead: null,
    });
    return answer === "yes" ? { ...params, acceptLosses: true } : "left";
  }
  return null;
}

export async function resolveApplied(workbench: Workbench, argument: CommandArgument | null): Promise<void> {
  await resolve(workbench, argument, "applied");
}

export async function resolveRolledBack(workbench: Workbench, argument: CommandArgument | null): Promise<void> {
  await resolve(workbench, argument, "rolled back");
}

/** Somebody finished it, or took it back, by hand. */
async function resolve(
  workbench: Workbench,
  argument: CommandArgument | null,
  as: "applied" | "rolled back",
): Promise<void> {
  const chosen = await chooseHalfDone(workbench, argument, "Resolve");
  if (!chosen) return;
  const { project, revision, database } = chosen;
  const place = databaseWords(workbench.store, project, database.name);
  const done = as === "applied" ? "finished" : "taken back";
  const answer = await workbench.confirm.decide({
    message: `Was ${revision.shortId} ${revision.message} ${done} by hand?`,
    detail: `Half done: ${revision.stopped ?? ""}. It then counts as ${as} on ${place}. No statement runs.`,
    action: `It Was ${as === "applied" ? "Finished" : "Taken Back"}`,
    instead: null,
  });
  if (answer !== "yes") return;
  const typedName = await nameTyped(workbench, chosen, "Resolve");
  if (typedName === undefined) return;
  const params = { project, id: revision.id, as, typedName };
  tell(
    workbench,
    project,
    await inProgress(workbench, project, () => workbench.server.request("retort/resolve", params)),
  );
}

interface Chosen {
  readonly project: string;
  readonly revision: RevisionState;
  readonly database: { readonly name: string; readonly protected: boolean };
}

async function chooseHalfDone(
  { store }: Workbench,
  argument: CommandArgument | null,
  title: string,
): Promise<Chosen | null> {
  const chosen = await chooseProject(store, argument, title);
  const revision = chosen?.revisions.find(({ id, stopped }) => stopped !== null && id === (argument?.target ?? id));
  if (!chosen || !revision) return null;
  const active = activeDatabase(chosen);
  const database = { name: active?.name ?? "the database", protected: active?.protected ?? false };
  return { project: chosen.project, revision, database };
}

/** Null for a database that is not protected; undefined where the person left. */
function nameTyped(
  { confirm, store }: Workbench,
  { project, revision, database }: Chosen,
  verb: string,
): Promise<string | null | undefined> {
  return nameOfProtected(
    confirm,
    database,
    (name) => `${verb} ${revision.shortId} on ${databaseWords(store, project, name)}`,
  );
}

function inProgress({ store }: Workbench, project: string, work: () => Promise<WrittenResult>): Promise<WrittenResult> {
  return withProgress(store, { title: "Settling a half-done revision", project, view: views.revisions }, work);
}

function tell(workbench: Workbench, project: string, result: WrittenResult): void {
  if (result.kind === "failed") showFailure(workbench, result.failure, project);
  else showResult(workbench, result.message);
}
