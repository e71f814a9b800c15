import * as vscode from "vscode";

import { initializeFrom } from "#client/commands/useEmbedded.ts";
import { chooseProject, offerFolder } from "#client/projects.ts";
import type { Workbench } from "#client/workbench.ts";
import type { InitializeProjectParams } from "#protocol/commands.ts";
import type { CommandArgument } from "#protocol/settings.ts";
import type { ProjectState } from "#protocol/state.ts";

/** `retort init`, with the choice of what to start from. */
export async function initialize(workbench: Workbench, argument: CommandArgument | null): Promise<void> {
  const known = await knownProject(workbench, argument);
  const project = known === "left" ? null : (known?.project ?? (await folderToInitialize()));
  if (known === "left" || project === null) return;
  const picked = await vscode.window.showQuickPick(starts, {
    title: "Initialize",
    placeHolder: "What does the project start from?",
  });
  if (picked) await initializeFrom(workbench, { project, from: picked.from }, known);
}

const starts: readonly (vscode.QuickPickItem & Pick<InitializeProjectParams, "from">)[] = [
  {
    label: "$(file-add) The models",
    detail: "A folder for revisions; the first migration is generated from schema.prisma.",
    from: "empty",
  },
  {
    label: "$(package) The models, with the embedded database",
    detail: "The same, on PostgreSQL inside VS Code. Nothing to install.",
    from: "embedded",
  },
  {
    label: "$(database) A database that is already there",
    detail:
      "Models and a first revision are written from it, and it is marked as applied. The database is left as it is.",
    from: "database",
  },
];

/** Null where there is no project yet. */
async function knownProject(
  { store }: Workbench,
  argument: CommandArgument | null,
): Promise<ProjectState | null | "left"> {
  if (!argument && store.projects.length === 0) return null;
  return (await chooseProject(store, argument, "Initialize")) ?? "left";
}

/** A folder without models is no project yet, and can become one. */
async function folderToInitialize(): Promise<string | null> {
  const folders = vscode.workspace.workspaceFolders ?? [];
  if (folders.length === 0) offerFolder();
  if (folders.length < 2) return folders[0]?.uri.fsPath ?? null;
  return (await vscode.window.showWorkspaceFolderPick())?.uri.fsPath ?? null;
}
