import { relative } from "node:path";

import { type Command, exitCodes } from "#cli/globals.ts";
import { withProject } from "#cli/opened.ts";
import { styled } from "#cli/terminal.ts";
import { describe } from "#engine/index.ts";
import { adoptDrift } from "#host/commands/adoptDrift.ts";
import { describeDrift } from "#host/commands/driftWords.ts";
import { done, failed } from "#host/failure.ts";

export interface AdoptOptions {
  /** Objects; none for all that drifted. */
  readonly target?: readonly string[];
  readonly message?: string;
  readonly dryRun?: boolean;
}

/** `retort adopt [OBJECT…] -m MSG`: what drifted becomes a revision, which the database has already. */
export const adopt: Command<AdoptOptions> = (terminal, options) =>
  withProject(terminal, options, async ({ context, models, history }) => {
    const { target: objects = [], dryRun = false, allowProtected = null } = options;
    const message = options.message ?? "";
    if (message.trim() === "") {
      return failed({
        code: "usage/message",
        exit: 2,
        message: "A revision needs a message.",
        unchanged: "Nothing was written.",
        next: ["-m MESSAGE"],
      });
    }
    const adopted = await adoptDrift(context, models, history, { objects, message, dryRun, allowProtected });
    if (!adopted.ok) return adopted;
    const { value } = adopted;
    const { home } = context.scope;
    const words = value.changes.map((change) => describe(change, { home }).text);
    const left = value.left.map((change) => describeDrift(change, home));
    const shown = (file: string) => relative(terminal.cwd, file);
    if (options.json === true) {
      const revision = value.revision === null ? null : shown(value.revision);
      const files = value.models.map(shown);
      terminal.print(JSON.stringify({ ok: true, revision, changes: words, models: files, left }, null, 2));
      return done(exitCodes.done);
    }
    for (const warning of value.warnings) terminal.note(`${styled(terminal, "yellow", "warning:")} ${warning}`);
    for (const text of left) terminal.note(`note: Prisma has no word for this: ${text}`);
    if (value.text === null) terminal.print("Nothing to adopt: the database is as the revisions left it.");
    else if (value.revision === null) terminal.print(value.text);
    else {
      for (const text of words) terminal.print(`  ${text}`);
      const edited = value.models.length === 0 ? "" : `, edited ${value.models.map(shown).join(", ")}`;
      terminal.print(`Wrote ${shown(value.revision)}${edited}. The database is marked as having it.`);
    }
    return done(exitCodes.done);
  });
