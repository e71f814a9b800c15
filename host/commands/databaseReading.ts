import { type Schema } from "#engine/index.ts";
import { type AppliedRow } from "#host/bookkeeping/rows.ts";
import type { CommandContext } from "#host/commands/context.ts";
import type { Connection, Database } from "#host/connection.ts";
import type { LiveReading, LiveScope } from "#host/liveReader.ts";

/** What one look at a database tells: its revision rows and its catalog. */
export interface DatabaseReading {
  readonly database: Pick<Database, "name" | "label" | "kind" | "protected">;
  /** Null where the database has no revision table. */
  readonly rows: readonly AppliedRow[] | null;
  readonly live: Schema;
  /** The server's, as `server_version_num`: 180004. */
  readonly version: number;
}

export async function readDatabase(
  context: CommandContext,
  database: Database,
  connection: Connection,
): Promise<DatabaseReading> {
  return readingOf(database, await context.reader.read(connection, liveScope(context)));
}

/** The same where no session need be opened for it, since nothing changed; null where one must. */
export async function unchangedReading(context: CommandContext, database: Database): Promise<DatabaseReading | null> {
  const unchanged = await context.reader.unchanged(liveScope(context), context.signal);
  return unchanged && readingOf(database, unchanged);
}

function readingOf(database: Database, { rows, live, version }: LiveReading): DatabaseReading {
  const { name, label, kind } = database;
  return { database: { name, label, kind, protected: database.protected }, rows, live, version };
}

/** What a project's look at a database takes in. */
export function liveScope({
  project,
  scope: { schemas, exclude },
}: Pick<CommandContext, "project" | "scope">): LiveScope {
  return { schemas, exclude, bookkeeping: project.config.bookkeeping };
}

/** A database that holds tables and no revision row: nothing is compared or run before its owner said what it is. */
export function isUnmanaged(reading: DatabaseReading): boolean {
  return (reading.rows ?? []).length === 0 && reading.live.tables.length > 0;
}
