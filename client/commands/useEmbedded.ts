import { nameOfProtected } from "#client/confirm.ts";
import { showFailure, showOutcome } from "#client/failures.ts";
import { views } from "#client/ids.ts";
import { withProgress } from "#client/progress.ts";
import { activeDatabase, chooseProject, databaseWords } from "#client/projects.ts";
import type { Workbench } from "#client/workbench.ts";
import type { InitializeProjectParams } from "#protocol/commands.ts";
import type { CommandArgument } from "#protocol/settings.ts";
import type { ProjectState } from "#protocol/state.ts";

/** Chooses the embedded database for a project: it is never used unless somebody says so. */
export async function useEmbedded(workbench: Workbench, argument: CommandArgument | null): Promise<void> {
  const project = await chooseProject(workbench.store, argument, "Use the Embedded Database");
  if (!project) return;
  await workbench.active.forget(project.project);
  await initializeFrom(workbench, { project: project.project, from: "embedded" }, null);
}

/** `known`: what the folder was as a project before, whose database may be a protected one. */
export async function initializeFrom(
  workbench: Workbench,
  chosen: Omit<InitializeProjectParams, "typedName">,
  known: ProjectState | null,
): Promise<void> {
  const database = known && chosen.from === "database" ? activeDatabase(known) : null;
  const typedName = await nameOfProtected(
    workbench.confirm,
    database,
    (name) => `Begin from ${databaseWords(workbench.store, chosen.project, name)}`,
  );
  if (typedName === undefined) return;
  const params: InitializeProjectParams = { ...chosen, typedName };
  const result = await withProgress(
    workbench.store,
    { title: "Initializing", project: params.project, view: views.databases },
    async (token) => await workbench.server.request("retort/initialize", params, token),
  );
  if (result.kind === "failed") showFailure(workbench, result.failure, params.project);
  else showOutcome(workbench, result);
}
