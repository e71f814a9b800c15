import { performance } from "node:perf_hooks";
import { setTimeout as sleep } from "node:timers/promises";

import { quoteIdentifier } from "#engine/index.ts";
import { rowStatements } from "#host/bookkeeping/rowStatements.ts";
import type { Connection } from "#host/connection.ts";
import { done, failed, type Outcome } from "#host/failure.ts";
import type { RunOptions, RunStep } from "#host/runner/runSteps.ts";
import { runStatements, sectionStatements, type SectionStatements } from "#host/runner/sections.ts";
import {
  errorCode,
  failureOfError,
  failureOfStatement,
  isConnectionLoss,
  StatementError,
} from "#host/runner/statementFailure.ts";

export interface StepRun {
  readonly connection: Connection;
  readonly step: RunStep;
  readonly options: RunOptions;
  /** What stays of the steps before, as a sentence. */
  readonly kept: string;
}

/** Runs one revision in one direction, its row moving with its sections. */
export async function runStep(run: StepRun): Promise<Outcome<void>> {
  const { connection, step, options } = run;
  const sections = step.sections.map((section) => sectionStatements(step.file, section));
  // A revision without a single statement is applied all the same: its row is what counts.
  const whole = sections.length > 0 ? sections : [{ mode: "transaction" as const, statements: [] }];
  const rows = rowMoves(run);
  let committed = 0;
  for (const [index, section] of whole.entries()) {
    const isLast = index === whole.length - 1;
    try {
      if (section.mode === "transaction") {
        const after = isLast ? () => rows.finish() : () => rows.at("running", committed + section.statements.length);
        await inTransaction(run, section, after);
      } else {
        await outsideTransaction(run, section, committed, rows);
        if (isLast) await connection.rows(rows.finish());
      }
      committed += section.statements.length;
    } catch (error) {
      return failed(await explain(run, error, { section, committed, rows }));
    } finally {
      await reset(connection);
    }
  }
  return done(undefined);

  async function reset(session: Connection): Promise<void> {
    // What one section set for the session must not reach the next; a broken session has nothing left to reset.
    await session.rows("RESET ALL; RESET ROLE").catch(() => undefined);
  }

  async function outsideTransaction(
    { connection: session }: StepRun,
    { statements }: SectionStatements,
    before: number,
    moves: RowMoves,
  ): Promise<void> {
    await session.rows(moves.at("running", before));
    // No lock_timeout here: CREATE INDEX CONCURRENTLY waits for other transactions by locks, and is meant to.
    await session.rows(`SET search_path = ${quoteIdentifier(options.home)}`);
    await runStatements(session, statements, {
      signal: options.signal,
      after: (count) => session.rows(moves.at("running", before + count)),
    });
  }
}

/** The statements that bring the revision's row from one standing to the next. */
interface RowMoves {
  /** `statements` of its way are committed when this is. */
  at(state: "running" | "failed", statements: number): string;
  /** The last of it is committed with this. */
  finish(): string;
}

function rowMoves({ step, options }: StepRun): RowMoves {
  const sql = rowStatements(options.bookkeeping);
  const started = performance.now();
  const durationMs = () => performance.now() - started;
  return step.direction === "upgrade"
    ? {
        at: (state, statements) => sql.put(step, { state, progress: statements, durationMs: durationMs() }),
        finish: () => sql.put(step, { state: "applied", progress: 0, durationMs: durationMs() }),
      }
    : {
        at: (state, statements) => sql.move(step.id, { state, progress: -1 - statements, durationMs: durationMs() }),
        finish: () => sql.delete(step.id),
      };
}

/** A section in its transaction, taken back and tried again as a whole when it could not get a lock. */
async function inTransaction(
  { connection, step, options }: StepRun,
  section: SectionStatements,
  rowMove: () => string,
) {
  const { attempts = 5, lockTimeoutMs = 2000, home, signal } = options;
  for (let attempt = 1; ; attempt++) {
    try {
      await connection.transaction(async () => {
        await connection.rows(
          `SET LOCAL lock_timeout = ${lockTimeoutMs}; SET LOCAL search_path = ${quoteIdentifier(home)}`,
        );
        await runStatements(connection, section.statements, { signal });
        await connection.rows(rowMove());
      });
      return;
    } catch (error) {
      if (!isTransient(error) || attempt >= attempts || signal?.aborted === true) throw error;
      const message = `${step.id} waits for a lock that another session holds (attempt ${attempt + 1} of ${attempts})`;
      options.report({ message, done: null, total: null });
      // Not in step with whoever else is trying.
      await sleep((0.5 + Math.random()) * 250 * 2 ** attempt, undefined, signal ? { signal } : {});
    }
  }
}

/** A lock that was not to be had, a deadlock, a serialization failure: nothing was changed, and the next try may do. */
function isTransient(error: unknown): boolean {
  const cause = error instanceof StatementError ? error.cause : error;
  return ["55P03", "40P01", "40001"].includes(errorCode(cause) ?? "");
}

interface Halt {
  readonly section: SectionStatements;
  /** Statements of this step that were committed before the section. */
  readonly committed: number;
  readonly rows: RowMoves;
}

async function explain(
  { connection, step, options, kept }: StepRun,
  error: unknown,
  { section, committed, rows }: Halt,
) {
  const cause = error instanceof StatementError ? error.cause : error;
  const outside = section.mode === "no transaction";
  const failedAt =
    error instanceof StatementError ? section.statements.findIndex((s) => s.offset === error.statement.offset) : 0;
  const standing = committed + (outside ? failedAt : 0);
  const lost = isConnectionLoss(cause) && options.signal?.aborted !== true;
  const hasRow = standing > 0 || outside;
  if (hasRow && !lost) await connection.rows(rows.at("failed", standing)).catch(() => undefined);

  const section1 = outside
    ? `The section runs without a transaction: ${standing === 0 ? "none of its statements was" : `${standing} statements of ${step.id} were`} committed and stay.`
    : `The section was rolled back${committed > 0 ? `; ${committed} statements of ${step.id} in sections before it stay` : ""}.`;
  const frame = {
    message: `Revision ${step.id} failed on the way ${step.direction === "upgrade" ? "up" : "down"}.`,
    unchanged: `${section1} ${kept}`,
  };
  if (options.signal?.aborted === true) {
    return {
      ...failureOfError(cause, frame),
      code: "statement/cancelled" as const,
      message: "The run was cancelled.",
      details: [],
    };
  }
  if (lost) {
    return failureOfError(cause, {
      ...frame,
      message: `The connection was lost while revision ${step.id} was running.`,
      next: ["Look where the database stands (`retort current`), then run it again."],
    });
  }
  if (isTransient(error)) {
    return {
      ...failureOfError(cause, {
        ...frame,
        code: "statement/locked",
        message: `Revision ${step.id} did not get the locks it needs.`,
        next: ["End what holds them (pg_stat_activity shows it), or run it again when the database is quieter."],
      }),
      ...(error instanceof StatementError && { place: failureOfStatement(error, frame).place }),
    };
  }
  return error instanceof StatementError ? failureOfStatement(error, frame) : failureOfError(cause, frame);
}
