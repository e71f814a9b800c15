import { relative } from "node:path";

import { readAnswers } from "#cli/answers.ts";
import { type Command, exitCodes } from "#cli/globals.ts";
import { type Opened, withProject } from "#cli/opened.ts";
import { type Answers, answerQuestions, questionFailure } from "#cli/questions.ts";
import { noteNext, type Terminal } from "#cli/terminal.ts";
import type { Rename } from "#engine/index.ts";
import { describeDrift } from "#host/commands/driftWords.ts";
import { pullDrift } from "#host/commands/pullDrift.ts";
import { pullQuestions } from "#host/commands/pullQuestions.ts";
import { done, failed, type Outcome } from "#host/failure.ts";

export interface PullOptions {
  /** Objects; none for all that drifted. */
  readonly target?: readonly string[];
  readonly dryRun?: boolean;
  /** `tasks.note=details`, in database names. */
  readonly rename?: readonly string[];
  /** What `rename` does not name was not renamed. */
  readonly noRename?: true;
}

/** `retort pull [OBJECT…]`: the models say what the database holds. */
export const pull: Command<PullOptions> = (terminal, options) =>
  withProject(terminal, options, async ({ context, models, history }) => {
    const { target: objects = [], dryRun = false } = options;
    const renamed = await renamesOf(terminal, options, { context, models, history });
    if (!renamed.ok) return renamed;
    const renames = renamed.value;
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
    if (files.length > 0 && !dryRun)
      noteNext(terminal, ["The revisions lack it still: retort adopt -m MESSAGE makes it one of them."]);
    return done(exitCodes.done);
  });

/** What options say was renamed and, on a terminal, what a person says. Off it, what may be a renaming is none. */
async function renamesOf(
  terminal: Terminal,
  { target: objects = [], rename, noRename }: PullOptions,
  { context, models, history }: Pick<Opened, "context" | "models" | "history">,
): Promise<Outcome<readonly Rename[]>> {
  const { home } = context.scope;
  const given = readAnswers(rename === undefined ? {} : { rename }, home, unchanged);
  if (!given.ok) return given;
  let answers: Answers = { ...given.value, refusedRenames: noRename === true || !terminal.interactive ? "all" : [] };
  for (;;) {
    const asked = await pullQuestions(context, models, history, { objects, ...answers });
    if (!asked.ok) return asked;
    if (asked.value.length === 0) return done(answers.renames);
    const answered = await answerQuestions(terminal, asked.value, answers, { home, typed: new Map() });
    if (answered === null) {
      return failed({
        code: "question/escaped",
        exit: 3,
        message: "A question was not answered.",
        unchanged,
        next: questionFailure(asked.value, home).failure.next,
      });
    }
    answers = answered;
  }
}

const unchanged = "No model was edited.";
