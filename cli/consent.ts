import type { GlobalOptions } from "#cli/globals.ts";
import type { Terminal } from "#cli/terminal.ts";
import { done, failed, type Outcome } from "#host/failure.ts";

/** What a person is asked to agree to. */
export interface Consent {
  readonly question: string;
  /** What it is about, shown before it. */
  readonly details: readonly string[];
  /** What a no leaves as it was, as a sentence. */
  readonly unchanged: string;
  /** The ways to have it all the same. */
  readonly next?: readonly string[];
}

/**
 * True with `--yes`, which is shown what it agreed to, and where a person who is there says yes; whoever says no, or escapes, ends the command. False off a
 * terminal, where silence is no answer: the command is refused for its own reasons, if it has any.
 */
export async function consentTo(
  terminal: Terminal,
  options: Pick<GlobalOptions, "yes">,
  { question, details, unchanged, next = [] }: Consent,
): Promise<Outcome<boolean>> {
  if (options.yes === true) {
    for (const line of details) terminal.note(line);
    return done(true);
  }
  if (!terminal.interactive) return done(false);
  if ((await terminal.ask.confirm(question, { details })) === true) return done(true);
  return failed({ code: "question/escaped", exit: 3, message: "It was not confirmed.", unchanged, next });
}
