import type { Connection } from "#host/connection.ts";

/**
 * What makes a session its own again until the end of the transaction: revisions may change who it is and how it reads
 * literals, and revision rows must be written all the same.
 */
export const ownSession = [
  "SET LOCAL SESSION AUTHORIZATION DEFAULT",
  "SET LOCAL role TO DEFAULT",
  "SET LOCAL standard_conforming_strings = on",
] as const;

/** At the beginning of a transaction: a section may have said of its session that it only reads. */
export const mayWrite = "SET LOCAL transaction_read_only = off";

/**
 * What takes back everything that a section set for the session; at the end of its transaction it comes to hold with it.
 * RESET ALL leaves out who it is.
 */
export const resetSession = "RESET ALL; RESET SESSION AUTHORIZATION; RESET ROLE";

/**
 * What else one revision may leave in a session and the next must not find: temporary tables (which hide others of their
 * name), cursors, prepared statements, numbers drawn last. May stand at the beginning of a transaction.
 */
export const clearSession = [
  "CLOSE ALL",
  "UNLISTEN *",
  "SELECT pg_catalog.pg_advisory_unlock_all()",
  "DEALLOCATE ALL",
  "DISCARD TEMP",
  "DISCARD SEQUENCES",
] as const;

/** What a revision begins with: behind a pooler a session is not its own to clear. */
export function beginsClear({ pooled }: Pick<Connection, "pooled">): readonly string[] {
  return pooled ? [] : clearSession;
}
