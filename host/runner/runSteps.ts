import { performance } from "node:perf_hooks";

import type { Direction } from "#engine/index.ts";
import { ensureBookkeeping } from "#host/bookkeeping/ensure.ts";
import { type AppliedRow, readRows } from "#host/bookkeeping/rows.ts";
import type { RowContent } from "#host/bookkeeping/rowStatements.ts";
import type { Connection } from "#host/connection.ts";
import { done, failed, type Outcome } from "#host/failure.ts";
import { withDatabaseLock } from "#host/lock.ts";
import type { CodeStep } from "#host/runner/codeStep.ts";
import { standingOf } from "#host/runner/standing.ts";
import { failureOfError } from "#host/runner/statementFailure.ts";
import { runStep } from "#host/runner/step.ts";
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
  /** Hold the database's advisory lock for the whole run. Of no use on the embedded database, which has one session. */
  readonly lock: boolean;
  readonly report: (progress: RunProgress) => void;
  readonly signal?: AbortSignal;
  /** How long a transaction waits for a lock before its section is taken back and tried again; 2 s where left out. */
  readonly lockTimeoutMs?: number;
  /** How often a section is tried; 5 where left out. */
  readonly attempts?: number;
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
  /** `skipped`: another run had done it while this one waited. */
  readonly outcome: "ran" | "skipped";
  readonly ms: number;
}

/**
 * Runs steps in order, each section in its own mode, with the revision's row in the transaction of its last section: at
 * any instant rows and catalog agree. A failure leaves what was committed before it, and says so. The signal cancels
 * the running statement (on the embedded database: the run ends after it).
 */
export async function runSteps(
  connection: Connection,
  steps: readonly RunStep[],
  options: RunOptions,
): Promise<Outcome<RunReport>> {
  const refused = refuseSections(
    steps.flatMap(({ file, sections }) => sections.map((section) => sectionStatements(file, section))),
    nothing,
  );
  if (refused) return refused;
  const ensured = await ensureBookkeeping(connection, options.bookkeeping);
  if (!ensured.ok) return ensured;

  const cancel = () => void connection.cancel().catch(() => undefined);
  options.signal?.addEventListener("abort", cancel, { once: true });
  try {
    const run = () => runInOrder(connection, steps, options);
    if (!options.lock) return await run();
    const { bookkeeping, signal } = options;
    return await withDatabaseLock(connection, { bookkeeping, signal, waiting: reportHolder(options) }, run);
  } catch (error) {
    if (options.signal?.aborted === true) return cancelledBefore(nothing);
    return failed(failureOfError(error, { message: "The run did not begin.", unchanged: nothing }));
  } finally {
    options.signal?.removeEventListener("abort", cancel);
  }
}

const nothing = "Nothing was run.";

async function runInOrder(
  connection: Connection,
  steps: readonly RunStep[],
  options: RunOptions,
): Promise<Outcome<RunReport>> {
  const rows = new Map((await readRows(connection, options.bookkeeping))?.map((row) => [row.id, row]));
  const begun = performance.now();
  const reports: StepReport[] = [];
  for (const [index, step] of steps.entries()) {
    const { id, direction } = step;
    const kept = keptSentence(
      reports.filter(({ outcome }) => outcome === "ran").map((report) => report.id),
      direction,
    );
    if (options.signal?.aborted === true) return cancelledBefore(kept ?? nothing);
    const standing = standingOf(step, rows, kept ?? nothing);
    if (!standing.ok) return standing;
    const started = performance.now();
    if (standing.value === "ready") {
      options.report({
        message: `${progressWord[direction]} ${id}: ${step.message}`,
        done: index,
        total: steps.length,
      });
      const ran = await runStep({ connection, step, options, kept });
      if (!ran.ok) return ran;
    }
    reports.push({
      id,
      direction,
      outcome: standing.value === "ready" ? "ran" : "skipped",
      ms: performance.now() - started,
    });
    settle(rows, step);
  }
  options.report({ message: "Done", done: steps.length, total: steps.length });
  return done({ steps: reports, ms: performance.now() - begun });
}

const progressWord = { upgrade: "Upgrading to", downgrade: "Downgrading from" } as const satisfies Record<
  Direction,
  string
>;

/** What the rows are after `step`, without asking the database again. */
function settle(rows: Map<string, AppliedRow>, step: RunStep): void {
  if (step.direction === "downgrade") rows.delete(step.id);
  else {
    const { id, parents, dependsOn, message, upHash, downHash, source } = step;
    const now = { appliedAt: null, appliedBy: null, durationMs: null };
    rows.set(id, { id, parents, dependsOn, message, upHash, downHash, source, state: "applied", progress: 0, ...now });
  }
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

function reportHolder(options: RunOptions) {
  return (holder: { readonly pid: number; readonly application: string } | null) => {
    const who = holder
      ? `${holder.application === "" ? "another session" : holder.application} (pid ${holder.pid})`
      : "another run";
    options.report({ message: `Waiting for ${who}, which is migrating this database`, done: null, total: null });
  };
}
