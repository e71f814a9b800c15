import * as vscode from "vscode";

import type { Workbench } from "#client/workbench.ts";
import type { CommandArgument } from "#protocol/settings.ts";

/** The revision's file. */
export async function openRevision({ store }: Workbench, argument: CommandArgument | null): Promise<void> {
  const revisions = argument ? (store.project(argument.project)?.revisions ?? []) : [];
  const uri = revisions.find(({ id }) => id === argument?.target)?.uri ?? null;
  if (uri !== null) await vscode.window.showTextDocument(vscode.Uri.parse(uri));
}
