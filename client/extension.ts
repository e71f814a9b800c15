import * as vscode from "vscode";

import { createActiveDatabases } from "#client/activeDatabases.ts";
import { registerCommands } from "#client/commands/register.ts";
import { type Confirm, confirmInWindow } from "#client/confirm.ts";
import { watchContexts } from "#client/contexts.ts";
import { createDocuments } from "#client/documents.ts";
import { configuration } from "#client/ids.ts";
import { createServer, type Server } from "#client/languageClient.ts";
import { watchPrismaExtension } from "#client/prismaExtension.ts";
import { watchRevisionLanguage } from "#client/revisionLanguage.ts";
import { createSecrets } from "#client/secrets.ts";
import { registerStatusBar } from "#client/statusBar.ts";
import { createStore } from "#client/store.ts";
import { watchTrust } from "#client/trust.ts";
import { registerViews } from "#client/views/registerViews.ts";
import { watchWalkthrough } from "#client/walkthrough.ts";
import type { Workbench } from "#client/workbench.ts";
import type { ProjectState } from "#protocol/state.ts";

/** What the extension hands to tests; other extensions get nothing. */
export interface TestHandle {
  readonly projects: () => readonly ProjectState[];
  readonly onDidChange: vscode.Event<void>;
  /** Tests cannot press the buttons of a modal dialog: they answer here. */
  readonly answerWith: (confirm: Confirm) => void;
}

/** Draws at once and lets the server start meanwhile: a window never waits for Retort. */
export function activate(extension: vscode.ExtensionContext): TestHandle | undefined {
  let confirm = confirmInWindow;
  const store = createStore();
  const secrets = createSecrets(extension);
  const active = createActiveDatabases(extension);
  const server = createServer(extension, store, { secrets, active });
  const documents = createDocuments(server);
  const workbench: Workbench = {
    extension,
    server,
    store,
    secrets,
    active,
    documents,
    confirm: {
      decide: (question) => confirm.decide(question),
      typeName: (prompt) => confirm.typeName(prompt),
    },
  };
  extension.subscriptions.push(
    registerViews(workbench),
    registerStatusBar(store),
    watchContexts(store),
    watchWalkthrough(),
    watchRevisionLanguage(store),
    registerCommands(workbench),
    watchTrust(server),
    watchFocus(server),
    watchPrismaExtension(() => void restart(server)),
    documents,
    store,
    { dispose: () => server.dispose() },
  );
  void server.start().catch((error: unknown) => {
    server.log.error(`The language server did not start: ${String(error)}`);
  });
  if (extension.extensionMode !== vscode.ExtensionMode.Test) return undefined;
  return {
    projects: () => store.projects,
    onDidChange: store.onDidChange,
    answerWith(answers) {
      confirm = answers;
    },
  };
}

/** Somebody may have altered the database while another window had the focus. */
function watchFocus(server: Server): vscode.Disposable {
  return vscode.window.onDidChangeWindowState(({ focused }) => {
    const { section, driftOnFocus } = configuration;
    if (focused && vscode.workspace.getConfiguration(section).get<boolean>(driftOnFocus, true))
      server.notify("retort/focused", {});
  });
}

async function restart(server: Server): Promise<void> {
  try {
    await server.restart();
  } catch (error) {
    server.log.error(`The language server did not start again: ${String(error)}`);
  }
}
