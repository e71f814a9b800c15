import * as vscode from "vscode";

/** A tree item from its parts. */
export function treeItem(label: string, parts: Omit<Partial<vscode.TreeItem>, "label">): vscode.TreeItem {
  return Object.assign(new vscode.TreeItem(label), parts);
}
