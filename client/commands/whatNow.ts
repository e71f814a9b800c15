import * as vscode from "vscode";

import { allCommands, type CommandId, views } from "#client/ids.ts";
import { chooseProject, headsOf, situationOf } from "#client/projects.ts";
import type { Workbench } from "#client/workbench.ts";
import type { CommandArgument } from "#protocol/settings.ts";
import type { ProjectState } from "#protocol/state.ts";

interface Choice extends vscode.QuickPickItem {
  readonly command: CommandId | `${typeof views.drift}.focus`;
}

/** The status bar's click: what can be done now, the likeliest first. */
export async function whatNow({ store, server }: Workbench, argument: CommandArgument | null): Promise<void> {
  if (store.server === "stopped") {
    await server.restart();
    return;
  }
  const project = await chooseProject(store, argument, "Retort");
  if (!project) return;
  const picked = await vscode.window.showQuickPick(choicesFor(project), {
    title: `Retort: ${project.name}`,
    placeHolder: project.status.text,
    matchOnDescription: true,
  });
  if (picked) await vscode.commands.executeCommand(picked.command, { project: project.project });
}

export function choicesFor(project: ProjectState): readonly Choice[] {
  const { revisions, unrevised, drift, databases } = project;
  const pending = databases.find(({ active }) => active)?.pending ?? 0;
  const applied = revisions.some(({ status }) => status === "applied" || status === "current" || status === "edited");
  const situation = situationOf(project);
  const several = headsOf(project).length > 1;
  const changed = unrevised.kind === "known" ? unrevised.items.length : 0;
  const drifted = drift.kind === "known" ? drift.items.length : 0;
  const halfDone = revisions.find(({ stopped }) => stopped !== null);
  const choices: (Choice | false)[] = [
    situation === "noDatabase" && {
      label: "$(package) Use the embedded database",
      description: "nothing to install",
      command: allCommands.useEmbedded,
    },
    situation === "unmanaged" && {
      label: "$(milestone) Baseline",
      description: "take the database under Retort as it is",
      command: allCommands.baseline,
    },
    halfDone !== undefined && {
      label: "$(debug-continue) Resume",
      description: `${halfDone.shortId} ${halfDone.message} is half done`,
      command: allCommands.resume,
    },
    several && {
      label: "$(git-merge) Merge heads",
      description: `${headsOf(project).length} branches`,
      command: allCommands.merge,
    },
    drifted > 0 && {
      label: "$(diff) Show drift",
      description: `${drifted} in the database that no revision made`,
      command: `${views.drift}.focus`,
    },
    changed > 0 && {
      label: "$(git-commit) Generate migration",
      description: changed === 1 ? "1 unrevised change" : `${changed} unrevised changes`,
      command: allCommands.generate,
    },
    pending > 0 &&
      halfDone === undefined && {
        label: "$(arrow-up) Upgrade",
        description: `${pending} pending`,
        command: allCommands.upgrade,
      },
    applied && { label: "$(arrow-down) Downgrade", description: "", command: allCommands.downgrade },
    { label: "$(checklist) Check", description: "", command: allCommands.check },
    { label: "$(history) Show history", description: "", command: allCommands.showHistory },
    databases.length > 1 && {
      label: "$(database) Use another database",
      description: "",
      command: allCommands.activateDatabase,
    },
    { label: "$(plug) Connect…", description: "", command: allCommands.connect },
    { label: "$(output) Show log", description: "", command: allCommands.showLog },
  ];
  return choices.filter((choice) => choice !== false);
}
