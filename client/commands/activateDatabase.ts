import * as vscode from "vscode";

import { connect } from "#client/commands/connect.ts";
import { showFailure } from "#client/failures.ts";
import { views } from "#client/ids.ts";
import { withProgress } from "#client/progress.ts";
import { chooseProject } from "#client/projects.ts";
import type { Workbench } from "#client/workbench.ts";
import type { CommandArgument } from "#protocol/settings.ts";
import type { DatabaseState } from "#protocol/state.ts";

/** Chooses the database that diagnostics, trees and commands are about. */
export async function activateDatabase(workbench: Workbench, argument: CommandArgument | null): Promise<void> {
  const { server, store } = workbench;
  const chosen = await chooseProject(store, argument, "Use Database");
  if (!chosen) return;
  const { project, databases } = chosen;
  if (databases.length === 0) {
    await connect(workbench, { project });
    return;
  }
  const database = argument?.target ?? (await pickDatabase(databases));
  if (database === undefined) return;
  await workbench.active.choose(project, database);
  const result = await withProgress(
    store,
    { title: `Connecting to ${database}`, project, view: views.databases },
    async (token) => await server.request("retort/activateDatabase", { project, database }, token),
  );
  if (result.kind === "failed") showFailure(workbench, result.failure, project);
}

async function pickDatabase(databases: readonly DatabaseState[]): Promise<string | undefined> {
  const items = databases.map(({ name, label, active, protected: guarded }) => ({
    label: name,
    description: [...(active ? ["active"] : []), ...(guarded ? ["protected"] : [])].join(" · "),
    // Where it is, once that is known.
    detail: label === name ? "" : label,
  }));
  const picked = await vscode.window.showQuickPick(items, { title: "Use Database", placeHolder: "Which database?" });
  return picked?.label;
}
