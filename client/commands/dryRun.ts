import { pickTarget } from "#client/commands/pickTarget.ts";
import { previewSql } from "#client/commands/previewSql.ts";
import { upgradeTargets } from "#client/commands/upgrade.ts";
import { chooseProject } from "#client/projects.ts";
import type { Workbench } from "#client/workbench.ts";
import type { CommandArgument } from "#protocol/settings.ts";

/** What a run would do, lose and stumble over: from a code lens, or up to a revision that is picked. */
export async function dryRun(workbench: Workbench, argument: CommandArgument | null): Promise<void> {
  const chosen = await chooseProject(workbench.store, argument, "Dry Run");
  if (!chosen) return;
  const project = chosen.project;
  if (argument?.what) {
    await previewSql(workbench, argument);
    return;
  }
  const target = argument?.target ?? (await pickTarget("Dry Run", upgradeTargets(chosen)));
  if (target !== null) await previewSql(workbench, { project, what: { kind: "dryRun", direction: "upgrade", target } });
}
