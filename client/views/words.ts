import type * as vscode from "vscode";

/** Text that is no Markdown and may break between its words: `appendText` alone ties them together, and they break inside. */
export function appendWords(to: vscode.MarkdownString, text: string): vscode.MarkdownString {
  for (const [at, word] of text.split(" ").entries()) {
    if (at > 0) to.appendMarkdown(" ");
    if (word !== "") to.appendText(word);
  }
  return to;
}
