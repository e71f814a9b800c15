import { setTimeout as sleep } from "node:timers/promises";

import { quoteIdentifier } from "#engine/index.ts";
import type { Connection } from "#host/connection.ts";
import { done, failed, type Outcome } from "#host/failure.ts";
import { runCodeStep } from "#host/runner/codeStep.ts";
import { moveRow } from "#host/runner/moveRow.ts";
import type { Preservation } from "#host/stash/preservation.ts";
import { resetSession } from "#host/runner/session.ts";
import { type RowMoves, rowMoves } from "#host/runner/rowMoves.ts";
import type { RunOptions, RunStep } from "#host/runner/runSteps.ts";
import { runStatements, type SectionStatements, stepSections } from "#host/runner/sections.ts";
import { isTransient, StatementError } from "#host/runner/statementFailure.ts";
import { stepFailure } from "#host/runner/stepFailure.ts";

/** One revision on its way in one direction. */
export interface StepRun {
  readonly connection: Connection;
  readonly step: RunStep;
  readonly options: RunOptions;
  /** What stays of the steps before, as a sentence; null where there are none. */
  readonly kept: string | null;
}

/** Runs one revision in one direction, its row moving with its sections. */
export async function runStep(run: StepRun): Promise<Outcome<void>> {
  const { connection, step, options } = run;
  if (step.code) return runCodeStep(run, step.code);
  const rows = rowMoves(step, options.bookkeeping, { timed: true });
  const sections = stepSections(step);
  let committed = 0;
  for (const [index, section] of sections.entries()) {
    const isLast = index === sections.length - 1;
    const total = committed + section.statements.length;
    try {
      if (section.mode === "transaction") {
        const preserve = { section: index, isLast };
        await insideTransaction(run, section, preserve, () => (isLast ? rows.finish() : rows.at("running", total)));
      } else {
        await connection.transaction(() => preservation(step).before(connection, index));
        await outsideTransaction(run, section, committed, rows);
        if (isLast) {
          await connection.transaction(async () => {
            await preservation(step).after(connection);
            await moveRow(connection, rows.finish());
          });
        }
      }
    } catch (error) {
      return failed(await stepFailure(run, error, { section, committed, rows }));
    } finally {
      // What one section set for the session must not reach the next; a broken session has nothing to reset.
      await connection.rows(resetSession).catch(() => undefined);
    }
    committed = total;
  }
  await preservation(step).afterwards(connection);
  return done(undefined);
}

/** The section and `rowMove` in one transaction, taken back and tried again as a whole when a lock was not to be had. */
async function insideTransaction(
  { connection, step, options }: StepRun,
  { statements }: SectionStatements,
  preserve: { readonly section: number; readonly isLast: boolean },
  rowMove: () => string,
): Promise<void> {
  const { attempts = 5, lockTimeoutMs = 2000, home, signal } = options;
  for (let attempt = 1; ; attempt++) {
    try {
      await connection.transaction(async () => {
        await connection.rows(
          `SET LOCAL lock_timeout = ${lockTimeoutMs}; SET LOCAL search_path = ${quoteIdentifier(home)}`,
        );
        await preservation(step).before(connection, preserve.section);
        await runStatements(connection, statements, { signal });
        if (preserve.isLast) await preservation(step).after(connection);
        await moveRow(connection, rowMove());
      });
      return;
    } catch (error) {
      const cause = error instanceof StatementError ? error.cause : error;
      if (!isTransient(cause) || attempt >= attempts || signal?.aborted === true) throw error;
      options.report({
        message: `${step.id} waits for a lock that another session holds (attempt ${attempt + 1} of ${attempts})`,
        done: null,
        total: null,
      });
      // Longer each time, and not in step with whoever else is trying.
      await sleep((0.5 + Math.random()) * 125 * 2 ** attempt, undefined, signal ? { signal } : {});
    }
  }
}

/** Statement by statement, the row telling how far it is. Nothing is tried again: what was done can't be taken back. */
async function outsideTransaction(
  { connection, options }: StepRun,
  { statements }: SectionStatements,
  before: number,
  rows: RowMoves,
): Promise<void> {
  await connection.rows(rows.at("running", before));
  // No lock_timeout: CREATE INDEX CONCURRENTLY waits for other transactions by locks, and is meant to.
  await connection.rows(`SET search_path = ${quoteIdentifier(options.home)}`);
  await runStatements(connection, statements, {
    signal: options.signal,
    after: (count) => connection.transaction(() => moveRow(connection, rows.at("running", before + count))),
  });
}

const nothing = () => Promise.resolve();

function preservation(step: RunStep): Omit<Preservation, "outcome"> {
  return step.preservation ?? { before: nothing, after: nothing, afterwards: nothing };
}
