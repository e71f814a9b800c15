import { chooseProject } from "#client/projects.ts";
import type { Workbench } from "#client/workbench.ts";
import type { CommandArgument } from "#protocol/settings.ts";

/** `history --verbose`, as a document to read and search. */
export async function showHistory({ store, documents }: Workbench, argument: CommandArgument | null): Promise<void> {
  const project = await chooseProject(store, argument, "Show History");
  if (!project) return;
  await documents.show({ kind: "history", project: project.project, title: `History of ${project.name}` });
}
