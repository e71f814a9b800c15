import type { QualifiedName, Schema } from "#engine/index.ts";
import { type AppliedRow, readRows } from "#host/bookkeeping/rows.ts";
import { readTableNames } from "#host/catalog/tableNames.ts";
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

/** What is asked before revisions run: which are applied and, where there are none, which tables stand there already. */
export interface PlaceReading {
  /** Null where the database has no revision table. */
  readonly rows: readonly AppliedRow[] | null;
  /** Those in the project's look. Empty where there are rows: then they are the revisions' own. */
  readonly tables: readonly QualifiedName[];
  /** `host:port/database` */
  readonly label: string;
}

/** A few ways to the server, whatever the size of the database. */
export async function readPlace(
  context: CommandContext,
  { label }: Database,
  connection: Connection,
): Promise<PlaceReading> {
  const { bookkeeping, ...look } = liveScope(context);
  const rows = await readRows(connection, bookkeeping);
  if (rows !== null && rows.length > 0) return { rows, tables: [], label };
  const tables = await readTableNames(connection, look);
  // Once more: what another run committed between the two must not look like tables that no row knows of.
  return { rows: tables.length > 0 ? await readRows(connection, bookkeeping) : rows, tables, label };
}

/** What a project's look at a database takes in. */
export function liveScope({
  project,
  scope: { schemas, exclude },
}: Pick<CommandContext, "project" | "scope">): LiveScope {
  return { schemas, exclude, bookkeeping: project.config.bookkeeping };
}

/** A database that holds tables and no revision row: nothing is compared or run before its owner said what it is. */
export function isUnmanaged({ rows, live }: Pick<DatabaseReading, "rows" | "live">): boolean {
  return (rows ?? []).length === 0 && live.tables.length > 0;
}
