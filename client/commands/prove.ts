import * as vscode from "vscode";

import { showFailure, showResult } from "#client/failures.ts";
import { views } from "#client/ids.ts";
import { openLocation } from "#client/locations.ts";
import { withProgress } from "#client/progress.ts";
import { chooseProject } from "#client/projects.ts";
import type { Workbench } from "#client/workbench.ts";
import type { CommandArgument } from "#protocol/settings.ts";
import type { ProjectState } from "#protocol/state.ts";

/** Runs a revision up, down and up again in the shadow, and writes what holds into its header; without one, the heads. */
export async function prove(workbench: Workbench, argument: CommandArgument | null): Promise<void> {
  const { server, store } = workbench;
  const chosen = await chooseProject(store, argument, "Prove");
  if (!chosen) return;
  const { project } = chosen;
  const target = argument?.target ?? null;
  await saveRevisions(chosen, target);
  const result = await withProgress(
    store,
    { title: "Proving", project, view: views.revisions },
    async (token) => await server.request("retort/prove", { project, target }, token),
  );
  if (result.kind === "failed") {
    showFailure(workbench, result.failure, project);
    return;
  }
  if (result.proved) {
    showResult(workbench, result.message);
    return;
  }
  const { location, message, faults } = result;
  const [first = "", ...others] = faults;
  const more = others.length === 0 ? "" : `And ${others.length} more: see Problems.`;
  const words = [message, first, more].filter((part) => part !== "").join(" ");
  server.log.warn([message, ...faults].join("\n"));
  void vscode.window.showWarningMessage(words, location ? "Open Revision" : "Show Log").then((action) => {
    if (action === undefined) return;
    if (location) void openLocation(location);
    else server.log.show();
  });
}

/** What is proved is what stands on disk, and the header is written there. */
async function saveRevisions({ revisions }: ProjectState, target: string | null): Promise<void> {
  const meant = revisions.filter(({ id, head }) => (target === null ? head : id === target)).map(({ uri }) => uri);
  const edited = vscode.workspace.textDocuments.filter(({ isDirty, uri }) => isDirty && meant.includes(uri.toString()));
  await Promise.all(edited.map((document) => document.save()));
}
