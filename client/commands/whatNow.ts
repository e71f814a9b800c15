import * as vscode from "vscode";

import { allCommands, type CommandId, views } from "#client/ids.ts";
import { activeDatabase, chooseProject, mergeableHeads, situationOf } from "#client/projects.ts";
import type { Workbench } from "#client/workbench.ts";
import type { CommandArgument } from "#protocol/settings.ts";
import type { ProjectState, RevisionState } from "#protocol/state.ts";

interface Choice extends vscode.QuickPickItem {
  readonly command:
    CommandId | `${typeof views.drift}.focus` | "workbench.actions.view.problems" | "workbench.trust.manage";
  /** The revision concerned. */
  readonly target?: string;
}

/** The status bar's click: what can be done now, the likeliest first. */
export async function whatNow({ store, server }: Workbench, argument: CommandArgument | null): Promise<void> {
  if (store.server === "stopped") {
    await server.restart();
    return;
  }
  const project = await chooseProject(store, argument, "Retort");
  if (!project) return;
  const choices = vscode.workspace.isTrusted ? choicesFor(project) : restricted;
  const picked = await vscode.window.showQuickPick(choices, {
    title: `Retort: ${project.name}`,
    placeHolder: project.status.text,
    matchOnDescription: true,
  });
  if (!picked) return;
  const { command, target } = picked;
  await vscode.commands.executeCommand(command, {
    project: project.project,
    ...(target === undefined ? {} : { target }),
  });
}

/** What Restricted Mode leaves, and the way out of it. */
const restricted: readonly Choice[] = [
  {
    label: "$(shield) Manage workspace trust",
    description: "Restricted Mode connects to no database",
    command: "workbench.trust.manage",
  },
  { label: "$(history) Show history", description: "", command: allCommands.showHistory },
  { label: "$(output) Show log", description: "", command: allCommands.showLog },
];

export function choicesFor(project: ProjectState): readonly Choice[] {
  const { revisions, unrevised, drift, databases } = project;
  const active = activeDatabase(project);
  const pending = active?.pending ?? 0;
  const applied = revisions.some(({ status }) => status === "applied" || status === "current" || status === "edited");
  const situation = situationOf(project);
  const heads = mergeableHeads(project);
  const changed = unrevised.kind === "known" ? unrevised.items.length : 0;
  const drifted = drift.kind === "known" ? drift.items.length : 0;
  const halfDone = revisions.find(({ stopped }) => stopped !== null);
  const edited = revisions.find(({ status }) => status === "edited");
  const missing = revisions.find(({ status }) => status === "missing");
  const choices: (Choice | false)[] = [
    situation === "noDatabase" && {
      label: "$(package) Use the embedded database",
      description: "nothing to install",
      command: allCommands.useEmbedded,
    },
    situation === "noUrl" && {
      label: "$(go-to-file) Open retort.json",
      description: active?.failure?.message ?? "",
      command: allCommands.openConfiguration,
    },
    active?.connection === "unreachable" && {
      label: "$(refresh) Try again",
      description: active.failure?.message ?? "",
      command: allCommands.refresh,
    },
    situation === "unmanaged" && {
      label: "$(milestone) Baseline",
      description: "take the database under Retort as it is",
      command: allCommands.baseline,
    },
    ...(halfDone ? waysOutOf(halfDone) : []),
    edited !== undefined && {
      label: "$(diff) Show what changed",
      description: `${edited.shortId} ${edited.message} was edited after it was applied`,
      command: allCommands.showChanged,
      target: edited.id,
    },
    missing !== undefined && {
      label: "$(new-file) Bring the file back",
      description: `${missing.shortId} ${missing.message} is applied and has no file here`,
      command: allCommands.restoreFile,
      target: missing.id,
    },
    missing !== undefined &&
      isCurrent(project, missing) && {
        label: "$(arrow-down) Take it back as the database stored it",
        description: `${missing.shortId} ${missing.message}, shown first`,
        command: allCommands.takeBack,
        target: missing.id,
      },
    project.historyProblems.length > 0 && {
      label: "$(error) Show problems",
      description: project.historyProblems[0] ?? "",
      command: "workbench.actions.view.problems",
    },
    heads.length > 0 && {
      label: "$(git-merge) Merge heads",
      description: `${heads.length} branches`,
      command: allCommands.merge,
    },
    drifted > 0 && {
      label: "$(diff) Show drift",
      description: `${drifted} in the database that no revision made`,
      command: `${views.drift}.focus`,
    },
    // What is generated stands on a database that is up to date.
    pending > 0 &&
      halfDone === undefined &&
      project.historyProblems.length === 0 && {
        label: "$(arrow-up) Upgrade",
        description: `${pending} pending`,
        command: allCommands.upgrade,
      },
    changed > 0 && {
      label: "$(git-commit) Generate migration",
      description: changed === 1 ? "1 unrevised change" : `${changed} unrevised changes`,
      command: allCommands.generate,
    },
    applied &&
      halfDone === undefined && { label: "$(arrow-down) Downgrade", description: "", command: allCommands.downgrade },
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

function isCurrent({ databases }: ProjectState, { id }: RevisionState): boolean {
  return databases.some(({ active, current }) => active && current?.includes(id) === true);
}

/** Nothing else runs before one of these. */
function waysOutOf({ id, shortId, message }: RevisionState): readonly Choice[] {
  return [
    {
      label: "$(debug-continue) Resume",
      description: `${shortId} ${message} is half done`,
      command: allCommands.resume,
      target: id,
    },
    {
      label: "$(pass) Resolve as applied…",
      description: "it was finished by hand",
      command: allCommands.resolveApplied,
      target: id,
    },
    {
      label: "$(discard) Resolve as rolled back…",
      description: "it was taken back by hand",
      command: allCommands.resolveRolledBack,
      target: id,
    },
  ];
}
