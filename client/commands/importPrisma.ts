import { showFailure, showOutcome } from "#client/failures.ts";
import { views } from "#client/ids.ts";
import { withProgress } from "#client/progress.ts";
import { nameOfProtected } from "#client/confirm.ts";
import { activeDatabase, chooseProject } from "#client/projects.ts";
import type { Workbench } from "#client/workbench.ts";
import type { CommandArgument } from "#protocol/settings.ts";

/**
 * Revisions from Prisma's migrations. Its folder and its table stay as they are, so that nothing need be asked but the name
 * of a protected database.
 */
export async function importPrisma(workbench: Workbench, argument: CommandArgument | null): Promise<void> {
  const chosen = await chooseProject(workbench.store, argument, "Import Prisma Migrations");
  if (!chosen) return;
  const { project } = chosen;
  const typedName = await nameOfProtected(
    workbench.confirm,
    activeDatabase(chosen),
    (name) => `Mark what is applied in ${name}`,
  );
  if (typedName === undefined) return;
  const result = await withProgress(
    workbench.store,
    { title: "Importing Prisma's migrations", project, view: views.revisions },
    async (token) => await workbench.server.request("retort/importPrisma", { project, typedName }, token),
  );
  if (result.kind === "failed") {
    showFailure(workbench, result.failure, project);
    return;
  }
  const [first = "", ...rest] = result.message.split("\n");
  for (const line of rest) workbench.server.log.info(line);
  showOutcome(workbench, { message: first, warnings: result.warnings });
}
