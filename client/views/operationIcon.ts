import * as vscode from "vscode";

import type { OperationState } from "#protocol/state.ts";

type Effect = OperationState["effect"];

/** The object's shape, in the colour of what becomes of it: as source control colours files. */
export function operationIcon({ kind, effect }: Pick<OperationState, "kind" | "effect">): vscode.ThemeIcon {
  return new vscode.ThemeIcon(shapes[kind], effectColor(effect));
}

export function effectIcon(effect: Effect): vscode.ThemeIcon {
  const icons = { add: "diff-added", change: "diff-modified", remove: "diff-removed" } as const;
  return new vscode.ThemeIcon(icons[effect], effectColor(effect));
}

const shapes: Readonly<Record<OperationState["kind"], string>> = {
  table: "table",
  column: "symbol-field",
  index: "list-ordered",
  constraint: "key",
  enum: "symbol-enum",
  extension: "extensions",
  data: "edit",
  other: "symbol-misc",
};

function effectColor(effect: Effect): vscode.ThemeColor {
  const colors = {
    add: "gitDecoration.addedResourceForeground",
    change: "gitDecoration.modifiedResourceForeground",
    remove: "gitDecoration.deletedResourceForeground",
  } as const;
  return new vscode.ThemeColor(colors[effect]);
}
