import { relative } from "node:path";

import { readAnswers } from "#cli/answers.ts";
import { type Command, exitCodes } from "#cli/globals.ts";
import { withProject } from "#cli/opened.ts";
import { describeDrift } from "#host/commands/driftWords.ts";
import { pullDrift } from "#host/commands/pullDrift.ts";
import { done } from "#host/failure.ts";

export interface PullOptions {
  /** Objects; none for all that drifted. */
  readonly target?: readonly string[];
  readonly dryRun?: boolean;
  /** `tasks.note=details`, in database names. */
  readonly rename?: readonly string[];
}

/** `retort pull [OBJECT…]`: the models say what the database holds. */
export const pull: Command<PullOptions> = (terminal, options) =>
  withProject(terminal, options, async ({ context, models, history }) => {
    const { target: objects = [], dryRun = false } = options;
    const answers = readAnswers({ rename: options.rename ?? [] }, context.scope.home, "No model was edited.");
    if (!answers.ok) return answers;
    const { renames } = answers.value;
    const pulled = await pullDrift(context, models, history, { objects, dryRun, renames });
    if (!pulled.ok) return pulled;
    const { home } = context.scope;
    const words = pulled.value.changes.map((change) => describeDrift(change, home));
    const left = pulled.value.left.map((change) => describeDrift(change, home));
    const files = pulled.value.files.map((file) => relative(terminal.cwd, file));
    if (options.json === true) {
      terminal.print(JSON.stringify({ ok: true, pulled: words, files, left }, null, 2));
      return done(exitCodes.done);
    }
    for (const text of words) terminal.print(`  ${text}`);
    for (const text of left) terminal.note(`note: Prisma has no word for this: ${text}`);
    const verb = dryRun ? "Would edit" : "Edited";
    terminal.print(files.length === 0 ? "The models say so already, or can't." : `${verb} ${files.join(", ")}.`);
    return done(exitCodes.done);
  });
