import type * as vscode from "vscode";

import type { FixedText } from "#protocol/fixes.ts";

/**
 * The actions that still fit. The server reads what is saved: in a text that was edited since, another word may stand where
 * the mistake stood.
 */
export function fitting<T extends vscode.CodeAction | vscode.Command>(
  document: vscode.TextDocument,
  actions: readonly T[],
): T[] {
  return actions.filter((action) => {
    const { edit, data } = action as { readonly edit?: vscode.WorkspaceEdit; readonly data?: FixedText };
    return (edit?.get(document.uri) ?? []).every(
      ({ range }) => inOneStyle(document.getText(range)) === inOneStyle(data?.replaced ?? ""),
    );
  });
}

/** The editor ends all lines alike. */
function inOneStyle(text: string): string {
  return text.replaceAll(/\r\n?/g, "\n");
}
