import assert from "node:assert/strict";
import { setTimeout as pause } from "node:timers/promises";

import * as vscode from "vscode";

import type { TestHandle } from "#client/extension.ts";
import { provider } from "#demo/models.ts";
import type { ProjectState } from "#protocol/state.ts";

/** The window that the suite runs in: one folder, one project. */
export const folder = vscode.workspace.workspaceFolders?.[0]?.uri ?? vscode.Uri.file("/");
export const schema = vscode.Uri.joinPath(folder, "prisma", "schema.prisma");

export function extension(): vscode.Extension<TestHandle> {
  const found = vscode.extensions.getExtension<TestHandle>("retort.retort-migrate");
  assert.ok(found, "the extension is installed");
  return found;
}

export async function handle(): Promise<TestHandle> {
  return extension().activate();
}

/** What `read` answers as soon as it answers something; fails with `what` and the last that was known. */
export async function until<T>(
  what: string,
  read: () => T | null | undefined | false | Promise<T | null | undefined | false>,
): Promise<T> {
  const deadline = Date.now() + 240_000;
  while (Date.now() < deadline) {
    const value = await read();
    if (value !== null && value !== undefined && value !== false) return value;
    await pause(100);
  }
  const projects = JSON.stringify((await handle()).projects(), null, 1);
  throw new Error(`waited in vain until ${what}; the last state was ${projects}`);
}

/** The one project's state, once it is as `is` wants it. */
export async function projectWhen(what: string, is: (project: ProjectState) => boolean): Promise<ProjectState> {
  const { projects } = await handle();
  return until(what, () => projects().find(is));
}

/** The whole file: no URL, for the database is chosen in the editor. */
export function textOf(models: string): string {
  return `${provider("")}\n${models}`;
}

/** Writes the models as a person does: in the editor, and saved. */
export async function saveModels(models: string): Promise<vscode.TextDocument> {
  const document = await vscode.workspace.openTextDocument(schema);
  await vscode.window.showTextDocument(document);
  const edit = new vscode.WorkspaceEdit();
  const all = new vscode.Range(0, 0, document.lineCount, 0);
  edit.replace(schema, all, textOf(models));
  assert.ok(await vscode.workspace.applyEdit(edit));
  // A busy machine may take longer than a save participant may: the save is then given up, and done again.
  await until("the models are saved", async () => await document.save());
  return document;
}

/** Diagnostics of ours with that code on the models, once there are any. */
export function diagnosticsWith(code: string): Promise<readonly vscode.Diagnostic[]> {
  return until(`a diagnostic ${code} stands on the models`, () => {
    const found = ourDiagnostics().filter((diagnostic) => diagnostic.code === code);
    return found.length > 0 && found;
  });
}

export function ourDiagnostics(): readonly vscode.Diagnostic[] {
  return vscode.languages.getDiagnostics(schema).filter(({ source }) => source === "retort");
}

/** Runs a command and accepts, as Enter does, whatever input it opens on the way. */
export async function runAccepting(command: string, argument?: unknown): Promise<void> {
  const ended = Promise.resolve(vscode.commands.executeCommand(command, argument)).then(() => true);
  while (!(await Promise.race([ended, pause(400, false)]))) {
    await vscode.commands.executeCommand("workbench.action.acceptSelectedQuickOpenItem");
  }
}

export async function lensesOf(uri: vscode.Uri): Promise<readonly string[]> {
  const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>("vscode.executeCodeLensProvider", uri, 100);
  return lenses.map(({ command }) => command?.title ?? "");
}

export function statuses(project: ProjectState): readonly string[] {
  return project.revisions.map(({ message, status }) => `${message}: ${status}`);
}
