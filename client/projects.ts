import * as path from "node:path";

import * as vscode from "vscode";

import { allCommands } from "#client/ids.ts";
import type { Store } from "#client/store.ts";
import type { CommandArgument } from "#protocol/settings.ts";
import type { DatabaseState, ProjectState, RevisionState } from "#protocol/state.ts";

/** What a tree item, a code lens or a code action hands over; null from the palette or an editor's title. */
export function readArgument(value: unknown): CommandArgument | null {
  return typeof value === "object" && value !== null && "project" in value && typeof value.project === "string"
    ? (value as CommandArgument)
    : null;
}

/** The project meant: the one named, else the active editor's, else the only one, else the one picked. */
export async function chooseProject(
  store: Store,
  argument: CommandArgument | null,
  title: string,
): Promise<ProjectState | null> {
  if (argument) return store.project(argument.project) ?? null;
  const [first, ...others] = store.projects;
  if (first === undefined) {
    if (store.server === "stopped")
      void offer("Retort's language server is not running.", "Start Again", allCommands.refresh);
    else if (!store.known)
      void vscode.window.showInformationMessage("Retort is still starting: try again in a moment.");
    else if (hasFolder()) void offer("This folder holds no Prisma models yet.", "Initialize", allCommands.initialize);
    else offerFolder();
    return null;
  }
  if (others.length === 0) return first;
  const active = projectOfEditor(store);
  if (active) return active;
  const picked = await vscode.window.showQuickPick(
    store.projects.map((project) => ({
      label: project.name,
      description: project.status.text,
      ...detailOf(project),
      project,
    })),
    { title, placeHolder: "Which project?" },
  );
  return picked?.project ?? null;
}

function hasFolder(): boolean {
  return (vscode.workspace.workspaceFolders ?? []).length > 0;
}

/** For what needs a folder, where none is open. */
export function offerFolder(): void {
  void offer("Retort works in a folder, and none is open.", "Open Folder", "vscode.openFolder");
}

async function offer(message: string, title: string, command: string): Promise<void> {
  const chosen = await vscode.window.showInformationMessage(message, title);
  if (chosen !== undefined) await vscode.commands.executeCommand(command);
}

/** Where it lies, when its name does not say so. */
function detailOf({ project, name }: ProjectState): { readonly detail?: string } {
  const detail = vscode.workspace.asRelativePath(project);
  return detail === name ? {} : { detail };
}

/** The project that the active editor's file is in: the innermost of those that hold it. */
export function projectOfEditor(store: Store): ProjectState | null {
  const file = vscode.window.activeTextEditor?.document.uri.fsPath;
  if (file === undefined) return null;
  const holding = store.projects.filter(({ project }) => file.startsWith(project + path.sep));
  return holding.toSorted((a, b) => b.project.length - a.project.length)[0] ?? null;
}

/** A database for a person: beside other projects, whose databases may have the same name, with its project's. */
export function databaseWords(store: Store, project: string, database: string): string {
  const name = store.projects.length > 1 ? store.project(project)?.name : undefined;
  return name === undefined ? database : `${database} of ${name}`;
}

export function activeDatabase(project: ProjectState): DatabaseState | null {
  return project.databases.find(({ active }) => active) ?? null;
}

/** The revisions that no other one stands on: several where branches wait for a merge. */
export function headsOf({ revisions }: ProjectState): readonly RevisionState[] {
  return revisions.filter(({ head }) => head);
}

/** The heads that may be merged: none while something in the history is wrong, a missing file among others. */
export function mergeableHeads(project: ProjectState): readonly RevisionState[] {
  const heads = headsOf(project);
  return heads.length > 1 && project.historyProblems.length === 0 ? heads : [];
}

/** What is wanting before the main job can go on, in the order in which it is met. */
/** `broken`: a configuration that does not hold. */
export type Situation = "broken" | "noModels" | "noDatabase" | "noUrl" | "unmanaged" | "noRevisions" | "ready";

export function situationOf(project: ProjectState): Situation {
  if (project.status.kind === "noModels") return "noModels";
  if (project.models === null && project.historyProblems.length > 0) return "broken";
  // A database that is configured and whose URL cannot be read is a mistake to mend, and no choice to make.
  if (project.status.kind === "noDatabase") return activeDatabase(project)?.failure ? "noUrl" : "noDatabase";
  if (project.revisions.length > 0) return "ready";
  return project.status.kind === "unmanaged" ? "unmanaged" : "noRevisions";
}
