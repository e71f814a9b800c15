import * as vscode from "vscode";

import { showFailure, showResult } from "#client/failures.ts";
import { views } from "#client/ids.ts";
import { withProgress } from "#client/progress.ts";
import { chooseProject } from "#client/projects.ts";
import type { Workbench } from "#client/workbench.ts";
import type { CommandArgument } from "#protocol/settings.ts";

/** Models, revisions and database compared now; the findings are in Problems, on their lines. */
export async function check(workbench: Workbench, argument: CommandArgument | null): Promise<void> {
  const { server, store, documents } = workbench;
  const chosen = await chooseProject(store, argument, "Check");
  if (!chosen) return;
  const { project, name } = chosen;
  const result = await withProgress(
    store,
    { title: "Checking", project, view: views.revisions },
    async (token) => await server.request("retort/check", { project }, token),
  );
  if (result.kind === "failed") {
    showFailure(workbench, result.failure, project);
    return;
  }
  const [first = "", ...others] = result.text.split("\n").filter((line) => line.trim() !== "");
  if (result.clean) {
    showResult(workbench, first);
    return;
  }
  const finding = others.length === 0 ? first : `${first} (and ${others.length} more)`;
  void vscode.window.showWarningMessage(`Not clean. ${finding}`, "Show Details").then((action) => {
    if (action !== undefined) void documents.show({ kind: "check", project, title: `Check of ${name}` });
  });
}
