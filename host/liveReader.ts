import type { Schema } from "#engine/index.ts";
import { hasRevisionsTable, readRows, type AppliedRow, revisionsTable } from "#host/bookkeeping/rows.ts";
import { readCatalog } from "#host/catalog/readCatalog.ts";
import { fingerprintQuery } from "#host/catalog/readFingerprint.ts";
import type { Connection } from "#host/connection.ts";
import type { KeptDatabase } from "#host/keptDatabase.ts";
import { isConnectionLoss } from "#host/runner/statementFailure.ts";

/** What is read of a database: its catalog, and the rows of what was applied to it. */
export interface LiveReading {
  /** Null where the database has no revision table. */
  readonly rows: readonly AppliedRow[] | null;
  readonly live: Schema;
}

export interface LiveScope {
  /** The PostgreSQL schemas that are read. */
  readonly schemas: readonly string[];
  readonly exclude: readonly string[];
  /** The PostgreSQL schema of the revision rows. */
  readonly bookkeeping: string;
}

/** Looks at a database. */
export interface LiveReader {
  /** The last reading, where it is known that nothing changed since; null where a session must be asked. */
  unchanged(scope: LiveScope, signal: AbortSignal | null): Promise<LiveReading | null>;
  read(connection: Connection, scope: LiveScope): Promise<LiveReading>;
}

/** Reads everything each time. */
export const plainReader: LiveReader = { unchanged: () => Promise.resolve(null), read: readAll };

/**
 * Keeps its last reading, and asks first whether anything changed since: one round trip on the kept session where nothing
 * did. For one database at a time: the fingerprint of another differs, as its oids and transaction numbers do.
 */
export function createKeptReader(kept: () => KeptDatabase | null): LiveReader {
  let last: Kept | null = null;
  const keyOf = (scope: LiveScope) => JSON.stringify([scope, kept()?.name, kept()?.label]);

  return {
    async unchanged(scope, signal) {
      const database = kept();
      const before = last;
      if (!database || before?.key !== keyOf(scope)) return null;
      const print = await printOf(() => database.ask(before.question, signal));
      return print === before.print ? before.reading : null;
    },
    async read(connection, scope) {
      const ask = (question: string) => printOf(() => connection.rows<string[]>(question));
      const key = keyOf(scope);
      if (last?.key === key && (await ask(last.question)) === last.print) return last.reading;
      last = null;
      const question = questionOf(scope, { rows: await hasRevisionsTable(connection, scope.bookkeeping) });
      // Asked before anything is read: what changes meanwhile is found by the next look.
      const print = await ask(question);
      const reading = await readAll(connection, scope);
      if (print !== null) last = { key, question, print, reading };
      return reading;
    },
  };
}

interface Kept {
  readonly key: string;
  /** What is asked to know whether the reading still holds, and what it answered before it was made. */
  readonly question: string;
  readonly print: string;
  readonly reading: LiveReading;
}

async function readAll(connection: Connection, scope: LiveScope): Promise<LiveReading> {
  const live = await readCatalog(connection, scope);
  // After the catalog: what another run commits between the two must not look like tables that no row knows of.
  const rows = await readRows(connection, scope.bookkeeping);
  return { rows, live };
}

/** The fingerprints of the catalog and of the rows, in one statement and so of one moment. */
function questionOf({ bookkeeping }: LiveScope, { rows }: { readonly rows: boolean }): string {
  const ofRows = `SELECT count(*) || ':' || sum(hashint8(hashtext(id)::int8 # (xmin::text::int8 << 20))::int8)
    FROM ${revisionsTable(bookkeeping)}`;
  return `SELECT (${fingerprintQuery()}), ${rows ? `(${ofRows})` : "''"}`;
}

/** Null where the table that is asked is gone. */
async function printOf(ask: () => Promise<readonly (readonly unknown[])[]>): Promise<string | null> {
  try {
    return JSON.stringify(await ask());
  } catch (error) {
    if (isConnectionLoss(error)) throw error;
    return null;
  }
}
