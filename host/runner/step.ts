import { quoteIdentifier } from "#engine/index.ts";
import type { Connection } from "#host/connection.ts";
import { done, failed, type Outcome } from "#host/failure.ts";
import { withStatementLock } from "#host/lock.ts";
import { type Attempts, MovedError, timeoutSettings, transactionSettings, untilLocked } from "#host/runner/attempts.ts";
import { runCodeStep } from "#host/runner/codeStep.ts";
import { settleDoubt } from "#host/runner/doubt.ts";
import { isNotTaken } from "#host/runner/notTaken.ts";
import { LockedError } from "#host/runner/lockedError.ts";
import { isPlain, runPlain } from "#host/runner/plainSection.ts";
import { reportHolder } from "#host/runner/reportHolder.ts";
import { beginsClear, mayWrite, ownSession, resetSession } from "#host/runner/session.ts";
import { type RowMoves, rowMoves } from "#host/runner/rowMoves.ts";
import type { RunStep } from "#host/runner/runSteps.ts";
import { batchOf, runStatements, statementOf } from "#host/runner/sections.ts";
import { runWithStashes, withStashes } from "#host/runner/withStashes.ts";
import { loadSqlParser } from "#host/sqlParser.ts";
import { BatchError } from "#host/statementBatch.ts";
import { errorCode, StatementError } from "#host/runner/statementFailure.ts";
import { afterwardsFailure, stepFailure } from "#host/runner/stepFailure.ts";
import { setsSession, type Unit, type UnitGroup, unitGroups } from "#host/runner/units.ts";

/** One revision on its way in one direction. */
export interface StepRun extends Attempts {
  readonly step: RunStep;
  /** What stays of the steps before, as a sentence; null where there are none. */
  readonly kept: string | null;
  /** Where an earlier run left it; null for one that begins. */
  readonly earlier: EarlierRun | null;
  /** No more cancelling: what is left to say of a run must be said. Resolves when none is under way. */
  readonly settle: () => Promise<void>;
}

/** What is left of a run that stopped within a revision. */
export interface EarlierRun {
  /** `running`: its process was killed, and what it did last is not known. */
  readonly state: "running" | "failed";
  /** How many statements were committed; null where there were none, and the revision simply begins again. */
  readonly statements: number | null;
}

/** Runs one revision in one direction, its row moving with what it commits. `moved`: another run has it or did it. */
export async function runStep(run: StepRun): Promise<Outcome<"ran" | "moved">> {
  const { step, options } = run;
  if (step.code) return runCodeStep(run, step.code);
  const from = run.earlier?.statements ?? null;
  const groups = unitGroups(step, from ?? 0);
  const rows = rowMoves(step, options.bookkeeping, { timed: true });
  const progress = createProgress(rows, groups, from);
  try {
    for (const group of groups) {
      const ran = await runGroup(run, group, progress);
      if (!ran.ok) return ran;
    }
  } catch (error) {
    if (error instanceof MovedError && !progress.isTaken()) return done("moved");
    return failed(await stepFailure(run, error, { unit: progress.unit(), rows, isTaken: progress.isTaken() }));
  }
  try {
    await step.preservation?.afterwards(run.connection);
    return done("ran");
  } catch (error) {
    return failed(afterwardsFailure(run, error));
  }
}

/** How far a step is: which unit runs, and what its row must be before and after it. */
interface StepProgress {
  readonly rows: RowMoves;
  enter(
    unit: Unit,
    where: "in its transaction" | "outside",
  ): { readonly take: readonly string[]; readonly requireTaken: string; readonly move: () => string };
  /** What takes the row before anything of a section runs that is no transaction. */
  begin(): readonly string[];
  /** The row is committed as this run's. */
  taken(): void;
  isTaken(): boolean;
  unit(): Unit;
  isFirst(unit: Unit): boolean;
  isLast(unit: Unit): boolean;
}

