import { performance } from "node:perf_hooks";

import type { Direction } from "#engine/index.ts";
import { ensureBookkeeping } from "#host/bookkeeping/ensure.ts";
import { type AppliedRow, revisionsTable, rowsById } from "#host/bookkeeping/rows.ts";
import type { RowContent } from "#host/bookkeeping/rowStatements.ts";
import type { Connection } from "#host/connection.ts";
import { done, failed, type Outcome } from "#host/failure.ts";
import { type DatabaseLock, withDatabaseLock } from "#host/lock.ts";
import { untilLocked } from "#host/runner/attempts.ts";
import { cancelOnAbort } from "#host/runner/cancel.ts";
import type { CodeStep } from "#host/runner/codeStep.ts";
import { refusePooler, refuseTogether, runsOutsideTransactions } from "#host/runner/outside.ts";
import { reportHolder } from "#host/runner/reportHolder.ts";
import { runTogether } from "#host/runner/runTogether.ts";
import { clearSession, resetSession } from "#host/runner/session.ts";
import { standingOf } from "#host/runner/standing.ts";
import { failureOfError } from "#host/runner/statementFailure.ts";
import { runStep, type StepRun } from "#host/runner/step.ts";
import type { Preservation } from "#host/stash/preservation.ts";
import { type PlacedSection, refuseSections, sectionStatements } from "#host/runner/sections.ts";

/** One revision to run, up or down, and what its row will say of it. */
export interface RunStep extends RowContent {
  readonly direction: Direction;
  /** For messages and places. */
  readonly file: string;
  /** Those of `direction`, in file order. */
  readonly sections: readonly PlacedSection[];
  /** Of a TypeScript revision, which has no sections. */
  readonly code?: CodeStep | null;
  /** What it keeps of what it takes away, and brings back of what an earlier run kept. */
  readonly preservation?: Preservation;
}

export interface RunOptions {
  /** The PostgreSQL schema of the revision rows. */
  readonly bookkeeping: string;
  /** The PostgreSQL schema of unqualified names. */
  readonly home: string;
  /** Those whose catalog a TypeScript revision must leave as it was; `home` where left out. */
  readonly schemas?: readonly string[];
  readonly report: (progress: RunProgress) => void;
  readonly signal?: AbortSignal;
  /** How long another run is waited for; without end where left out or null. */
  readonly lockWaitMs?: number | null;
  /** How long a transaction waits for a lock before its section is taken back and tried again; 2 s where left out. */
  readonly lockTimeoutMs?: number;
  /** How often a section is tried; 10 where left out. */
  readonly attempts?: number;
  /** The longest that a statement in a transaction may take; as the server has it where left out or null. */
  readonly statementTimeoutMs?: number | null;
  /** All steps in one transaction: what fails takes back everything. */
  readonly singleTransaction?: boolean;
  /** What TypeScript revisions read as `db.tag`. */
  readonly tag?: string;
  /** The steps are half done, and go on where an earlier run left them. */
  readonly resume?: boolean;
  /** What to do with a statement of which nobody knows whether it ran; without it the run is refused. */
  readonly doubt?: "retry" | "skip";
}

/** `done` and `total` count steps. */
export interface RunProgress {
  readonly message: string;
  readonly done: number | null;
  readonly total: number | null;
}

export interface RunReport {
  readonly steps: readonly StepReport[];
  readonly ms: number;
}

export interface StepReport {
  readonly id: string;
  readonly direction: Direction;
  /** `skipped`: another run has done it. */
  readonly outcome: "ran" | "skipped";
  readonly ms: number;
}

/**
 * Runs steps in order, each section in its own mode, with the revision's row in its transactions: at any instant rows and
 * catalog agree, and no revision is run twice. A failure leaves what was committed before it, and says so. The signal
 * cancels the running statement (on the embedded database: the run ends after it).
 */
export async function runSteps(
  connection: Connection,
  steps: readonly RunStep[],
  options: RunOptions,
): Promise<Outcome<RunReport>> {
  const { bookkeeping, signal, lockWaitMs = null } = options;
  const lock = { bookkeeping, signal, waitMs: lockWaitMs, waiting: reportHolder(options) };
  try {
    return await withDatabaseLock(connection, lock, (held) => runStepsLocked(connection, steps, options, held));
  } catch (error) {
    if (signal?.aborted === true) return cancelledBefore(nothing);
    return failed(failureOfError(error, { message: "The run did not begin.", unchanged: nothing }));
  }
}

/** The same for whoever holds the lock already. */
export async function runStepsLocked(
  connection: Connection,
  steps: readonly RunStep[],
  options: RunOptions,
  lock: DatabaseLock,
): Promise<Outcome<RunReport>> {
  const refused = refuseSteps(connection, steps, options);
  if (refused) return refused;
  const canceller = cancelOnAbort(connection, options.signal);
  try {
    const ensured = await ensureBookkeeping(connection, options.bookkeeping);
    if (!ensured.ok) return ensured;
    const run = { connection, lock, options, settle: canceller.stop };
    return await (options.singleTransaction === true ? runTogether(run, steps) : runInOrder(run, steps));
  } catch (error) {
    if (options.signal?.aborted === true) return cancelledBefore(nothing);
    return failed(failureOfError(error, { message: "The run did not begin.", unchanged: nothing }));
  } finally {
    await canceller.stop();
    // Whoever looks next, on a session that is kept, must not look at what a revision left in it.
    if (!connection.pooled) await connection.rows([resetSession, ...clearSession].join("; ")).catch(() => undefined);
  }
}

