import * as vscode from "vscode";

import { treeItem } from "#client/views/treeItem.ts";
import type { ProjectState } from "#protocol/state.ts";

/** The root of a project, where a window has several. */
export function projectItem(folder: string, project: ProjectState | undefined): vscode.TreeItem {
  const name = project?.name ?? vscode.workspace.asRelativePath(folder);
  return treeItem(name, {
    id: folder,
    description: project?.status.text ?? "",
    tooltip: folder,
    iconPath: new vscode.ThemeIcon("folder"),
    contextValue: "project",
    collapsibleState: vscode.TreeItemCollapsibleState.Expanded,
    accessibilityInformation: { label: `Project ${name}, ${project?.status.text ?? ""}` },
  });
}