function createProgress(rows: RowMoves, groups: readonly UnitGroup[], from: number | null): StepProgress {
  const units = groups.flatMap((group) => group.units);
  const last = units.at(-1);
  let [current] = units;
  let isTaken = false;
  return {
    rows,
    enter(unit, where) {
      current = unit;
      const moves = where === "outside" ? rows : rows.within;
      return {
        take: isTaken ? [moves.hold(unit.before)] : moves.take(from),
        requireTaken: rows.requireTaken(),
        move: () => (unit === last ? moves.finish() : moves.at(unit.after)),
      };
    },
    begin: () => rows.take(from),
    taken() {
      isTaken = true;
    },
    isTaken: () => isTaken,
    unit() {
      if (!current) throw new Error("a step without units");
      return current;
    },
    isFirst: (unit) => unit === units[0],
    isLast: (unit) => unit === last,
  };
}

async function runGroup(run: StepRun, group: UnitGroup, progress: StepProgress): Promise<Outcome<void>> {
  if (group.mode === "transaction") {
    for (const unit of group.units) await runSection(run, unit, { progress, section: group.section });
    return done(undefined);
  }
  const { connection, options, step } = run;
  const { bookkeeping, signal, lockWaitMs } = options;
  const lock = { bookkeeping, signal, waitMs: lockWaitMs ?? null, waiting: reportHolder(options) };
  // Before this session has a lock that it keeps.
  if (!progress.isTaken()) await connection.rows(beginsClear(connection).join("; "));
  return withStatementLock(connection, lock, async () => {
    try {
      await takeRow(run, progress);
      const { preservation } = step;
      if (preservation && begins(group)) {
        await connection.transaction(() => preservation.before(connection, group.section));
      }
      await connection.rows(sessionSettings(run, group));
      for (const { sql } of group.earlier.filter(setsSession)) await connection.rows(sql);
      for (const unit of group.units) {
        if (unit.kind === "outside") await runOutside(run, unit, progress);
        else await runOwnTransaction(run, unit, { progress, ownTimeouts: group.ownTimeouts });
      }
    } finally {
      // What one section set for the session must not reach the next; a broken session has nothing to reset.
      await connection.rows(resetSession).catch(() => undefined);
    }
  });
}

/** Nothing of the section ran in an earlier run. */
function begins({ earlier }: UnitGroup): boolean {
  return earlier.length === 0;
}

/** No limits: CREATE INDEX CONCURRENTLY waits for other transactions by locks, as long as it takes, and is meant to. */
function sessionSettings({ options }: StepRun, { ownTimeouts }: UnitGroup): string {
  const path = `SET search_path = ${quoteIdentifier(options.home)}`;
  return ownTimeouts ? path : `${path}; SET lock_timeout = 0; SET statement_timeout = 0`;
}

/** A section in one transaction, with its row. */
async function runSection(
  run: StepRun,
  unit: Unit,
  { progress, section }: { readonly progress: StepProgress; readonly section: number },
): Promise<void> {
  const { connection, step, options } = run;
  const clear = progress.isFirst(unit) ? beginsClear(connection) : [];
  const settings = [...clear, ...transactionSettings(options)];
  const before = () => step.preservation?.before(connection, section);
  // What the section set for the session is taken back with its end; a rollback does the same.
  await inTransaction(run, unit, { progress, settings, before, end: [resetSession] });
}

/** One statement in a transaction, which leaves the session as its section made it. */
async function runOwnTransaction(
  run: StepRun,
  unit: Unit,
  { progress, ownTimeouts }: { readonly progress: StepProgress; readonly ownTimeouts: boolean },
): Promise<void> {
  const settings = [mayWrite, ...(ownTimeouts ? [] : timeoutSettings(run.options))];
  try {
    await inTransaction(run, unit, { progress, settings, end: ownSession });
  } catch (error) {
    if (!(error instanceof StatementError) || !refusesTransactions(error.cause)) throw error;
    await runOutside(run, unit, progress);
  }
}

/** The statement was refused because it may not stand in a transaction, before it did anything. */
function refusesTransactions(error: unknown): boolean {
  return ["25001", "2D000"].includes(errorCode(error) ?? "");
}

