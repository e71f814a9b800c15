import { pickTarget, type Target } from "#client/commands/pickTarget.ts";
import { runPlan } from "#client/commands/runPlan.ts";
import { chooseProject } from "#client/projects.ts";
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

function upgradeTargets({ revisions }: ProjectState): readonly Target[] {
  const pending = revisions.filter(({ status }) => status === "pending" || status === "failed").toReversed();
  const count = pending.length === 1 ? "1 revision" : `${pending.length} revisions`;
  const head = { label: "head", description: pending.length === 0 ? "all that is pending" : count, target: "head" };
  const next = pending[0];
  // With one pending revision, head, +1 and its id are the same.
  if (pending.length < 2 || !next) return [head];
  return [
    head,
    { label: "+1", description: next.message, target: "+1" },
    ...pending.map(({ id, shortId, message }) => ({ label: shortId, description: message, target: id })),
  ];
}
