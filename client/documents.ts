import * as vscode from "vscode";

import { documentScheme } from "#client/ids.ts";
import type { Server } from "#client/languageClient.ts";
import type { TextResult } from "#protocol/commands.ts";
import type { SqlParams } from "#protocol/requests.ts";

/** A text of the server's that is read in an editor and never saved. */
export type VirtualDocument =
  | { readonly kind: "sql"; readonly project: string; readonly what: SqlParams["what"]; readonly title: string }
  | { readonly kind: "history" | "check"; readonly project: string; readonly title: string };

export interface Documents {
  /** Shows it in an editor, as it is now. */
  show(document: VirtualDocument): Promise<void>;
  /** Shows two side by side, what differs marked. */
  compare(left: VirtualDocument, right: VirtualDocument, title: string): Promise<void>;
  /** Shows it beside a file. */
  compareWithFile(left: VirtualDocument, file: vscode.Uri, title: string): Promise<void>;
  dispose(): void;
}

export function createDocuments(server: Server): Documents {
  const changed = new vscode.EventEmitter<vscode.Uri>();
  const provider = vscode.workspace.registerTextDocumentContentProvider(documentScheme, {
    onDidChange: changed.event,
    provideTextDocumentContent: async (uri, token) => textOf(await read(server, documentOf(uri), token)),
  });
  // VS Code keeps the text of an open document; a second look must be a fresh one.
  const current = async (document: VirtualDocument) => {
    const uri = uriOf(document);
    changed.fire(uri);
    return await vscode.workspace.openTextDocument(uri);
  };
  return {
    async show(document) {
      await vscode.window.showTextDocument(await current(document), { preview: true });
    },
    async compare(left, right, title) {
      const [from, to] = await Promise.all([current(left), current(right)]);
      await vscode.commands.executeCommand("vscode.diff", from.uri, to.uri, title, { preview: true });
    },
    async compareWithFile(left, file, title) {
      const from = await current(left);
      await vscode.commands.executeCommand("vscode.diff", from.uri, file, title, { preview: true });
    },
    dispose() {
      provider.dispose();
      changed.dispose();
    },
  };
}

/** `Upgrade 3f2a9c1b7d04.retort.sql?{…}`: the ending chooses the language, the query says what to ask the server. */
function uriOf(document: VirtualDocument): vscode.Uri {
  const { title, ...query } = document;
  const ending = document.kind === "sql" ? "retort.sql" : "txt";
  const name = title.replaceAll(/[/\\?%*:|"<>]/g, "-");
  return vscode.Uri.from({ scheme: documentScheme, path: `/${name}.${ending}`, query: JSON.stringify(query) });
}

function documentOf(uri: vscode.Uri): VirtualDocument {
  return { title: "", ...(JSON.parse(uri.query) as Omit<VirtualDocument, "title">) } as VirtualDocument;
}

function read(server: Server, document: VirtualDocument, token: vscode.CancellationToken): Promise<TextResult> {
  const { project } = document;
  switch (document.kind) {
    case "sql":
      return server.request("retort/sql", { project, what: document.what }, token);
    case "history":
      return server.request("retort/history", { project }, token);
    case "check":
      return server.request("retort/check", { project }, token);
  }
}

function textOf(result: TextResult): string {
  if (result.kind === "text") return result.text;
  const { message, details, next } = result.failure;
  return [message, ...details, ...next].map((line) => `-- ${line}\n`).join("");
}
