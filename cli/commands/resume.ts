import { type Command, exitCodes } from "#cli/globals.ts";
import { withProject } from "#cli/opened.ts";
import { styled } from "#cli/terminal.ts";
import { assessDatabase, compareLive } from "#host/commands/assess.ts";
import { resolve as resolveRow } from "#host/commands/resolve.ts";
import { resume as resumeRun } from "#host/commands/resume.ts";
import { done, failed } from "#host/failure.ts";

export interface ResumeOptions {
  readonly target?: string;
  readonly retry?: boolean;
  readonly skip?: boolean;
  /** Seconds. */
  readonly lockWait?: number;
}

/** `retort resume [REV]`: a half-done revision goes on where it stopped. */
export const resume: Command<ResumeOptions> = (terminal, options) =>
  withProject(terminal, options, async ({ context, history }) => {
    const { target, retry, skip, lockWait } = options;
    const resumed = await resumeRun(context, history, {
      revision: target ?? null,
      doubt: retry === true ? "retry" : skip === true ? "skip" : null,
      acceptLosses: options.yes ?? false,
      allowProtected: options.allowProtected ?? null,
      ...(lockWait !== undefined && { lockWait }),
    });
    if (!resumed.ok) return resumed;
    const { direction, step, from } = resumed.value;
    const { id, message } = step.run;
    if (options.json === true) {
      terminal.print(JSON.stringify({ ok: true, direction, resumed: id, from }, null, 2));
      return done(exitCodes.done);
    }
    const mark = styled(terminal, "green", "✓");
    terminal.print(`${mark} ${direction} ${id}, ${message} (resumed at statement ${from})`);
    return done(exitCodes.done);
  });

export interface ResolveOptions {
  readonly target: string;
  readonly applied?: boolean;
  readonly rolledBack?: boolean;
  /** Seconds. */
  readonly lockWait?: number;
}

/** `retort resolve REV --applied|--rolled-back`: the row says what somebody made of a half-done revision by hand. */
export const resolve: Command<ResolveOptions> = (terminal, options) =>
  withProject(terminal, options, async ({ context, history }) => {
    const { target, applied = false, rolledBack = false, lockWait } = options;
    if (applied === rolledBack) {
      return failed({
        code: "usage/resolve",
        exit: 2,
        message: "resolve needs to be told what became of the revision: --applied or --rolled-back.",
        unchanged: "No row was moved.",
      });
    }
    const resolved = await resolveRow(context, history, {
      revision: target,
      as: applied ? "applied" : "rolled back",
      allowProtected: options.allowProtected ?? null,
      ...(lockWait !== undefined && { lockWait }),
    });
    if (!resolved.ok) return resolved;
    const { id } = resolved.value;
    const state = applied ? "applied" : "not applied";
    // Work by hand is where things are forgotten.
    const drift = await compareLive(context, history, await assessDatabase(context, history));
    const differences = drift.kind === "known" ? drift.changes.length : null;
    if (options.json === true) {
      terminal.print(JSON.stringify({ ok: true, resolved: id, state, drift: differences }, null, 2));
      return done(exitCodes.done);
    }
    terminal.print(`Resolved: ${id} is ${state}.`);
    if (differences !== null && differences > 0) {
      const places = differences === 1 ? "1 place" : `${differences} places`;
      terminal.note(`warning: the database differs from what the revisions make in ${places}: retort drift`);
    }
    return done(exitCodes.done);
  });
