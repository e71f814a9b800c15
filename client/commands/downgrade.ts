import { pickTarget, type Target } from "#client/commands/pickTarget.ts";
import { runPlan } from "#client/commands/runPlan.ts";
import { activeDatabase, chooseProject } from "#client/projects.ts";
import type { Workbench } from "#client/workbench.ts";
import type { CommandArgument } from "#protocol/settings.ts";
import type { ProjectState } from "#protocol/state.ts";

/** To the target named, else to the one picked. What it would drop is shown and confirmed before anything runs. */
export async function downgrade(workbench: Workbench, argument: CommandArgument | null): Promise<void> {
  const project = await chooseProject(workbench.store, argument, "Downgrade");
  if (!project) return;
  const target = argument?.target ?? (await pickTarget("Downgrade", downgradeTargets(project)));
  if (target === null) return;
  await runPlan(workbench, { project: project.project, direction: "downgrade", target });
}

/** From a tree item or a code lens, which name the revision. */
export async function downgradeTo(workbench: Workbench, argument: CommandArgument | null): Promise<void> {
  await downgrade(workbench, argument);
}

/** From the current revision's item: that one alone is undone. */
export async function takeBack(workbench: Workbench, argument: CommandArgument | null): Promise<void> {
  await downgrade(workbench, argument && { project: argument.project, target: "-1" });
}

function downgradeTargets(project: ProjectState): readonly Target[] {
  const current = activeDatabase(project)?.current ?? [];
  const applied = project.revisions.filter(({ status }) => ["applied", "current", "edited"].includes(status));
  const last = applied.find(({ id }) => current.includes(id));
  return [
    { label: "-1", description: last ? `takes back ${last.message}` : "takes back the last revision", target: "-1" },
    ...applied
      .filter(({ id }) => !current.includes(id))
      .map(({ id, shortId, message }) => ({ label: shortId, description: message, target: id })),
    { label: "base", description: "takes back everything", target: "base" },
  ];
}
