import { type RowContent, rowStatements, type RowStatements } from "#host/bookkeeping/rowStatements.ts";
import { type AppliedRow, readRows } from "#host/bookkeeping/rows.ts";
import { done, failed, type Outcome } from "#host/failure.ts";
import { type Attempts, timeoutSettings, untilLocked } from "#host/runner/attempts.ts";
import { failureOfError } from "#host/runner/statementFailure.ts";

/**
 * Makes exactly `rows` the applied revisions, in one transaction, and runs none of them. A row that is there as applied
 * is left as it was; the table must be there (`ensureBookkeeping`).
 */
export async function stampRows(attempts: Attempts, rows: readonly RowContent[]): Promise<Outcome<void>> {
  return writeRows(attempts, "No row was moved.", (sql, present) => {
    const applied = new Set(present.filter(({ state }) => state === "applied").map(({ id }) => id));
    const missing = rows.filter(({ id }) => !applied.has(id));
    return [sql.deleteOthers(rows.map(({ id }) => id)), ...missing.map((row) => sql.put(row, asApplied))];
  });
}

/** Adds `rows` to the applied revisions, in one transaction, and runs none of them. Rows that are there stay as they are. */
export async function addRows(attempts: Attempts, rows: readonly RowContent[]): Promise<Outcome<void>> {
  return writeRows(attempts, "No row was added.", (sql, present) => {
    const known = new Set(present.map(({ id }) => id));
    return rows.filter(({ id }) => !known.has(id)).map((row) => sql.put(row, asApplied));
  });
}

/** Writes what `statements` makes of the rows that are there, in one transaction, tried again while somebody has locked them. */
export async function writeRows(
  attempts: Attempts,
  unchanged: string,
  statements: (sql: RowStatements, present: readonly AppliedRow[]) => readonly string[],
): Promise<Outcome<void>> {
  const { connection, options } = attempts;
  const { bookkeeping, lockTimeoutMs } = options;
  try {
    await untilLocked(attempts, "the command", async () => {
      const present = (await readRows(connection, bookkeeping, { lockTimeoutMs })) ?? [];
      await connection.transaction(
        async () => {
          for (const statement of statements(rowStatements(bookkeeping), present)) await connection.rows(statement);
        },
        { first: timeoutSettings(options).join("; ") },
      );
    });
    return done(undefined);
  } catch (error) {
    if (options.signal?.aborted === true) throw error;
    return failed(failureOfError(error, { message: "The revision rows can't be written.", unchanged }));
  }
}

const asApplied = { state: "applied", progress: 0, durationMs: null } as const;
