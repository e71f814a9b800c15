import { relative } from "node:path";

import { type Command, exitCodes, type GlobalOptions } from "#cli/globals.ts";
import { printFailure, withProject } from "#cli/opened.ts";
import { firstRevision, noteNext, type Terminal } from "#cli/terminal.ts";
import { baseline } from "#host/commands/baseline.ts";
import { done } from "#host/failure.ts";
import { initializeProject } from "#host/initialize.ts";

export interface InitOptions {
  readonly fromDatabase?: boolean;
}

/** `retort init`: what a project needs and nothing it has already; with `--from-database` models and a stamped baseline. */
export const init: Command<InitOptions> = async (terminal, options) => {
  const made = await initializeProject({
    folder: options.project ?? terminal.cwd,
    config: options.config ?? null,
    embedded: options.embedded ?? false,
    models: true,
    trusted: true,
    env: terminal.env,
  });
  if (!made.ok) return printFailure(terminal, options, made.failure);
  const lines = made.value.actions.map((action) => action.text);
  if (options.fromDatabase !== true) {
    say(terminal, options, lines, []);
    if (options.json !== true) noteNext(terminal, firstRevision);
    return exitCodes.done;
  }
  return withProject(terminal, options, async (opened) => {
    const based = await baseline(opened.context, opened.models, opened.history, {
      allowProtected: options.allowProtected ?? null,
    });
    if (!based.ok) return based;
    const { models, revision, tables, warnings } = based.value;
    const files = [
      ...(models === null ? [] : [`Wrote the models: ${relative(terminal.cwd, models)}`]),
      `Wrote and stamped the first revision: ${relative(terminal.cwd, revision)}`,
    ];
    say(
      terminal,
      options,
      [...lines, `Read ${tables} table${tables === 1 ? "" : "s"} from the database.`, ...files],
      warnings,
    );
    return done(exitCodes.done);
  });
};

function say(terminal: Terminal, options: GlobalOptions, lines: readonly string[], warnings: readonly string[]): void {
  if (options.json === true) {
    terminal.print(JSON.stringify({ ok: true, done: lines, warnings }, null, 2));
    return;
  }
  for (const line of lines.length === 0 ? ["Everything was there already."] : lines) terminal.print(line);
  for (const warning of warnings) terminal.note(`warning: ${warning}`);
}
