import { showFailure, showOutcome } from "#client/failures.ts";
import { views } from "#client/ids.ts";
import { withProgress } from "#client/progress.ts";
import { chooseProject } from "#client/projects.ts";
import type { Workbench } from "#client/workbench.ts";
import type { ImportPrismaParams, ImportPrismaResult } from "#protocol/commands.ts";
import type { CommandArgument } from "#protocol/settings.ts";

/**
 * Revisions from Prisma's migrations. Its folder and its table stay as they are, so that nothing need be asked but the name
 * of a protected database, once there is something to mark in it.
 */
export async function importPrisma(workbench: Workbench, argument: CommandArgument | null): Promise<void> {
  const chosen = await chooseProject(workbench.store, argument, "Import Prisma Migrations");
  if (!chosen) return;
  const { project } = chosen;
  const imported = await importInto(workbench, { project, typedName: null });
  if (imported.kind === "failed" || imported.unmarked === null) {
    tell(workbench, imported, project);
    return;
  }
  const { unmarked: name } = imported;
  const typedName = await workbench.confirm.typeName({ name, purpose: `Mark what is applied in ${name}` });
  if (typedName === null) {
    tell(workbench, imported, project);
    return;
  }
  const marked = await importInto(workbench, { project, typedName });
  if (marked.kind === "failed") tell(workbench, marked, project);
  // The second answer finds nothing new: what was imported is said by the first.
  else tell(workbench, { ...marked, message: joined(imported.message, marked.message) }, project);
}

function importInto({ server, store }: Workbench, params: ImportPrismaParams): Promise<ImportPrismaResult> {
  return withProgress(
    store,
    { title: "Importing Prisma's migrations", project: params.project, view: views.revisions },
    async (token) => await server.request("retort/importPrisma", params, token),
  );
}

function joined(imported: string, marked: string): string {
  return [...imported.split("\n"), ...marked.split("\n").slice(1)].join("\n");
}

function tell(workbench: Workbench, result: ImportPrismaResult, project: string): void {
  if (result.kind === "failed") {
    showFailure(workbench, result.failure, project);
    return;
  }
  const lines = result.message.split("\n");
  // What can't go down is for the log; how much was imported and marked is what a notification has room for.
  const told = lines.filter((line) => !line.startsWith(" "));
  for (const line of lines) workbench.server.log.info(line);
  showOutcome(workbench, { message: told.join(" "), warnings: result.warnings });
}
