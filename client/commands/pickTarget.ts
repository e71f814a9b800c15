import * as vscode from "vscode";

export interface Target extends vscode.QuickPickItem {
  /** A revision identifier. */
  readonly target: string;
}

/** The target picked, the only one without asking, or null where the person left. */
export async function pickTarget(title: string, targets: readonly Target[]): Promise<string | null> {
  const [only, ...others] = targets;
  if (only && others.length === 0) return only.target;
  const picked = await vscode.window.showQuickPick(targets, {
    title,
    placeHolder: "To which revision?",
    matchOnDescription: true,
  });
  return picked?.target ?? null;
}