async function inTransaction(
  run: StepRun,
  unit: Unit,
  {
    progress,
    settings,
    end,
    before = () => undefined,
  }: {
    readonly progress: StepProgress;
    readonly settings: readonly string[];
    readonly end: readonly string[];
    readonly before?: () => Promise<void> | undefined;
  },
): Promise<void> {
  const { connection, step, options } = run;
  const { take, requireTaken: require, move } = progress.enter(unit, "in its transaction");
  const batch = step.preservation ? [] : batchOf(unit.statements);
  if (batch.length > 0 && (await isWholeAndPlain(run, unit, progress))) {
    await runPlain(run, unit.statements, progress.rows);
    progress.taken();
    return;
  }
  // Behind a pooler the server process must be known while the statements run: who holds what they wait for is asked by it.
  if (batch.length > 0 && !connection.pooled) {
    const taking = [...settings, ...take, require];
    await untilLocked(run, step.id, () =>
      connection.atOnce([...taking, ...batch, ...end, move()]).catch((error: unknown) => {
        if (isNotTaken(error)) throw new MovedError();
        throw statementOf(unit.statements, error instanceof BatchError ? error.after(taking.length) : error);
      }),
    );
    progress.taken();
    return;
  }
  const single = batch.length === 0 ? unit.statements : [];
  await withStashes(connection, [step.preservation], (early) =>
    untilLocked(run, step.id, (runsIn) =>
      connection
        .transaction(
          async ([taken]) => {
            if (!taken) throw new MovedError();
            runsIn(Number(taken[0]));
            await before();
            await runWithStashes(connection, single, { ...step, early, signal: options.signal });
            if (progress.isLast(unit)) await step.preservation?.after(connection);
            else if (early.size > 0) await step.preservation?.settle(connection);
            options.signal?.throwIfAborted();
          },
          { first: [...settings, ...take].join("; "), batch, last: () => [...end, move()].join("; ") },
        )
        .catch((error: unknown) => {
          throw statementOf(unit.statements, error);
        }),
    ),
  );
  progress.taken();
}

/** All of a revision that begins on its way up. */
async function isWholeAndPlain(run: StepRun, unit: Unit, progress: StepProgress): Promise<boolean> {
  const { connection, step, options, earlier } = run;
  const whole = earlier === null && progress.isFirst(unit) && progress.isLast(unit);
  if (!whole || connection.pooled || step.direction !== "upgrade") return false;
  return isPlain(unit.statements, await loadSqlParser(), options.bookkeeping);
}

/** A statement outside of transactions: the row tells before and after it how far the revision is. */
async function runOutside(run: StepRun, unit: Unit, progress: StepProgress): Promise<void> {
  const { connection, options, earlier, step } = run;
  const { take, move } = progress.enter(unit, "outside");
  await untilLocked(run, step.id, () => asOurselves(connection, [...timeoutSettings(options), ...take], requireTaken));
  const [statement] = unit.statements;
  if (!statement) return;
  const ran = earlier && progress.isFirst(unit) ? await settleDoubt(run, statement, earlier) : "run";
  if (ran === "run") await runStatements(connection, [statement], { signal: options.signal });
  const finish = () =>
    untilLocked(run, step.id, () =>
      connection.transaction(async () => (progress.isLast(unit) ? step.preservation?.after(connection) : undefined), {
        first: [mayWrite, ...timeoutSettings(options)].join("; "),
        last: () => [...ownSession, move()].join("; "),
      }),
    );
  try {
    await finish();
  } catch (error) {
    if (error instanceof LockedError) throw error.afterStatement();
    // A cancel that comes too late for the statement must not keep its end from being told.
    if (errorCode(error) !== "57014") throw error;
    await run.settle();
    await finish();
  }
}

/** The row before the first statement of a section that is no transaction. */
async function takeRow(run: StepRun, progress: StepProgress): Promise<void> {
  if (progress.isTaken()) return;
  await untilLocked(run, run.step.id, () =>
    asOurselves(run.connection, [...timeoutSettings(run.options), ...progress.begin()], requireTaken),
  );
  progress.taken();
}

/** Statements about the row, whatever the section made of the session so far. */
function asOurselves(
  connection: Connection,
  statements: readonly string[],
  answered: (rows: readonly unknown[]) => Promise<void>,
): Promise<void> {
  return connection.transaction(answered, { first: [mayWrite, ...ownSession, ...statements].join("; ") });
}

function requireTaken([taken]: readonly unknown[]): Promise<void> {
  return taken === undefined ? Promise.reject(new MovedError()) : Promise.resolve();
}
