import * as vscode from "vscode";

import type { Location } from "#protocol/state.ts";

export async function openLocation({ uri, range }: Location): Promise<void> {
  await vscode.window.showTextDocument(vscode.Uri.parse(uri), {
    selection: new vscode.Range(range.start.line, range.start.character, range.start.line, range.start.character),
    preview: true,
  });
}

/** What a click on a tree item does; without a location it does nothing. */
export function opening(location: Location | null): { command?: vscode.Command } {
  if (!location) return {};
  const { start } = location.range;
  const selection = new vscode.Range(start.line, start.character, start.line, start.character);
  const options: vscode.TextDocumentShowOptions = { selection, preview: true };
  return { command: { command: "vscode.open", title: "Open", arguments: [vscode.Uri.parse(location.uri), options] } };
}
