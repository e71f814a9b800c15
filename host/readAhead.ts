import { setImmediate } from "node:timers/promises";

import type { Connection, Database } from "#host/connection.ts";
import type { Outcome } from "#host/failure.ts";
import { type LiveReader, type LiveReading, type LiveScope, plainReader } from "#host/liveReader.ts";

/** A database that is being connected to before anybody asks for a session. */
export interface AheadConnection {
  /** Its first `connect` answers with the session that is being opened. */
  readonly database: Database;
  readonly connected: Promise<Outcome<Connection>>;
}

/** A database that is being read before anybody asks what it holds. */
export interface AheadReading {
  /** Its first `connect` answers with the session that reads. */
  readonly database: Database;
  readonly reader: LiveReader;
  /** Resolves when the question was sent, or there is nobody to send it to: who works without pause meanwhile delays no answer. */
  readonly asked: Promise<void>;
}

/** For a command that will ask the database whatever else it finds: they greet each other while files are read. */
export function connectAhead(database: Database, signal: AbortSignal | null): AheadConnection {
  const connected = database.connect(signal ?? undefined);
  // Whoever comes for it is told; it may be that nobody does.
  connected.catch(() => undefined);
  let unused: Promise<Outcome<Connection>> | null = connected;
  return {
    connected,
    database: {
      ...database,
      connect(signalOfUse) {
        const first = unused;
        unused = null;
        return first ?? database.connect(signalOfUse);
      },
      async close() {
        const outcome = await unused?.catch(() => null);
        unused = null;
        if (outcome?.ok === true) await outcome.value.close();
        await database.close();
      },
    },
  };
}

/** For a command that will look at the database whatever else it finds: the server works while files are parsed. */
export function readAhead(database: Database, scope: LiveScope, signal: AbortSignal | null): AheadReading {
  const ahead = connectAhead(database, signal);
  let early: { readonly connection: Connection; readonly reading: Promise<LiveReading> } | null = null;
  const asked = ahead.connected.then(
    (outcome) => {
      if (!outcome.ok) return;
      early = { connection: outcome.value, reading: plainReader.read(outcome.value, scope) };
      // Whoever comes for it is told; it may be that nobody does.
      early.reading.catch(() => undefined);
    },
    () => undefined,
  );
  return {
    asked,
    database: ahead.database,
    reader: {
      unchanged: () => Promise.resolve(null),
      read(connection, asking) {
        const reading = early?.connection === connection && JSON.stringify(asking) === JSON.stringify(scope);
        const known = reading ? early?.reading : undefined;
        // What is asked again may have changed.
        early = null;
        return known ?? plainReader.read(connection, asking);
      },
    },
  };
}

/** The same for a database whose session and last reading are kept: it is asked whether anything changed since. */
export function askAhead(
  reader: LiveReader,
  scope: LiveScope,
  signal: AbortSignal | null,
): Omit<AheadReading, "database"> {
  let early: Promise<LiveReading | null> | null = reader.unchanged(scope, signal);
  // Whoever comes for it is told; it may be that nobody does.
  early.catch(() => undefined);
  return {
    asked: setImmediate(),
    reader: {
      unchanged(asking, signalOfUse) {
        const known = JSON.stringify(asking) === JSON.stringify(scope) ? early : null;
        // What is asked again may have changed.
        early = null;
        return known ?? reader.unchanged(asking, signalOfUse);
      },
      read: (connection, asking) => reader.read(connection, asking),
    },
  };
}
