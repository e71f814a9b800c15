import * as vscode from "vscode";

import type { Secrets } from "#client/secrets.ts";
import type { Store } from "#client/store.ts";
import { firstSteps, type StepNode, stepItem } from "#client/views/firstSteps.ts";
import { projectItem } from "#client/views/projectItem.ts";
import { treeItem } from "#client/views/treeItem.ts";
import { appendWords } from "#client/views/words.ts";
import type { DatabaseState, ProjectState } from "#protocol/state.ts";

/** Each node is also what a command gets from its menu; a database's target is its name. */
export type DatabaseNode =
  | { readonly kind: "project"; readonly project: string }
  | { readonly kind: "database"; readonly project: string; readonly target: string; readonly database: DatabaseState }
  | StepNode;

/** The databases configured: the active one marked, each with its revision and how far it is behind. */
export function databasesProvider(store: Store, secrets: Secrets): vscode.TreeDataProvider<DatabaseNode> {
  return {
    onDidChangeTreeData: store.onDidChange,
    getChildren(node) {
      const [first, ...others] = store.projects;
      if (node?.kind === "database" || node?.kind === "step" || first === undefined) return [];
      if (node === undefined && others.length > 0) {
        return store.projects.map(({ project }) => ({ kind: "project", project }) as const);
      }
      const project = node === undefined ? first : store.project(node.project);
      if (node !== undefined && project?.databases.length === 0) return firstSteps(project);
      return (project?.databases ?? []).map(
        (database) => ({ kind: "database", project: project?.project ?? "", target: database.name, database }) as const,
      );
    },
    getTreeItem(node) {
      switch (node.kind) {
        case "project":
          return projectItem(node.project, store.project(node.project));
        case "database":
          return databaseItem(node, store.project(node.project), secrets);
        case "step":
          return stepItem(node);
      }
    },
  };
}

function databaseItem(
  { project, database }: Extract<DatabaseNode, { kind: "database" }>,
  state: ProjectState | undefined,
  secrets: Secrets,
): vscode.TreeItem {
  const { name, label, active, connection } = database;
  const words = [
    ...(active ? ["active"] : []),
    standing(database, state),
    ...(database.protected ? ["protected"] : []),
  ];
  const kept = secrets.has({ project, database: name });
  return treeItem(name, {
    id: `${project}#${name}`,
    description: words.join(" · "),
    tooltip: tooltipOf(database, words, { kept }),
    iconPath: iconOf(database),
    contextValue: ["database", ...(active ? ["active"] : ["inactive"]), ...(kept ? ["kept"] : [])].join(" "),
    accessibilityInformation: { label: `Database ${name}, ${words.join(", ")}, ${label}, ${connection}` },
  });
}

/** `3f2a9c1 (head)`, `base ↑2`, `unreachable`: the shortest that tells how things stand. */
function standing({ connection, current, pending }: DatabaseState, state: ProjectState | undefined): string {
  if (current === null) return connection === "connected" ? "not yet under Retort" : connection;
  const revisions = current.map((id) => state?.revisions.find((revision) => revision.id === id)?.shortId ?? id);
  const at = revisions.length === 0 ? "base" : revisions.join(", ");
  if (pending === null || state?.revisions.length === 0) return at;
  // What has no file here is no head of this history.
  if (state?.revisions.some(({ id, status }) => status === "missing" && current.includes(id))) return `${at} (no file)`;
  return pending === 0 ? `${at} (${current.length > 1 ? "heads" : "head"})` : `${at} ↑${pending}`;
}

function iconOf({ kind, active, connection, protected: guarded }: DatabaseState): vscode.ThemeIcon {
  if (connection === "unreachable" || connection === "not configured") {
    return new vscode.ThemeIcon("warning", new vscode.ThemeColor("problemsWarningIcon.foreground"));
  }
  const shape = guarded ? "lock" : kind === "embedded" ? "package" : "database";
  return active && connection === "connected"
    ? new vscode.ThemeIcon(shape, new vscode.ThemeColor("charts.green"))
    : new vscode.ThemeIcon(shape);
}

function tooltipOf(
  { name, label, kind, connection, note, failure }: DatabaseState,
  words: readonly string[],
  { kept }: { readonly kept: boolean },
): vscode.MarkdownString {
  const text = new vscode.MarkdownString();
  appendWords(appendWords(text.appendMarkdown("**"), name).appendMarkdown("** "), words.join(" · "));
  const where = kind === "embedded" ? "The embedded database, in .retort/database" : label;
  // Before it answered, a server has no other label than its name.
  if (where !== name) appendWords(text.appendMarkdown("\n\n"), `${where}: ${connection}.`);
  if (note !== null) appendWords(text.appendMarkdown("\n\n"), note);
  if (kept) appendWords(text.appendMarkdown("\n\n"), "Its URL is kept by VS Code.");
  if (failure) {
    appendWords(text.appendMarkdown("\n\n"), failure.message);
    for (const next of failure.next) appendWords(text.appendMarkdown("\n\n"), next);
  }
  return text;
}
