import { type AppliedRow, readRows } from "#host/bookkeeping/rows.ts";
import type { Connection } from "#host/connection.ts";
import { done, failed, type Outcome } from "#host/failure.ts";
import { lockHolder } from "#host/lock.ts";
import { halfDone, isHalfDone } from "#host/runner/standing.ts";

/**
 * Refuses a database on which a revision is half done, unless somebody is at it right now: whoever is, is waited for, and
 * looked at again then.
 */
export async function refuseHalfDone(
  connection: Connection,
  bookkeeping: string,
  rows: readonly AppliedRow[],
): Promise<ReturnType<typeof failed> | null> {
  if (!rows.some(isHalfDone) || (await lockHolder(connection, bookkeeping))) return null;
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
