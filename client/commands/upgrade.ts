import { pickTarget, type Target } from "#client/commands/pickTarget.ts";
import { runPlan } from "#client/commands/runPlan.ts";
import { chooseProject, headsOf } from "#client/projects.ts";
import type { Workbench } from "#client/workbench.ts";
import type { CommandArgument } from "#protocol/settings.ts";
import type { ProjectState } from "#protocol/state.ts";

/** To the target named, else to the one picked; straight to head where that is the only choice. */
export async function upgrade(workbench: Workbench, argument: CommandArgument | null): Promise<void> {
  const project = await chooseProject(workbench.store, argument, "Upgrade");
  if (!project) return;
  const target = argument?.target ?? (await pickTarget("Upgrade", upgradeTargets(project)));
  if (target === null) return;
  await runPlan(workbench, { project: project.project, direction: "upgrade", target });
}

/** From a tree item or a code lens, which name the revision. */
export async function upgradeTo(workbench: Workbench, argument: CommandArgument | null): Promise<void> {
  await upgrade(workbench, argument);
}

/** What there is to upgrade to. */
export function upgradeTargets(project: ProjectState): readonly Target[] {
  const { revisions } = project;
  const heads = headsOf(project);
  const pending = revisions.filter(({ status }) => status === "pending" || status === "failed").toReversed();
  const count = pending.length === 1 ? "1 revision" : `${pending.length} revisions`;
  const head = { label: "head", description: pending.length === 0 ? "all that is pending" : count, target: "head" };
  // `head` is none of several: all of them, or one by its name.
  if (heads.length > 1) {
    const all = { label: "heads", description: `all ${heads.length} branches: ${count}`, target: "heads" };
    return [all, ...pending.map(({ id, shortId, message }) => ({ label: shortId, description: message, target: id }))];
  }
  const next = pending[0];
  // With one pending revision, head, +1 and its id are the same.
  if (pending.length < 2 || !next) return [head];
  return [
    head,
    { label: "+1", description: next.message, target: "+1" },
    ...pending.map(({ id, shortId, message }) => ({ label: shortId, description: message, target: id })),
  ];
}
