import * as vscode from "vscode";

import { chooseProject } from "#client/projects.ts";
import type { Workbench } from "#client/workbench.ts";
import type { CommandArgument } from "#protocol/settings.ts";

/** retort.json, or a first draft of one that is written when it is saved. */
export async function openConfiguration({ store }: Workbench, argument: CommandArgument | null): Promise<void> {
  const chosen = await chooseProject(store, argument, "Open retort.json");
  if (!chosen) return;
  const file = vscode.Uri.joinPath(vscode.Uri.file(chosen.project), "retort.json");
  if (await exists(file)) {
    await vscode.window.showTextDocument(file);
    return;
  }
  const document = await vscode.workspace.openTextDocument(file.with({ scheme: "untitled" }));
  const editor = await vscode.window.showTextDocument(document);
  await editor.edit((edit) => {
    edit.insert(new vscode.Position(0, 0), draft);
  });
}

const draft = `${JSON.stringify({ default: "dev", databases: { dev: { url: "env:DATABASE_URL" } } }, null, 2)}\n`;

async function exists(file: vscode.Uri): Promise<boolean> {
  try {
    await vscode.workspace.fs.stat(file);
    return true;
  } catch {
    return false;
  }
}
