import type { Direction } from "#engine/index.ts";
import { type AppliedRow, readRows } from "#host/bookkeeping/rows.ts";
import type { Connection } from "#host/connection.ts";
import { done, failed, type Outcome } from "#host/failure.ts";
import { describeHolder, type LockHolder, lockHolder } from "#host/lock.ts";
import { directionOf, halfDone, isHalfDone, stopOf, stoppedAt } from "#host/runner/standing.ts";

/** A revision that is neither up nor down. */
export interface HalfDone {
  readonly id: string;
  readonly direction: Direction;
  /** `running`: somebody is at it, or its process was killed. */
  readonly state: "running" | "failed";
  /** The statement it stopped at, counted from 1; `of` how many, null where that is not known. */
  readonly statement: number;
  readonly of: number | null;
  /** Who is at it now; null where nobody is. */
  readonly runBy: LockHolder | null;
  /** `b2 is half done: its way up failed at statement 2 of 5` */
  readonly text: string;
}

/** What is half done by these rows. */
export async function readHalfDone(
  connection: Connection,
  bookkeeping: string,
  rows: readonly AppliedRow[],
): Promise<readonly HalfDone[]> {
  const stopped = rows.filter(({ state }) => state !== "applied");
  if (stopped.length === 0) return [];
  const runBy = await lockHolder(connection, bookkeeping);
  return stopped.map((row) => describeHalfDone(row, runBy));
}

/** `runBy` is null where nobody is at it, as far as is known. */
export function describeHalfDone(row: AppliedRow, runBy: LockHolder | null): HalfDone {
  const isRunning = row.state === "running" && runBy !== null;
  const { statement, of } = stopOf(row);
  const words = isRunning
    ? `is being run by ${describeHolder(runBy)}, at statement ${statement}${of === null ? "" : ` of ${of}`}`
    : `is half done: ${stoppedAt(row)}`;
  return {
    id: row.id,
    direction: directionOf(row),
    state: row.state === "running" ? "running" : "failed",
    statement,
    of,
    runBy: isRunning ? runBy : null,
    text: `${row.id} ${words}`,
  };
}

/**
 * Refuses a database on which a revision is half done, unless somebody is at it right now: whoever is, is waited for, and
 * looked at again then.
 */
export async function refuseHalfDone(
  connection: Connection,
  bookkeeping: string,
  rows: readonly AppliedRow[],
  { isLocked }: { readonly isLocked: boolean },
): Promise<ReturnType<typeof failed> | null> {
  if (!rows.some(isHalfDone)) return null;
  if (!isLocked && (await lockHolder(connection, bookkeeping))) return null;
  // It may have been finished since the rows were read.
  const half = (await readRows(connection, bookkeeping))?.find(isHalfDone);
  return half ? failed(halfDone(half, "Nothing was run.")) : null;
}

/** The row of a half-done revision: the one whose id begins so, or the only one. */
export function findHalfDone(
  rows: readonly AppliedRow[],
  revision: string | null,
  unchanged: string,
): Outcome<AppliedRow> {
  const half = rows.filter(({ state }) => state !== "applied");
  const exact = half.filter(({ id }) => id === revision);
  const found = exact.length > 0 ? exact : half.filter(({ id }) => id.startsWith(revision ?? ""));
  const [row, ...others] = found;
  if (row && others.length === 0) return done(row);
  if (row) {
    return failed({
      code: "usage/severalHalfDone",
      exit: 2,
      message: "Several revisions are half done: name one.",
      details: found.map(({ id }) => id),
      unchanged,
    });
  }
  const isApplied = revision !== null && rows.some(({ id }) => id === revision);
  return failed({
    code: "refused/nothingHalfDone",
    exit: 3,
    message:
      revision === null
        ? "No revision is half done."
        : `Revision ${revision} is ${isApplied ? "applied" : "not half done"}.`,
    unchanged,
    next: ["Look where the database stands: retort current."],
  });
}
