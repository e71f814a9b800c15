import * as vscode from "vscode";

import { openLocation } from "#client/locations.ts";
import type { Workbench } from "#client/workbench.ts";
import type { Failure } from "#protocol/commands.ts";
import { commands } from "#protocol/settings.ts";

/** Says what could not be done and what was left unchanged, and offers the one next thing to do. Does not wait for it. */
export function showFailure({ server }: Workbench, failure: Failure): void {
  server.log.error(
    [failure.message, failure.unchanged, ...failure.details, ...failure.next].filter(Boolean).join("\n"),
  );
  const action = nextAction(failure);
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

/** A result, with its one next action. Does not wait for an answer. */
export function showResult(
  { server }: Workbench,
  message: string,
  action?: { readonly title: string; readonly run: () => unknown },
): void {
  server.log.info(message);
  void vscode.window.showInformationMessage(message, ...(action ? [action.title] : [])).then((chosen) => {
    if (chosen !== undefined) action?.run();
  });
}

export function showWarnings({ server }: Workbench, warnings: readonly string[]): void {
  const [first, ...rest] = warnings;
  if (first === undefined) return;
  for (const warning of warnings) server.log.warn(warning);
  const text = rest.length === 0 ? first : `${first} (and ${rest.length} more)`;
  void vscode.window.showWarningMessage(text, "Show Log").then((chosen) => {
    if (chosen !== undefined) server.log.show();
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
  const sentences = [message, unchanged].filter((part) => part !== "");
  return sentences.map((part) => (/[.!?:]$/.test(part) ? part : `${part}.`)).join(" ");
}

function nextAction({ code, location }: Failure): { readonly title: string; readonly run: () => unknown } {
  const offered = offers[code];
  if (offered) return { title: offered.title, run: () => vscode.commands.executeCommand(offered.command) };
  if (location) return { title: "Open Location", run: () => openLocation(location) };
  return { title: "Show Log", run: () => vscode.commands.executeCommand(commands.showLog) };
}
