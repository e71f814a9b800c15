import type { Connection } from "#host/connection.ts";
import { ownSession } from "#host/runner/session.ts";

/** Within a transaction: as who we are, whatever the revision's statements made of the session until its end. */
export async function moveRow(connection: Connection, statement: string): Promise<void> {
  // By themselves: how literals are read is decided when a text arrives, not when its first statement has run.
  await connection.rows(ownSession.join("; "));
  await connection.rows(statement);
}
