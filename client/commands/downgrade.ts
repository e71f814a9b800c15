import { pickTarget, type Target } from "#client/commands/pickTarget.ts";
import { runPlan } from "#client/commands/runPlan.ts";
import { activeDatabase, chooseProject } from "#client/projects.ts";
import type { Store } from "#client/store.ts";
import type { Workbench } from "#client/workbench.ts";
import type { CommandArgument } from "#protocol/settings.ts";
import type { ProjectState, RevisionState } from "#protocol/state.ts";

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

/** From the current revision's item: that one alone is undone, whatever else is current. */
export async function takeBack(workbench: Workbench, argument: CommandArgument | null): Promise<void> {
  await downgrade(workbench, argument && { project: argument.project, target: oneBack(workbench.store, argument) });
}

/** `-1` is one way back from the one current revision; where there are several, it is named by the revision that goes. */
function oneBack(store: Store, { project, target }: CommandArgument): string {
  const state = store.project(project);
  const revision = state?.revisions.find(({ id }) => id === target);
  const current = state ? (activeDatabase(state)?.current ?? []) : [];
  return revision && (current.length > 1 || revision.parents.length > 1) ? wayBack(revision) : "-1";
}

function wayBack({ id, parents }: RevisionState): string {
  return `${id}@${parents[0] ?? "base"}`;
}

function downgradeTargets(project: ProjectState): readonly Target[] {
  const current = activeDatabase(project)?.current ?? [];
  const applied = project.revisions.filter(({ status }) =>
    ["applied", "current", "edited", "missing"].includes(status),
  );
  const tips = applied.filter(({ id }) => current.includes(id));
  const back = tips.map((tip) => ({
    label: tips.length > 1 ? `${tip.shortId} -1` : "-1",
    description: `takes back ${tip.message}`,
    target: tips.length > 1 || tip.parents.length > 1 ? wayBack(tip) : "-1",
  }));
  return [
    ...(back.length > 0 ? back : [{ label: "-1", description: "takes back the last revision", target: "-1" }]),
    ...applied
      .filter(({ id }) => !current.includes(id))
      .map(({ id, shortId, message }) => ({ label: shortId, description: message, target: id })),
    { label: "base", description: "takes back everything", target: "base" },
  ];
}
