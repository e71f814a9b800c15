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
      readonly name: string;
      readonly items: readonly DriftState[];
      readonly objects: readonly string[];
    }
  | {
      readonly kind: "difference";
      readonly project: string;
      readonly group: string;
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
        group: node.name,
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
  const groups = new Map<string, DriftState[]>();
  for (const item of drift.items) groups.set(item.group, [...(groups.get(item.group) ?? []), item]);
  return [...groups].map(([name, items]) => ({
    kind: "group",
    project,
    name,
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
      return treeItem(node.name, {
        id: `${node.project}#${node.name}`,
        description: count,
        iconPath: new vscode.ThemeIcon("table"),
        contextValue: "driftGroup",
        collapsibleState: vscode.TreeItemCollapsibleState.Expanded,
        accessibilityInformation: { label: `${node.name}, ${count}` },
      });
    }
    case "difference": {
      const { id, text, subject, fate, effect, location } = node.difference;
      return treeItem(subject, {
        id: `${node.project}#${node.group}#${id}`,
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
