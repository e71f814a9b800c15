import { quoteIdentifier } from "#engine/index.ts";
import { hasRevisionsTable, revisionsTable } from "#host/bookkeeping/rows.ts";
import type { Connection } from "#host/connection.ts";
import { done, failed, type Outcome } from "#host/failure.ts";
import { lockKey } from "#host/lock.ts";
import { errorCode, failureOfError } from "#host/runner/statementFailure.ts";

/**
 * Creates the schema and table of the revision rows where they are missing; asked for again, it does nothing and needs
 * no right. Two at once do no harm. Not to be called within a transaction.
 */
export async function ensureBookkeeping(connection: Connection, bookkeeping: string): Promise<Outcome<void>> {
  try {
    if (await hasRevisionsTable(connection, bookkeeping)) return done(undefined);
    await connection.transaction(async () => {
      // IF NOT EXISTS alone lets two creators collide in the catalog's unique indexes.
      await connection.rows(`SELECT pg_advisory_xact_lock(${lockKey(`create ${bookkeeping}`)})`);
      if (await hasRevisionsTable(connection, bookkeeping)) return;
      for (const statement of bookkeepingStatements(bookkeeping)) await connection.rows(statement);
    });
    return done(undefined);
  } catch (error) {
    const failure = failureOfError(error, {
      message: `Retort can't create ${revisionsTable(bookkeeping)}, where it keeps what is applied.`,
      unchanged: "Nothing was created or run.",
    });
    if (errorCode(error) !== "42501") return failed(failure);
    return failed({
      ...failure,
      next: [
        `Let a role that may CREATE in the database run it first, or name a schema that this role may write to: "bookkeeping" in retort.json.`,
      ],
    });
  }
}

/** What creates the table of revisions (docs/formats.md), for a database that may hold its schema already. */
export function bookkeepingStatements(bookkeeping: string): readonly string[] {
  const schema = quoteIdentifier(bookkeeping);
  const table = revisionsTable(bookkeeping);
  return [
    `CREATE SCHEMA IF NOT EXISTS ${schema}`,
    `CREATE TABLE IF NOT EXISTS ${table} (
  id text PRIMARY KEY,
  parents text[] NOT NULL,
  depends_on text[] NOT NULL,
  message text NOT NULL,
  state text NOT NULL CHECK (state IN ('running', 'failed', 'applied')),
  progress int NOT NULL,
  up_hash text,
  down_hash text,
  source text,
  applied_at timestamptz,
  applied_by text,
  duration_ms int
)`,
    `REVOKE ALL ON SCHEMA ${schema} FROM PUBLIC`,
    `REVOKE ALL ON TABLE ${table} FROM PUBLIC`,
  ];
}
