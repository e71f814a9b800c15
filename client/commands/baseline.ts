import { initializeFrom } from "#client/commands/useEmbedded.ts";
import { chooseProject } from "#client/projects.ts";
import type { Workbench } from "#client/workbench.ts";
import type { CommandArgument } from "#protocol/settings.ts";

/** Takes a populated database under Retort: models and a first revision from what is there, marked as applied. */
export async function baseline(workbench: Workbench, argument: CommandArgument | null): Promise<void> {
  const project = await chooseProject(workbench.store, argument, "Baseline");
  if (project) await initializeFrom(workbench, { project: project.project, from: "database" }, project);
}