/** What every step of a run is given. */
export type RunContext = Pick<StepRun, "connection" | "lock" | "options" | "settle">;

const nothing = "Nothing was run.";
const lookFirst = ["Look where the database stands (`retort current`), then run it again."];

/** What can't be run here, seen before anything is. */
function refuseSteps(connection: Connection, steps: readonly RunStep[], options: RunOptions) {
  const sections = steps.flatMap(({ file, sections: all }) => all.map((section) => sectionStatements(file, section)));
  const outside = steps.find((step) => runsOutsideTransactions(step));
  return (
    refuseSections(sections, nothing) ??
    (outside && connection.pooled ? refusePooler(outside) : null) ??
    (outside && options.singleTransaction === true ? refuseTogether(outside) : null)
  );
}

async function runInOrder(run: RunContext, steps: readonly RunStep[]): Promise<Outcome<RunReport>> {
  const { connection, options, lock } = run;
  const readAgain = () => untilLocked(run, "the run", () => rowsById(connection, options));
  let rows = await readAgain();
  const begun = performance.now();
  const reports: StepReport[] = [];
  for (const [index, step] of steps.entries()) {
    const { id, direction } = step;
    const ran = reports.filter(({ outcome }) => outcome === "ran").map((report) => report.id);
    const kept = keptSentence(ran, direction);
    const unchanged = kept ?? nothing;
    const started = performance.now();
    let outcome: StepReport["outcome"] | null = null;
    let moves = 0;
    try {
      const renewed = await lock.renew();
      if (!renewed.ok) return { ok: false, failure: { ...renewed.failure, unchanged } };
      if (renewed.value) rows = await readAgain();
      while (outcome === null) {
        if (options.signal?.aborted === true) return cancelledBefore(unchanged);
        const standing = standingOf(step, rows, { unchanged, resume: options.resume ?? false });
        if (!standing.ok) return standing;
        if (standing.value.kind === "done") outcome = "skipped";
        else {
          const message = `${progressWord[direction]} ${id}: ${step.message}`;
          options.report({ message, done: index, total: steps.length });
          const stepped = await runStep({ ...run, step, kept, earlier: standing.value.earlier });
          if (!stepped.ok) return stepped;
          if (stepped.value === "ran") outcome = "ran";
          else if (++moves >= mostMoves) return unwritable(step, options.bookkeeping, unchanged);
          else rows = await readAgain();
        }
      }
    } catch (error) {
      if (options.signal?.aborted === true) return cancelledBefore(unchanged);
      return failed(
        failureOfError(error, { message: `The run ended before revision ${id}.`, unchanged, next: lookFirst }),
      );
    }
    reports.push({ id, direction, outcome, ms: performance.now() - started });
    settleRow(rows, step);
  }
  options.report({ message: "Done", done: steps.length, total: steps.length });
  return done({ steps: reports, ms: performance.now() - begun });
}

const progressWord = { upgrade: "Upgrading to", downgrade: "Downgrading from" } as const satisfies Record<
  Direction,
  string
>;

/** What the rows are after `step`, without asking the database again. */
function settleRow(rows: Map<string, AppliedRow>, step: RunStep): void {
  if (step.direction === "downgrade") rows.delete(step.id);
  else {
    const { id, parents, dependsOn, message, upHash, downHash, source } = step;
    const now = { appliedAt: null, appliedBy: null, durationMs: null };
    rows.set(id, { id, parents, dependsOn, message, upHash, downHash, source, state: "applied", progress: 0, ...now });
  }
}

/** So often the row of a step may be another run's before it is told that nobody can have it. */
const mostMoves = 5;

/** The rows say that it may run, and its row can't be had all the same: a trigger, a policy, a state that Retort never wrote. */
function unwritable({ id }: RunStep, bookkeeping: string, unchanged: string): ReturnType<typeof failed> {
  return failed({
    code: "refused/rowNotWritten",
    exit: 3,
    message: `The row of revision ${id} can't be written to ${revisionsTable(bookkeeping)}.`,
    unchanged,
    next: [
      "Look at that table: for triggers, row-level security, and rows whose state is none of running, failed and applied.",
    ],
  });
}

/** What stays of the steps before the one that fails; null where there are none. */
function keptSentence(ids: readonly string[], direction: Direction): string | null {
  if (ids.length === 0) return null;
  const what = ids.length === 1 ? "The revision run before it stays" : "The revisions run before it stay";
  return `${what} ${direction === "upgrade" ? "applied" : "taken back"}: ${ids.join(", ")}.`;
}

function cancelledBefore(unchanged: string): ReturnType<typeof failed> {
  return failed({ code: "statement/cancelled", exit: 4, message: "The run was cancelled.", unchanged });
}
