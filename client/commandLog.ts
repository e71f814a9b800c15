import type { CommandArgument } from "#protocol/settings.ts";

/** `Upgrade to Here 3f2a9c1b7d04 (shop): 1.3 s`: a line for each command that ended, questions answered meanwhile included. */
export function commandLine(title: string, argument: CommandArgument | null, milliseconds: number): string {
  const { target, objects = [], project } = argument ?? {};
  const about = [target, ...objects].filter((part) => part !== undefined).join(", ");
  const folder = project === undefined ? "" : ` (${project.split(/[\\/]/).at(-1) ?? ""})`;
  return `${title.replace(/…$/, "")}${about === "" ? "" : ` ${about}`}${folder}: ${(milliseconds / 1000).toFixed(1)} s`;
}
