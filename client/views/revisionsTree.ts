import * as vscode from "vscode";

import { opening } from "#client/locations.ts";
import { activeDatabase, mergeableHeads } from "#client/projects.ts";
import type { Store } from "#client/store.ts";
import { branchItem } from "#client/views/branchItem.ts";
import { type Branch, groupBranches, type HistoryPart } from "#client/views/branches.ts";
import { operationIcon } from "#client/views/operationIcon.ts";
import { firstSteps, type StepNode, stepItem } from "#client/views/firstSteps.ts";
import { projectItem } from "#client/views/projectItem.ts";
import { revisionItem } from "#client/views/revisionItem.ts";
import { treeItem } from "#client/views/treeItem.ts";
import { type Obstacles, obstaclesOf } from "#client/views/wayDown.ts";
import type { OperationState, ProjectState, RevisionState } from "#protocol/state.ts";

/** Each node is also what a command gets from its menu: a project and, where there is one, the target. */
export type RevisionNode =
  | { readonly kind: "project"; readonly project: string }
  | { readonly kind: "branch"; readonly project: string; readonly target: string; readonly branch: Branch }
  | { readonly kind: "revision"; readonly project: string; readonly target: string; readonly revision: RevisionState }
  | { readonly kind: "base"; readonly project: string; readonly target: "base" }
  | StepNode
  | {
      readonly kind: "operation";
      readonly project: string;
      readonly revision: RevisionState;
      readonly position: number;
      readonly operation: OperationState;
    };

/** Newest first, down to `<base>`, branches as groups; a root per project where there are several. */
export function revisionsProvider(store: Store): vscode.TreeDataProvider<RevisionNode> {
  return {
    onDidChangeTreeData: store.onDidChange,
    getChildren: (node) => childrenOf(store, node),
    getTreeItem: (node) => itemOf(store, node),
  };
}

function childrenOf(store: Store, node: RevisionNode | undefined): RevisionNode[] {
  if (node === undefined) {
    const [first, ...others] = store.projects;
    if (first === undefined) return [];
    if (others.length === 0) return historyOf(first);
    return store.projects.map(({ project }) => ({ kind: "project", project }));
  }
  switch (node.kind) {
    case "project": {
      const project = store.project(node.project);
      if (!project) return [];
      return project.revisions.length > 0 ? historyOf(project) : firstSteps(project);
    }
    case "branch":
      return node.branch.parts.map((part) => partNode(node.project, part));
    case "revision":
      return node.revision.operations.map((operation, position) => ({
        kind: "operation",
        project: node.project,
        revision: node.revision,
        position,
        operation,
      }));
    case "base":
    case "operation":
    case "step":
      return [];
  }
}

function historyOf({ project, revisions }: ProjectState): RevisionNode[] {
  // Nothing at all, not even `<base>`, lets the welcome view say what comes first.
  if (revisions.length === 0) return [];
  // What has no file here belongs to no branch of this folder.
  const missing = revisions.filter(({ status }) => status === "missing");
  const parts = groupBranches(revisions.filter(({ status }) => status !== "missing"));
  return [
    ...missing.map((revision) => partNode(project, { kind: "revision", revision })),
    ...parts.map((part) => partNode(project, part)),
    { kind: "base", project, target: "base" },
  ];
}

function partNode(project: string, part: HistoryPart): RevisionNode {
  if (part.kind === "branch") return { kind: "branch", project, target: part.branch.tip.id, branch: part.branch };
  return { kind: "revision", project, target: part.revision.id, revision: part.revision };
}

function itemOf(store: Store, node: RevisionNode): vscode.TreeItem {
  const project = store.project(node.project);
  const mergeable = project !== undefined && mergeableHeads(project).length > 0;
  const obstacles = project ? obstaclesOf(project) : { halfDone: false, unsound: false, barred: new Set<string>() };
  switch (node.kind) {
    case "project":
      return projectItem(node.project, project);
    case "branch":
      return branchItem(node.project, node.branch, { mergeable, obstacles });
    case "revision": {
      const current = project ? (activeDatabase(project)?.current ?? null) : null;
      return revisionItem(node.project, node.revision, { current, mergeable, obstacles });
    }
    case "base":
      return baseItem(node.project, project, obstacles);
    case "operation":
      return operationItem(node);
    case "step":
      return stepItem(node);
  }
}

function baseItem(folder: string, project: ProjectState | undefined, { halfDone, barred }: Obstacles): vscode.TreeItem {
  const current = project ? (activeDatabase(project)?.current ?? null) : null;
  const here = current?.length === 0;
  const isAbove = current !== null && current.length > 0;
  return treeItem("<base>", {
    id: `${folder}#base`,
    description: here ? "current" : "before the first revision",
    tooltip: "Where the history begins: none of its revisions applied.",
    iconPath: here
      ? new vscode.ThemeIcon("circle-filled", new vscode.ThemeColor("charts.green"))
      : new vscode.ThemeIcon("circle-slash", new vscode.ThemeColor("disabledForeground")),
    contextValue: isAbove && !halfDone && !barred.has("base") ? "base downgradable" : "base",
    accessibilityInformation: { label: here ? "Base, current" : "Base, before the first revision" },
  });
}

function operationItem({ project, revision, position, operation }: Extract<RevisionNode, { kind: "operation" }>) {
  return treeItem(operation.text, {
    id: `${project}#${revision.id}#${position}`,
    tooltip: operation.text,
    iconPath: operationIcon(operation),
    contextValue: "operation",
    accessibilityInformation: { label: operation.text },
    ...opening(operation.location),
  });
}
