import * as vscode from "vscode";

import type { Workbench } from "#client/workbench.ts";
import type { CommandArgument } from "#protocol/settings.ts";

/** The revision's file; where no file of this branch has it, what the database stored of it. */
export async function openRevision({ store, documents }: Workbench, argument: CommandArgument | null): Promise<void> {
  if (!argument) return;
  const { project, target } = argument;
  const revision = store.project(project)?.revisions.find(({ id }) => id === target);
  if (!revision) return;
  const { id, shortId, uri } = revision;
  if (uri !== null) await vscode.window.showTextDocument(vscode.Uri.parse(uri));
  else await documents.show({ kind: "sql", project, what: { kind: "stored", id }, title: `${shortId} as applied` });
}
