import * as vscode from "vscode";

import { openLocation } from "#client/locations.ts";
import { sentence } from "#client/sentence.ts";
import type { Workbench } from "#client/workbench.ts";
import type { Failure } from "#protocol/commands.ts";
import type { ProjectState, RevisionState } from "#protocol/state.ts";
import { type CommandArgument, commands } from "#protocol/settings.ts";

/** Says what could not be done and what was left unchanged, and offers the one next thing to do. Does not wait for it. */
export function showFailure(
  { server, store }: Workbench,
  failure: Failure,
  project: string | null = null,
  offered: NextAction | null = null,
): void {
  server.log.error(
    [failure.message, failure.unchanged, ...failure.details, ...failure.next].filter(Boolean).join("\n"),
  );
  const [only] = store.projects.length === 1 ? store.projects : [];
  const action = offered ?? nextAction(failure, (project === null ? only : store.project(project)) ?? null);
  void vscode.window.showErrorMessage(textOf(failure), action.title).then((chosen) => {
    if (chosen !== undefined) action.run();
  });
}

/** What users did not cause: the server is away, or something is wrong in Retort. */
export function showUnexpected({ server, store }: Workbench, error: unknown): void {
  server.log.error(error instanceof Error ? (error.stack ?? error.message) : String(error));
  const stopped = store.server === "stopped";
  const text = stopped
    ? "Retort's language server is not running. Nothing was changed."
    : "Retort could not do this because of an error of its own. The log has the details.";
  const action = stopped ? "Start Again" : "Show Log";
  void vscode.window.showErrorMessage(text, action).then((chosen) => {
    if (chosen === undefined) return;
    if (stopped) void server.restart();
    else server.log.show();
  });
}

interface NextAction {
  readonly title: string;
  readonly run: () => unknown;
}

/** A result, with its one next action. Does not wait for an answer. */
export function showResult({ server }: Workbench, message: string, action?: NextAction): void {
  server.log.info(message);
  void vscode.window.showInformationMessage(message, ...(action ? [action.title] : [])).then((chosen) => {
    if (chosen !== undefined) action?.run();
  });
}

/** A result and what is to be known about it, in one message: two at once are one too many. */
export function showOutcome(
  workbench: Workbench,
  { message, warnings }: { readonly message: string; readonly warnings: readonly string[] },
  action?: NextAction,
): void {
  const [first, ...rest] = warnings;
  if (first === undefined) {
    if (message !== "") showResult(workbench, message, action);
    return;
  }
  const { log } = workbench.server;
  if (message !== "") log.info(message);
  for (const warning of warnings) log.warn(warning);
  const more = rest.length === 0 ? "" : `And ${rest.length} more: see the log.`;
  const text = [message, sentence(first), more].filter((part) => part !== "").join(" ");
  const { title, run } =
    action && rest.length === 0
      ? action
      : {
          title: "Show Log",
          run: () => {
            log.show();
          },
        };
  void vscode.window.showWarningMessage(text, title).then((chosen) => {
    if (chosen !== undefined) run();
  });
}

/** What answers a refusal, where a command of ours does. */
const offers: Readonly<Record<string, { readonly title: string; readonly command: string }>> = {
  "graph/multipleHeads": { title: "Merge Heads…", command: commands.merge },
  "refused/notUpToDate": { title: "Upgrade…", command: commands.upgrade },
  "config/noDatabase": { title: "Connect…", command: commands.connect },
  "config/urlNotKept": { title: "Connect…", command: commands.connect },
};

function textOf({ message, unchanged }: Failure): string {
  // Alembic's messages end as Alembic has them; beside another sentence they need an end.
  return [message, unchanged]
    .filter((part) => part !== "")
    .map((part) => (/[.!?:]$/.test(part) ? part : `${part}.`))
    .join(" ");
}

function nextAction({ code, message, location }: Failure, project: ProjectState | null): NextAction {
  const offered = offers[code];
  if (offered) return command(offered.title, offered.command, project && { project: project.project });
  const { missing, halfDone } = concerned(message, project);
  if (missing) return command("Bring the File Back…", commands.restoreFile, missing);
  if (halfDone && code === "refused/halfDone") return command("Resume…", commands.resume, halfDone);
  if (location) {
    return {
      title: code.startsWith("statement/") ? "Go to Statement" : "Go to Line",
      run: () => openLocation(location),
    };
  }
  return command("Show Log", commands.showLog, null);
}

/** The revisions that a failure may be about: one that it names and that has no file here, and one that is half done. */
function concerned(message: string, state: ProjectState | null) {
  const { project, revisions } = state ?? { project: "", revisions: [] };
  const argument = (revision: RevisionState | undefined) => revision && { project, target: revision.id };
  return {
    missing: argument(revisions.find(({ status, id }) => status === "missing" && message.includes(id))),
    halfDone: argument(revisions.find(({ stopped }) => stopped !== null)),
  };
}

function command(title: string, id: string, argument: CommandArgument | null): NextAction {
  return { title, run: () => vscode.commands.executeCommand(id, ...(argument ? [argument] : [])) };
}
