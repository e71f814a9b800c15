import { type Connection, TextDocumentSyncKind } from "vscode-languageserver/node";

import { loadSqlParser } from "#host/sqlParser.ts";
import type { ClientRequests, InitializationOptions, ServerNotifications } from "#protocol/requests.ts";
import { codeActions } from "#server/features/codeActions.ts";
import { codeLenses } from "#server/features/codeLens.ts";
import { hover } from "#server/features/hover.ts";
import { revisionHover } from "#server/features/revisionHover.ts";
import { guarded } from "#server/guard.ts";
import { requestHandlers } from "#server/requests/handlers.ts";
import { pathOf } from "#server/convert/ranges.ts";
import { createWorkspace, type Workspace } from "#server/workspace.ts";

/** Registers every handler on `connection`. The workspace begins when the client says what it opened. */
export function startServer(connection: Connection, env: Readonly<Record<string, string | undefined>>): void {
  let workspace: Workspace | null = null;
  const opened = (): Workspace => {
    if (!workspace) throw new Error("a request came before initialize");
    return workspace;
  };
  const log = (message: string): void => {
    connection.console.info(message);
  };

  connection.onInitialize(async (params) => {
    const options = params.initializationOptions as InitializationOptions;
    workspace = createWorkspace({
      folders: (params.workspaceFolders ?? []).flatMap(({ uri }) => pathOf(uri) ?? []),
      options,
      env,
      parseSql: await loadSqlParser(),
      log,
      secret: (project, database) => ask(connection, "retort/secret", { project, database }),
      send: (method, params) => {
        void connection.sendNotification(method, params);
      },
      diagnostics: (uri, diagnostics) => {
        void connection.sendDiagnostics({ uri, diagnostics: [...diagnostics] });
      },
      lensesChanged: () => {
        void connection.sendRequest("workspace/codeLens/refresh").catch(() => undefined);
      },
    });
    return {
      capabilities: {
        textDocumentSync: { openClose: true, change: TextDocumentSyncKind.None, save: { includeText: false } },
        codeActionProvider: { codeActionKinds: ["quickfix"] },
        codeLensProvider: { resolveProvider: false },
        hoverProvider: true,
        workspace: { workspaceFolders: { supported: true, changeNotifications: true } },
      },
    };
  });
  connection.onInitialized(() => {
    opened().start();
  });
  connection.onDidOpenTextDocument(({ textDocument }) => {
    opened().touched(textDocument.uri, "opened");
  });
  connection.onDidSaveTextDocument(({ textDocument }) => {
    opened().touched(textDocument.uri, "saved");
  });
  connection.onDidChangeWatchedFiles(({ changes }) => {
    for (const { uri } of changes) opened().touched(uri, "saved");
  });
  connection.onCodeAction((params) => [...codeActions(params)]);
  connection.onCodeLens(({ textDocument }) => {
    const found = opened().evaluationOf(textDocument.uri);
    return found ? [...codeLenses(found.evaluation, found.file)] : [];
  });
  connection.onHover(({ textDocument, position }) => {
    const found = opened().evaluationOf(textDocument.uri);
    if (!found) return null;
    const { evaluation, file } = found;
    return hover(evaluation, file, position) ?? revisionHover(evaluation, file, position);
  });
  hear(connection, "retort/trusted", () => {
    opened().trust();
  });
  hear(connection, "retort/focused", () => {
    opened().focused();
  });
  for (const [method, handler] of Object.entries(requestHandlers(opened))) {
    connection.onRequest(method, guarded(handler as (params: never, token: never) => Promise<unknown>, log));
  }
  connection.onShutdown(async () => {
    await workspace?.close();
  });
  connection.listen();
}

function ask<M extends keyof ClientRequests>(
  connection: Connection,
  method: M,
  params: ClientRequests[M]["params"],
): Promise<ClientRequests[M]["result"]> {
  return connection.sendRequest<ClientRequests[M]["result"]>(method, params);
}

function hear(connection: Connection, method: keyof ServerNotifications, listener: () => void): void {
  connection.onNotification(method, listener);
}
