import * as vscode from "vscode";

import { pickHead } from "#client/commands/pickHead.ts";
import { showFailure, showOutcome } from "#client/failures.ts";
import { views } from "#client/ids.ts";
import { withProgress } from "#client/progress.ts";
import { chooseProject } from "#client/projects.ts";
import type { Workbench } from "#client/workbench.ts";
import type { CommandArgument } from "#protocol/settings.ts";

/** An empty revision on the head, open for the SQL that only a person can write. */
export function newRevision(workbench: Workbench, argument: CommandArgument | null): Promise<void> {
  return writeNew(workbench, argument, { title: "New Empty Revision", language: "sql" });
}

/** The same in TypeScript, for data that code must move. */
export function newCodeRevision(workbench: Workbench, argument: CommandArgument | null): Promise<void> {
  return writeNew(workbench, argument, { title: "New TypeScript Revision", language: "ts" });
}

async function writeNew(
  workbench: Workbench,
  argument: CommandArgument | null,
  { title, language }: { readonly title: string; readonly language: "sql" | "ts" },
): Promise<void> {
  const { server, store } = workbench;
  const chosen = await chooseProject(store, argument, title);
  if (!chosen) return;
  const { project } = chosen;
  const on = await pickHead(chosen, title);
  if (on === undefined) return;
  const message = await vscode.window.showInputBox({
    title,
    prompt: "What will this revision do? The message names its file and stands in the history.",
    validateInput: (text) => (text.trim() === "" ? "A message is needed." : null),
  });
  if (message === undefined) return;
  const result = await withProgress(
    store,
    { title: "Writing a revision", project, view: views.revisions },
    async (token) =>
      await server.request("retort/newRevision", { project, message: message.trim(), language, on }, token),
  );
  if (result.kind === "failed") {
    showFailure(workbench, result.failure, project);
    return;
  }
  if (result.uri !== null) await vscode.window.showTextDocument(vscode.Uri.parse(result.uri), { preview: false });
  // The file that opens says that it was written.
  showOutcome(workbench, { message: "", warnings: result.warnings });
}
