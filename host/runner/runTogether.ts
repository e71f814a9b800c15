import { performance } from "node:perf_hooks";

import { rowsById } from "#host/bookkeeping/rows.ts";
import { done, failed, type Failure, type Outcome } from "#host/failure.ts";
import { MovedError, type RunsIn, transactionSettings, untilLocked } from "#host/runner/attempts.ts";
import { runCodeWithin } from "#host/runner/codeStep.ts";
import { rowMoves } from "#host/runner/rowMoves.ts";
import type { RunContext, RunReport, RunStep, StepReport } from "#host/runner/runSteps.ts";
import { stepSections } from "#host/runner/sections.ts";
import { beginsClear, resetSession } from "#host/runner/session.ts";
import { standingOf } from "#host/runner/standing.ts";
import { stepFailure } from "#host/runner/stepFailure.ts";
import { type Early, runWithStashes, withStashes } from "#host/runner/withStashes.ts";

/**
 * Every step in one transaction (`--single-transaction`): all of them, or none. An enum value that one adds can't be used
 * by a later one then, and every lock is kept to the end.
 */
export async function runTogether(run: RunContext, steps: readonly RunStep[]): Promise<Outcome<RunReport>> {
  const { connection, options } = run;
  const begun = performance.now();
  const rows = await untilLocked(run, "the run", () => rowsById(connection, options));
  const [first] = steps;
  if (!first) return done({ steps: [], ms: 0 });
  // Later steps stand on what the first ones make: only the first can be told by the rows.
  const standing = standingOf(first, rows, { unchanged: "Nothing was run." });
  if (!standing.ok) return standing;
  const isDone = (step: RunStep) => (step.direction === "upgrade") === (rows.get(step.id)?.state === "applied");
  const left = steps.filter((step) => !isDone(step));
  let reports: StepReport[] = [];
  let current = first;
  try {
    const preservations = left.map(({ preservation }) => preservation);
    await withStashes(connection, preservations, (early) =>
      untilLocked(run, "the run", (runsIn) => {
        reports = steps.filter(isDone).map(({ id, direction }) => ({ id, direction, outcome: "skipped", ms: 0 }));
        return connection.transaction(
          async () => {
            for (const [index, step] of left.entries()) {
              current = step;
              options.report({ message: `${step.id}: ${step.message}`, done: index, total: left.length });
              reports.push(await runWithin(run, step, { runsIn, early }));
            }
          },
          { first: transactionSettings(options).join("; ") },
        );
      }),
    );
    for (const { preservation } of left) await preservation?.afterwards(connection);
    return done({ steps: reports, ms: performance.now() - begun });
  } catch (error) {
    if (options.signal?.aborted !== true && error instanceof MovedError) return failed(movedFailure(current));
    return failed(await togetherFailure(run, current, error));
  }
}

async function runWithin(
  { connection, options }: RunContext,
  step: RunStep,
  { runsIn, early }: { readonly runsIn: RunsIn; readonly early: Early },
): Promise<StepReport> {
  const started = performance.now();
  const rows = rowMoves(step, options.bookkeeping, { timed: true });
  const settings = [...beginsClear(connection), ...transactionSettings(options)];
  const [taken] = await connection.rows<[number]>([...settings, ...rows.within.take(null)].join("; "));
  if (!taken) throw new MovedError();
  runsIn(taken[0]);
  if (step.code) await runCodeWithin({ connection, step, options }, step.code);
  for (const [section, { statements }] of stepSections(step).entries()) {
    await step.preservation?.before(connection, section);
    await runWithStashes(connection, statements, { ...step, early, signal: options.signal });
  }
  await step.preservation?.after(connection);
  await connection.rows(`${resetSession}; ${rows.within.finish()}`);
  return { id: step.id, direction: step.direction, outcome: "ran", ms: performance.now() - started };
}

async function togetherFailure(run: RunContext, step: RunStep, error: unknown): Promise<Failure> {
  const rows = rowMoves(step, run.options.bookkeeping, { timed: false });
  const unit = { kind: "section", statements: [], before: 0, after: 0 } as const;
  const stepped = { ...run, step, kept: null, earlier: null };
  return stepFailure(stepped, error, { unit, rows, isTaken: false, isWhole: true });
}

function movedFailure({ id }: RunStep): Failure {
  return failed({
    code: "refused/moved",
    exit: 3,
    message: `Another run has moved revision ${id} meanwhile.`,
    unchanged: "The whole run was rolled back. Nothing was changed.",
    next: ["Look where the database stands (`retort current`) and run it again."],
  }).failure;
}
