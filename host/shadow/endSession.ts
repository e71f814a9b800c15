import { quoteIdentifier } from "#engine/index.ts";
import type { Connection } from "#host/connection.ts";
import { isOwnName } from "#host/catalog/preparedQuery.ts";
import { clearSession, resetSession } from "#host/runner/session.ts";

/**
 * Leaves nothing of a session to whoever runs on it next: temporary tables (which hide others of their name), cursors,
 * prepared statements, numbers drawn last. Revisions are run on a session of their own as often as not.
 */
export async function endSession(connection: Connection): Promise<void> {
  const prepared = await connection.rows<[string]>(
    `${[resetSession, ...kept].join("; ")};
     SELECT name FROM pg_catalog.pg_prepared_statements WHERE from_sql`,
  );
  const theirs = prepared.filter(([name]) => !isOwnName(name));
  if (theirs.length === 0) return;
  await connection.rows(theirs.map(([name]) => `DEALLOCATE ${quoteIdentifier(name)}`).join("; "));
}

/** The catalog is asked by prepared statements that stay. */
const kept = clearSession.filter((statement) => statement !== "DEALLOCATE ALL");
