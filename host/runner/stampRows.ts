import { rowStatements, type RowContent } from "#host/bookkeeping/rowStatements.ts";
import { readRows } from "#host/bookkeeping/rows.ts";
import type { Connection } from "#host/connection.ts";
import { done, failed, type Outcome } from "#host/failure.ts";
import { failureOfError } from "#host/runner/statementFailure.ts";

/**
 * Makes exactly `rows` the applied revisions, in one transaction, and runs none of them. A row that is there as applied
 * is left as it was; the table must be there (`ensureBookkeeping`).
 */
export async function stampRows(
  connection: Connection,
  rows: readonly RowContent[],
  { bookkeeping }: { readonly bookkeeping: string },
): Promise<Outcome<void>> {
  const sql = rowStatements(bookkeeping);
  try {
    const present = (await readRows(connection, bookkeeping)) ?? [];
    const applied = new Set(present.filter(({ state }) => state === "applied").map(({ id }) => id));
    await connection.transaction(async () => {
      await connection.rows(sql.deleteOthers(rows.map(({ id }) => id)));
      for (const row of rows) {
        if (applied.has(row.id)) continue;
        await connection.rows(sql.put(row, { state: "applied", progress: 0, durationMs: null }));
      }
    });
    return done(undefined);
  } catch (error) {
    return failed(
      failureOfError(error, { message: "The revision rows can't be written.", unchanged: "No row was moved." }),
    );
  }
}

/** Adds `rows` to the applied revisions, in one transaction, and runs none of them. Rows that are there stay as they are. */
export async function addRows(
  connection: Connection,
  rows: readonly RowContent[],
  { bookkeeping }: { readonly bookkeeping: string },
): Promise<Outcome<void>> {
  const sql = rowStatements(bookkeeping);
  try {
    const present = new Set(((await readRows(connection, bookkeeping)) ?? []).map(({ id }) => id));
    await connection.transaction(async () => {
      for (const row of rows.filter(({ id }) => !present.has(id)))
        await connection.rows(sql.put(row, { state: "applied", progress: 0, durationMs: null }));
    });
    return done(undefined);
  } catch (error) {
    return failed(
      failureOfError(error, { message: "The revision rows can't be written.", unchanged: "No row was added." }),
    );
  }
}
