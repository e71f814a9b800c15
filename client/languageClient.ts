import * as vscode from "vscode";
import {
  CodeLensRequest,
  LanguageClient,
  type LanguageClientOptions,
  RevealOutputChannelOn,
  State,
  TransportKind,
} from "vscode-languageclient/node";

import type { ActiveDatabases } from "#client/activeDatabases.ts";
import { configuration } from "#client/ids.ts";
import { prismaExtensionActive } from "#client/prismaExtension.ts";
import type { Secrets } from "#client/secrets.ts";
import { createStateLog } from "#client/stateLog.ts";
import type { ServerStatus, Store } from "#client/store.ts";
import { fitting } from "#client/textFixes.ts";
import type {
  ClientNotifications,
  ClientRequests,
  InitializationOptions,
  Params,
  RequestMethod,
  Result,
  ServerNotifications,
} from "#protocol/requests.ts";
import { languageId } from "#protocol/settings.ts";

/** The language server, as the rest of the client knows it. */
export interface Server {
  readonly log: vscode.LogOutputChannel;
  start(): Promise<void>;
  /** Starts it anew with what trust, secrets and other extensions are now. */
  restart(): Promise<void>;
  /** Rejects only where the server cannot be reached; what users can cause is in the answer. */
  request<M extends RequestMethod>(method: M, params: Params<M>, token?: vscode.CancellationToken): Promise<Result<M>>;
  notify<M extends keyof ServerNotifications>(method: M, params: ServerNotifications[M]): void;
  dispose(): Promise<void>;
}

/** What VS Code keeps for Retort between windows. */
interface Kept {
  readonly secrets: Secrets;
  readonly active: ActiveDatabases;
}

export function createServer(extension: vscode.ExtensionContext, store: Store, kept: Kept): Server {
  const log = vscode.window.createOutputChannel("Retort", { log: true });
  const module = extension.asAbsolutePath("dist/server.cjs");
  const client = new LanguageClient(
    "retort",
    "Retort",
    {
      run: { module, transport: TransportKind.ipc },
      debug: { module, transport: TransportKind.ipc, options: { execArgv: ["--nolazy", "--inspect=6009"] } },
    },
    clientOptions(log, () => initializationOptions(extension, kept)),
  );

  const { version } = extension.extension.packageJSON as { readonly version: string };
  log.info(`Retort ${version}, VS Code ${vscode.version}`);
  const noteState = createStateLog((line) => {
    log.info(line);
  });
  client.onNotification("retort/state", (projects: ClientNotifications["retort/state"]) => {
    noteState(projects);
    store.replace(projects);
  });
  client.onNotification("retort/progress", (params: ClientNotifications["retort/progress"]) => {
    store.progress(params);
  });
  client.onRequest(
    "retort/secret",
    (params: ClientRequests["retort/secret"]["params"]): Promise<ClientRequests["retort/secret"]["result"]> =>
      kept.secrets.read(params),
  );
  client.onDidChangeState(({ newState }) => {
    store.serverIs(statusOf(newState));
  });
  const settings = vscode.workspace.onDidChangeConfiguration((event) => {
    if (event.affectsConfiguration(`${configuration.section}.${configuration.codeLens}`)) drawCodeLensesAnew(client);
  });

  return {
    log,
    start: () => client.start(),
    restart: () => client.restart(),
    // An undefined token would be sent as a second parameter.
    request: (method, params, token) =>
      token === undefined ? client.sendRequest(method, params) : client.sendRequest(method, params, token),
    notify(method, params) {
      if (client.state !== State.Running) return;
      client.sendNotification(method, params).catch((error: unknown) => {
        log.warn(`${method} was not delivered: ${String(error)}`);
      });
    },
    async dispose() {
      settings.dispose();
      if (client.state === State.Running) await client.dispose();
      log.dispose();
    },
  };
}

function clientOptions(log: vscode.LogOutputChannel, options: () => InitializationOptions): LanguageClientOptions {
  return {
    documentSelector: [
      { scheme: "file", language: "prisma" },
      { scheme: "file", language: languageId },
      { scheme: "file", language: "typescript", pattern: "**/revisions/*.ts" },
      { scheme: "file", pattern: "**/retort.json" },
    ],
    initializationOptions: options,
    outputChannel: log,
    // A log that opens by itself takes the place of what somebody reads.
    revealOutputChannelOn: RevealOutputChannelOn.Never,
    synchronize: {
      fileEvents: watched.map((pattern) => vscode.workspace.createFileSystemWatcher(pattern)),
    },
    middleware: {
      provideCodeLenses: (document, token, next) =>
        vscode.workspace.getConfiguration(configuration.section, document).get<boolean>(configuration.codeLens, true)
          ? next(document, token)
          : [],
      provideCodeActions: async (document, range, context, token, next) => {
        const actions = await next(document, range, context, token);
        return actions && fitting(document, actions);
      },
    },
  };
}

/** Whatever changes the answer: models, revisions wherever they are kept, configuration, environment. */
const watched = [
  "**/*.prisma",
  "**/*.sql",
  "**/revisions/*.ts",
  "**/retort.json",
  "**/prisma.config.{ts,mts,cts,js,mjs,cjs}",
  "**/package.json",
  "**/.env",
];

function initializationOptions(extension: vscode.ExtensionContext, { secrets, active }: Kept): InitializationOptions {
  return {
    trusted: vscode.workspace.isTrusted,
    assets: extension.asAbsolutePath("dist"),
    secrets: secrets.names(),
    active: active.all(),
    prismaExtension: prismaExtensionActive(),
  };
}

function statusOf(state: State): ServerStatus {
  switch (state) {
    case State.Running:
      return "running";
    case State.Starting:
      return "starting";
    case State.Stopped:
    case State.StartFailed:
      return "stopped";
  }
}

function drawCodeLensesAnew(client: LanguageClient): void {
  for (const document of vscode.workspace.textDocuments) {
    client.getFeature(CodeLensRequest.method).getProvider(document)?.onDidChangeCodeLensEmitter.fire();
  }
}
