import * as vscode from "vscode";

import { documentScheme } from "#client/ids.ts";
import type { Server } from "#client/languageClient.ts";
import type { TextResult } from "#protocol/commands.ts";
import type { DriftSide, SqlParams } from "#protocol/requests.ts";

/** A text of the server's that is read in an editor and never saved. */
export type VirtualDocument =
  | { readonly kind: "sql"; readonly project: string; readonly what: SqlParams["what"]; readonly title: string }
  /** The models as they are, or edited so that they say what another side has. */
  | { readonly kind: "models"; readonly project: string; readonly side: DriftSide; readonly title: string }
  | { readonly kind: "history" | "check"; readonly project: string; readonly title: string };

export interface Documents {
  /** Shows it in an editor, as it is now. */
  show(document: VirtualDocument): Promise<void>;
  /** Shows SQL that has been read already. */
  showSql(title: string, sql: string): Promise<void>;
  /** Shows two side by side, what differs marked. */
  compare(left: VirtualDocument, right: VirtualDocument, title: string): Promise<void>;
  /** Shows it beside a file. */
  compareWithFile(left: VirtualDocument, file: vscode.Uri, title: string): Promise<void>;
  dispose(): void;
}

export function createDocuments(server: Server): Documents {
  /** Texts without a question behind them, by path. */
  const given = new Map<string, string>();
  const changed = new vscode.EventEmitter<vscode.Uri>();
  const provider = vscode.workspace.registerTextDocumentContentProvider(documentScheme, {
    onDidChange: changed.event,
    provideTextDocumentContent: async (uri, token) => {
      if (uri.query === "") return given.get(uri.path) ?? "-- Shown before it was closed or the window was reloaded.\n";
      const document = documentOf(uri);
      return textOf(await read(server, document, token), document.kind);
    },
  });
  const closed = vscode.workspace.onDidCloseTextDocument(({ uri }) => {
    if (uri.scheme === documentScheme) given.delete(uri.path);
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
    async showSql(title, sql) {
      const uri = vscode.Uri.from({ scheme: documentScheme, path: pathOf(title, "retort.sql") });
      given.set(uri.path, sql);
      changed.fire(uri);
      await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(uri), { preview: true });
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
      closed.dispose();
      changed.dispose();
    },
  };
}

/** `Upgrade 3f2a9c1b7d04.retort.sql?{…}`: the ending chooses the language, the query says what to ask the server. */
function uriOf(document: VirtualDocument): vscode.Uri {
  const { title, ...query } = document;
  const path = pathOf(title, endings[document.kind]);
  return vscode.Uri.from({ scheme: documentScheme, path, query: JSON.stringify(query) });
}

const endings = { sql: "retort.sql", models: "prisma", history: "txt", check: "txt" } as const;

function pathOf(title: string, ending: string): string {
  return `/${title.replaceAll(/[/\\?%*:|"<>]/g, "-")}.${ending}`;
}

function documentOf(uri: vscode.Uri): VirtualDocument {
  return { title: "", ...(JSON.parse(uri.query) as Omit<VirtualDocument, "title">) } as VirtualDocument;
}

function read(server: Server, document: VirtualDocument, token: vscode.CancellationToken): Promise<TextResult> {
  const { project } = document;
  switch (document.kind) {
    case "sql":
      return server.request("retort/sql", { project, what: document.what }, token);
    case "models":
      return server.request("retort/models", { project, side: document.side }, token);
    case "history":
      return server.request("retort/history", { project }, token);
    case "check":
      return server.request("retort/check", { project }, token);
  }
}

function textOf(result: TextResult, kind: VirtualDocument["kind"]): string {
  if (result.kind === "text") return result.text;
  const { message, details, next } = result.failure;
  const comment = kind === "models" ? "//" : "--";
  return [message, ...details, ...next].map((line) => `${comment} ${line}\n`).join("");
}
