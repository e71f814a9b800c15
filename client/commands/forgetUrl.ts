import type { Workbench } from "#client/workbench.ts";
import type { CommandArgument } from "#protocol/settings.ts";

/** Removes a URL that was typed; what configuration names stays. */
export async function forgetUrl(
  { secrets, active, server }: Workbench,
  argument: CommandArgument | null,
): Promise<void> {
  if (argument?.target === undefined) return;
  if (active.all()[argument.project] === argument.target) await active.forget(argument.project);
  await secrets.forget({ project: argument.project, database: argument.target });
  await server.restart();
}
