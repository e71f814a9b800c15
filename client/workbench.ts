import type * as vscode from "vscode";

import type { ActiveDatabases } from "#client/activeDatabases.ts";
import type { Confirm } from "#client/confirm.ts";
import type { Documents } from "#client/documents.ts";
import type { Server } from "#client/languageClient.ts";
import type { Secrets } from "#client/secrets.ts";
import type { Store } from "#client/store.ts";

/** What commands and views work with. */
export interface Workbench {
  readonly extension: vscode.ExtensionContext;
  readonly server: Server;
  readonly store: Store;
  readonly secrets: Secrets;
  readonly active: ActiveDatabases;
  readonly documents: Documents;
  readonly confirm: Confirm;
}
