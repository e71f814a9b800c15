import * as vscode from "vscode";

import type { Store } from "#client/store.ts";
import { languageId } from "#protocol/settings.ts";

/**
 * Revision files outside a folder named `revisions` open as plain SQL, since package.json can only name patterns.
 * They are told by the history.
 */
export function watchRevisionLanguage(store: Store): vscode.Disposable {
  const revise = (document: vscode.TextDocument) => {
    if (document.languageId !== "sql" || document.uri.scheme !== "file") return;
    const uri = document.uri.toString();
    const known = store.projects.some(({ revisions }) =>
      revisions.some((revision) => revision.uri !== null && vscode.Uri.parse(revision.uri).toString() === uri),
    );
    if (known) void vscode.languages.setTextDocumentLanguage(document, languageId);
  };
  return vscode.Disposable.from(
    vscode.workspace.onDidOpenTextDocument(revise),
    store.onDidChange(() => {
      vscode.workspace.textDocuments.forEach(revise);
    }),
  );
}
