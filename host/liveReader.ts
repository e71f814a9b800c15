import type { Schema } from "#engine/index.ts";
import { hasRevisionsTable, readRows, type AppliedRow, rowsPrint } from "#host/bookkeeping/rows.ts";
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
  /** The server's, as `server_version_num`. */
  readonly version: number;
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
  /** What was answered last when it told that something changed: it is not asked again before reading. */
  let changed: Omit<Kept, "reading"> | null = null;
  const keyOf = (scope: LiveScope) => JSON.stringify([scope, kept()?.name, kept()?.label]);

  return {
    async unchanged(scope, signal) {
      const database = kept();
      const before = last;
      if (!database || before?.key !== keyOf(scope)) return null;
      const { key, question } = before;
      const print = await printOf(() => database.ask(question, signal));
      if (print === before.print) return before.reading;
      changed = print === null ? null : { key, question, print };
      return null;
    },
    async read(connection, scope) {
      const ask = (question: string) => printOf(() => connection.rows<string[]>(question));
      const key = keyOf(scope);
      // Where there was no table of revisions, there may be one now.
      const whole = questionOf(scope, { rows: true });
      const known = changed?.key === key && changed.question === whole ? changed : null;
      changed = null;
      if (!known && last?.key === key && (await ask(last.question)) === last.print) return last.reading;
      const askAnew = async () => {
        const question = questionOf(scope, { rows: await hasRevisionsTable(connection, scope.bookkeeping) });
        const print = await ask(question);
        return print === null ? null : { key, question, print };
      };
      // Asked before anything is read: what changes meanwhile is found by the next look.
      const asked = known ?? (await askAnew());
      const reading = await readAll(connection, scope);
      last = asked && { ...asked, reading };
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
  return { rows, live, version: connection.version };
}

/** The fingerprints of the catalog and of the rows, in one statement and so of one moment. */
function questionOf({ bookkeeping }: LiveScope, { rows }: { readonly rows: boolean }): string {
  const ofRows = rowsPrint(bookkeeping);
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
