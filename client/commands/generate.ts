import * as vscode from "vscode";

import { pickHead } from "#client/commands/pickHead.ts";
import { showFailure, showOutcome, showResult } from "#client/failures.ts";
import { views } from "#client/ids.ts";
import { withProgress } from "#client/progress.ts";
import { chooseProject } from "#client/projects.ts";
import { askQuestions } from "#client/questions.ts";
import { suggestedMessage } from "#client/suggestedMessage.ts";
import type { Workbench } from "#client/workbench.ts";
import type { CommandArgument } from "#protocol/settings.ts";
import { commands } from "#protocol/settings.ts";
import type { ProjectState } from "#protocol/state.ts";

/** Message, questions if there are any, and the new revision opens for review. */
export async function generate(workbench: Workbench, argument: CommandArgument | null): Promise<void> {
  const { server, store } = workbench;
  const project = await chooseProject(store, argument, "Generate Migration");
  if (!project) return;
  const on = await pickHead(project, "Generate Migration");
  if (on === undefined) return;
  const message = await vscode.window.showInputBox({
    title: "Generate Migration",
    prompt: "What does this revision do? The message names its file and stands in the history.",
    value: suggestedMessage(project),
    validateInput: (text) => (text.trim() === "" ? "A message is needed." : null),
  });
  if (message === undefined) return;
  await saveModels(project);

  let answers: Readonly<Record<string, string>> = {};
  for (;;) {
    const params = { project: project.project, message: message.trim(), answers, on };
    const result = await withProgress(
      store,
      { title: "Generating migration", project: project.project, view: views.revisions },
      async (token) => await server.request("retort/generate", params, token),
    );
    switch (result.kind) {
      case "failed":
        showFailure(workbench, result.failure, project.project);
        return;
      case "nothing":
        showResult(workbench, "Nothing to generate: the revisions already make what the models ask for.");
        return;
      case "written":
        await vscode.window.showTextDocument(vscode.Uri.parse(result.uri), { preview: false });
        showOutcome(
          workbench,
          { message: `Wrote revision ${result.id}. Review it, then upgrade.`, warnings: result.warnings },
          {
            title: "Upgrade",
            run: () =>
              vscode.commands.executeCommand(commands.upgrade, { project: project.project, target: result.id }),
          },
        );
        return;
      case "questions": {
        const given = await askQuestions(result.questions, "generate");
        if (given === null) return;
        answers = { ...answers, ...given };
      }
    }
  }
}

/** Migrations are made of what is on disk; a build or a debugger saves first for the same reason. */
async function saveModels({ models }: ProjectState): Promise<void> {
  const files = new Set((models?.files ?? []).map((file) => vscode.Uri.parse(file).toString()));
  const dirty = vscode.workspace.textDocuments.filter((document) => document.isDirty);
  for (const document of dirty) if (files.has(document.uri.toString())) await document.save();
}
