import * as vscode from "vscode";

import { openRevision } from "#client/commands/openRevision.ts";
import { showFailure, showResult } from "#client/failures.ts";
import { views } from "#client/ids.ts";
import { withProgress } from "#client/progress.ts";
import { activeDatabase, chooseProject } from "#client/projects.ts";
import type { Workbench } from "#client/workbench.ts";
import type { MendParams } from "#protocol/requests.ts";
import type { CommandArgument } from "#protocol/settings.ts";
import type { RevisionState } from "#protocol/state.ts";

/** A revision's file as it was applied beside the file as it is. */
export async function showChanged(workbench: Workbench, argument: CommandArgument | null): Promise<void> {
  const chosen = await chooseEdited(workbench, argument, "Show What Changed");
  if (!chosen) return;
  const { project, revision } = chosen;
  const title = `${revision.shortId} as applied`;
  const left = { kind: "sql", project, what: { kind: "stored", id: revision.id }, title } as const;
  if (revision.uri === null) await openRevision(workbench, { project, target: revision.id });
  else await workbench.documents.compareWithFile(left, vscode.Uri.parse(revision.uri), `${title} ↔ now`);
}

/** The database is as the edited file says: its row is made to say so. */
export async function acceptEdited(workbench: Workbench, argument: CommandArgument | null): Promise<void> {
  const chosen = await chooseEdited(workbench, argument, "Accept as Applied");
  if (!chosen) return;
  const { project, revision, database } = chosen;
  const answer = await workbench.confirm.decide({
    message: `Accept ${revision.shortId} ${revision.message} as its file says it?`,
    detail: `${database.name} then counts as made by the edited text. No statement runs, and no table changes.`,
    action: "Accept",
    instead: null,
  });
  if (answer !== "yes") return;
  const purpose = `Accept ${revision.shortId} on ${database.name}`;
  const typed = database.protected ? await workbench.confirm.typeName({ name: database.name, purpose }) : null;
  if (database.protected && typed === null) return;
  await settle(workbench, { project, id: revision.id, how: "accept", message: null, typedName: typed });
}

/** What was edited becomes a revision of its own. */
export async function editToRevision(workbench: Workbench, argument: CommandArgument | null): Promise<void> {
  const chosen = await chooseEdited(workbench, argument, "Make It a New Revision");
  if (!chosen) return;
  const { project, revision } = chosen;
  const message = await vscode.window.showInputBox({
    title: "Make It a New Revision",
    prompt: "What does the edit do? The message names the new revision.",
    validateInput: (text) => (text.trim() === "" ? "A message is needed." : null),
  });
  if (message === undefined) return;
  await settle(workbench, { project, id: revision.id, how: "revision", message: message.trim(), typedName: null });
}

/** The file as the database stored it, over what is there or where nothing is. */
export async function restoreFile(workbench: Workbench, argument: CommandArgument | null): Promise<void> {
  const chosen = await chooseEdited(workbench, argument, "Bring the File Back");
  if (!chosen) return;
  const { project, revision } = chosen;
  await showChanged(workbench, { project, target: revision.id });
  const answer = await workbench.confirm.decide({
    message: `Bring the file of ${revision.shortId} back as it was applied?`,
    detail:
      revision.uri === null
        ? "The text that the database stored becomes a file again. Nothing of it runs."
        : "The file is overwritten by the text that the database stored. Nothing of it runs.",
    action: "Bring Back",
    instead: null,
  });
  if (answer !== "yes") return;
  await settle(workbench, { project, id: revision.id, how: "restore", message: null, typedName: null });
}

interface Chosen {
  readonly project: string;
  readonly revision: RevisionState;
  readonly database: { readonly name: string; readonly protected: boolean };
}

async function chooseEdited(
  { store }: Workbench,
  argument: CommandArgument | null,
  title: string,
): Promise<Chosen | null> {
  const chosen = await chooseProject(store, argument, title);
  const revision = chosen?.revisions.find(({ id }) => id === argument?.target);
  if (!chosen || !revision) return null;
  const active = activeDatabase(chosen);
  const database = { name: active?.name ?? "the database", protected: active?.protected ?? false };
  return { project: chosen.project, revision, database };
}

async function settle(workbench: Workbench, params: MendParams): Promise<void> {
  const { server, store } = workbench;
  const result = await withProgress(
    store,
    { title: "Settling an edited revision", project: params.project, view: views.revisions },
    async (token) => await server.request("retort/mend", params, token),
  );
  if (result.kind === "failed") {
    showFailure(workbench, result.failure, params.project);
    return;
  }
  if (result.uri !== null) await vscode.window.showTextDocument(vscode.Uri.parse(result.uri), { preview: false });
  showResult(workbench, result.message);
}
