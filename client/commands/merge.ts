import * as vscode from "vscode";

import { headItem } from "#client/commands/pickHead.ts";
import { showFailure, showResult } from "#client/failures.ts";
import { views } from "#client/ids.ts";
import { withProgress } from "#client/progress.ts";
import { chooseProject, headsOf } from "#client/projects.ts";
import { sentence } from "#client/sentence.ts";
import type { Workbench } from "#client/workbench.ts";
import type { MergePlan } from "#protocol/commands.ts";
import { type CommandArgument, commands } from "#protocol/settings.ts";
import type { ProjectState } from "#protocol/state.ts";

const title = "Merge Heads";

/** Tries the branches in both orders, tells what both touch, and writes the revision that stands on all of them. */
export async function merge(workbench: Workbench, argument: CommandArgument | null): Promise<void> {
  const { server, store } = workbench;
  const chosen = await chooseProject(store, argument, title);
  if (!chosen) return;
  const { project } = chosen;
  const revisions = await pickHeads(workbench, chosen, argument?.target ?? null);
  if (revisions === null) return;
  const planned = await withProgress(
    store,
    { title: "Trying the branches in both orders", project, view: views.revisions },
    async (token) => await server.request("retort/planMerge", { project, revisions }, token),
  );
  if (planned.kind === "failed") {
    showFailure(workbench, planned.failure, project);
    return;
  }
  const message = await consent(workbench, planned.merge);
  if (message === null) return;
  const acceptDifferences = !planned.merge.clean;
  const result = await withProgress(
    store,
    { title: "Writing the merge", project, view: views.revisions },
    async (token) => await server.request("retort/merge", { project, revisions, message, acceptDifferences }, token),
  );
  if (result.kind === "failed") {
    showFailure(workbench, result.failure, project);
    return;
  }
  if (result.uri !== null) await vscode.window.showTextDocument(vscode.Uri.parse(result.uri), { preview: false });
  showResult(workbench, result.message, {
    title: "Upgrade",
    run: () => vscode.commands.executeCommand(commands.upgrade, { project, target: "head" }),
  });
}

/** Two heads are merged without asking which; of more, those that the person picks. Null where there is nothing to merge. */
async function pickHeads(
  workbench: Workbench,
  project: ProjectState,
  from: string | null,
): Promise<readonly string[] | null> {
  const heads = headsOf(project);
  if (heads.length < 2) {
    showResult(workbench, "There is one head: nothing to merge.");
    return null;
  }
  if (heads.length === 2) return heads.map(({ id }) => id);
  const items = heads.map((head) => ({ ...headItem(head), picked: from === null || head.id === from }));
  const picked = await vscode.window.showQuickPick(items, {
    title,
    placeHolder: "Which heads?",
    canPickMany: true,
    matchOnDescription: true,
  });
  if (picked === undefined) return null;
  if (picked.length < 2) {
    showResult(workbench, "A merge takes two heads or more. Nothing was written.");
    return null;
  }
  return picked.map(({ id }) => id);
}

/** The merge's message; null where the person left. Branches that do not commute need a yes of their own first. */
async function consent({ confirm }: Workbench, { clean, message, words }: MergePlan): Promise<string | null> {
  if (!clean) {
    const answer = await confirm.decide({
      message: "These branches do not go together in every order. Merge them all the same?",
      detail: [...words.map(sentence), "", "The merge begins empty: write into it what brings them together."].join(
        "\n",
      ),
      action: "Merge All the Same",
      instead: null,
    });
    if (answer !== "yes") return null;
  }
  const typed = await vscode.window.showInputBox({
    title,
    prompt: clean ? words.map(sentence).join(" ") : "The message names the merge's file and stands in the history.",
    value: message,
    ignoreFocusOut: true,
    validateInput: (text) => (text.trim() === "" ? "A message is needed." : null),
  });
  return typed?.trim() ?? null;
}
