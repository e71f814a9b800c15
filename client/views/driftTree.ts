import * as vscode from "vscode";

import { opening } from "#client/locations.ts";
import type { Store } from "#client/store.ts";
import { effectIcon } from "#client/views/operationIcon.ts";
import { projectItem } from "#client/views/projectItem.ts";
import { treeItem } from "#client/views/treeItem.ts";
import type { SqlParams } from "#protocol/requests.ts";
import type { DriftState, ProjectState } from "#protocol/state.ts";

/** Each node is also what a command gets from its menu. */
export type DriftNode =
  | { readonly kind: "project"; readonly project: string }
  | {
      readonly kind: "group";
      readonly project: string;
      /** Null for what belongs to no table. */
      readonly table: string | null;
      readonly items: readonly DriftState[];
      readonly objects: readonly string[];
    }
  | {
      readonly kind: "difference";
      readonly project: string;
      readonly table: string | null;
      readonly difference: DriftState;
      readonly what: SqlParams["what"];
      readonly objects: readonly string[];
    };

/** What the database has that no revision made: by table, then by difference. */
export function driftProvider(store: Store): vscode.TreeDataProvider<DriftNode> {
  return {
    onDidChangeTreeData: store.onDidChange,
    getChildren: (node) => childrenOf(store, node),
    getTreeItem: (node) => itemOf(store, node),
  };
}

function childrenOf(store: Store, node: DriftNode | undefined): DriftNode[] {
  if (node === undefined) {
    const [first, ...others] = store.projects;
    if (first === undefined) return [];
    if (others.length === 0) return groupsOf(first);
    return store.projects.filter(drifted).map(({ project }) => ({ kind: "project", project }));
  }
  switch (node.kind) {
    case "project": {
      const project = store.project(node.project);
      return project ? groupsOf(project) : [];
    }
    case "group":
      return node.items.map((difference) => ({
        kind: "difference",
        project: node.project,
        table: node.table,
        difference,
        what: { kind: "restore", driftId: difference.id },
        objects: [difference.object],
      }));
    case "difference":
      return [];
  }
}

function drifted({ drift }: ProjectState): boolean {
  return drift.kind === "known" && drift.items.length > 0;
}

function groupsOf({ project, drift }: ProjectState): DriftNode[] {
  if (drift.kind === "unknown") return [];
  const groups = new Map<string | null, DriftState[]>();
  for (const item of drift.items) groups.set(item.group, [...(groups.get(item.group) ?? []), item]);
  // Tables by name, and what belongs to none below them.
  return [...groups]
    .toSorted(([a], [b]) => (a === null ? 1 : b === null ? -1 : a.localeCompare(b)))
    .map(([table, items]) => ({
      kind: "group",
      project,
      table,
      items,
      objects: items.map(({ object }) => object),
    }));
}

function itemOf(store: Store, node: DriftNode): vscode.TreeItem {
  switch (node.kind) {
    case "project":
      return projectItem(node.project, store.project(node.project));
    case "group": {
      const count = node.items.length === 1 ? "1 difference" : `${node.items.length} differences`;
      const name = node.table ?? "database";
      return treeItem(name, {
        id: `${node.project}#${node.table === null ? "" : `table ${node.table}`}`,
        description: count,
        tooltip: node.table === null ? `${count} that belong to no table` : `${count} in table ${node.table}`,
        iconPath: new vscode.ThemeIcon(node.table === null ? "database" : "table"),
        contextValue: "driftGroup",
        collapsibleState: vscode.TreeItemCollapsibleState.Expanded,
        accessibilityInformation: { label: `${name}, ${count}` },
      });
    }
    case "difference": {
      const { id, text, subject, fate, effect, location } = node.difference;
      return treeItem(subject, {
        id: `${node.project}#${node.table ?? ""}#${id}`,
        description: fate,
        tooltip: text,
        iconPath: effectIcon(effect),
        contextValue: "drift",
        accessibilityInformation: { label: `Drift: ${text}` },
        ...opening(location),
      });
    }
  }
}
