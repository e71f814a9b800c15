import * as vscode from "vscode";

import { views } from "#client/ids.ts";
import { activeDatabase, situationOf } from "#client/projects.ts";
import type { Store } from "#client/store.ts";
import { databasesProvider } from "#client/views/databasesTree.ts";
import { driftProvider } from "#client/views/driftTree.ts";
import { revisionsProvider } from "#client/views/revisionsTree.ts";
import type { Workbench } from "#client/workbench.ts";

export function registerViews({ store, secrets }: Workbench): vscode.Disposable {
  const revisions = vscode.window.createTreeView(views.revisions, {
    treeDataProvider: revisionsProvider(store),
    showCollapseAll: true,
  });
  const drift = vscode.window.createTreeView(views.drift, { treeDataProvider: driftProvider(store) });
  const databases = vscode.window.createTreeView(views.databases, {
    treeDataProvider: databasesProvider(store, secrets),
  });
  const say = () => {
    setMessage(revisions, historyMessage(store));
    setMessage(drift, driftMessage(store));
    revisions.badge = pendingBadge(store);
    drift.badge = driftBadge(store);
  };
  say();
  return vscode.Disposable.from(revisions, drift, databases, store.onDidChange(say));
}

function setMessage(view: vscode.TreeView<unknown>, message: string | null): void {
  view.message = message ?? "";
}

/** What keeps the history from being read whole: the tree shows the rest. */
function historyMessage({ projects }: Store): string | null {
  const [only, ...beside] = projects;
  // The welcome view says what to do about it, and Problems what it is.
  if (only && beside.length === 0 && situationOf(only) === "broken") return null;
  const [first, ...others] = projects.flatMap(({ historyProblems }) => historyProblems);
  if (first === undefined) {
    // An empty tree has a welcome that says so.
    const restricted = !vscode.workspace.isTrusted && projects.some(({ revisions }) => revisions.length > 0);
    return restricted ? "Restricted Mode: read from files alone. What is applied is not known." : null;
  }
  return others.length === 0 ? first : `${first} (and ${others.length} more: see Problems)`;
}

/** Clean and unknown are both empty trees, and not at all the same. */
function driftMessage({ projects }: Store): string | null {
  // The welcome view says what Restricted Mode keeps from being known.
  if (!vscode.workspace.isTrusted) return null;
  const drifted = projects.filter(({ drift }) => drift.kind === "known" && drift.items.length > 0);
  // Where there is drift, what may explain it; an empty tree needs no footnotes.
  if (drifted.length > 0) {
    return drifted.map((project) => activeDatabase(project)?.note).find((note) => typeof note === "string") ?? null;
  }
  const asked = projects.filter(({ status }) => status.kind !== "noDatabase" && status.kind !== "noModels");
  if (asked.length === 0) return null;
  for (const { drift, name } of asked) {
    if (drift.kind === "unknown") return `Unknown${projects.length > 1 ? ` in ${name}` : ""}: ${drift.reason}`;
  }
  return projects.length === 1 ? "None: the database is what the revisions made." : "None.";
}

function pendingBadge({ projects }: Store): vscode.ViewBadge | undefined {
  const pending = projects.map(({ databases }) => databases.find(({ active }) => active)?.pending ?? 0);
  const value = pending.reduce((sum, count) => sum + count, 0);
  if (value === 0) return undefined;
  return { value, tooltip: value === 1 ? "1 pending revision" : `${value} pending revisions` };
}

function driftBadge({ projects }: Store): vscode.ViewBadge | undefined {
  const value = projects.reduce((sum, { drift }) => sum + (drift.kind === "known" ? drift.items.length : 0), 0);
  if (value === 0) return undefined;
  return {
    value,
    tooltip: value === 1 ? "1 difference that no revision made" : `${value} differences that no revision made`,
  };
}
