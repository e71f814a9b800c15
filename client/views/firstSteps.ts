import * as vscode from "vscode";

import { allCommands, type CommandId } from "#client/ids.ts";
import { type Situation, situationOf } from "#client/projects.ts";
import { treeItem } from "#client/views/treeItem.ts";
import type { ProjectState } from "#protocol/state.ts";

/** What a project without rows of its own shows beside others: the welcome views speak only for an empty tree. */
export interface StepNode {
  readonly kind: "step";
  readonly project: string;
  readonly step: FirstStep;
}

interface FirstStep {
  readonly title: string;
  readonly icon: string;
  readonly command: CommandId | "workbench.actions.view.problems";
}

/** What comes first in this project, as its welcome view would say. Restricted Mode offers nothing. */
export function firstSteps(state: ProjectState): StepNode[] {
  if (!vscode.workspace.isTrusted) return [];
  return steps[situationOf(state)].map((step) => ({ kind: "step", project: state.project, step }));
}

export function stepItem({ project, step }: StepNode): vscode.TreeItem {
  const { title, icon, command } = step;
  return treeItem(title, {
    id: `${project}#first ${command}`,
    iconPath: new vscode.ThemeIcon(icon),
    contextValue: "step",
    command: { command, title, arguments: [{ project }] },
    accessibilityInformation: { label: title, role: "button" },
  });
}

const useEmbedded: FirstStep = {
  title: "Use the Embedded Database",
  icon: "package",
  command: allCommands.useEmbedded,
};
const connect: FirstStep = { title: "Connect…", icon: "plug", command: allCommands.connect };
const openConfiguration: FirstStep = {
  title: "Open retort.json",
  icon: "json",
  command: allCommands.openConfiguration,
};

const steps: Readonly<Record<Situation, readonly FirstStep[]>> = {
  noModels: [{ title: "Initialize", icon: "rocket", command: allCommands.initialize }],
  noDatabase: [useEmbedded, connect],
  noUrl: [openConfiguration, connect],
  broken: [{ title: "Show Problems", icon: "warning", command: "workbench.actions.view.problems" }, openConfiguration],
  unmanaged: [
    { title: "Import Prisma Migrations", icon: "cloud-download", command: allCommands.importPrisma },
    { title: "Baseline", icon: "milestone", command: allCommands.baseline },
  ],
  noRevisions: [{ title: "Generate Migration", icon: "add", command: allCommands.generate }],
  ready: [],
};
