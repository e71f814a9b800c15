import { type Schema } from "#engine/index.ts";
import { type AppliedRow, readRows } from "#host/bookkeeping/rows.ts";
import type { CommandContext } from "#host/commands/context.ts";
import type { Connection, Database } from "#host/connection.ts";

/** What one look at a database tells: its revision rows and its catalog. */
export interface DatabaseReading {
  readonly database: Pick<Database, "name" | "label" | "kind" | "protected">;
  /** Null where the database has no revision table. */
  readonly rows: readonly AppliedRow[] | null;
  readonly live: Schema;
}

export async function readDatabase(
  context: CommandContext,
  database: Database,
  connection: Connection,
): Promise<DatabaseReading> {
  const { name, label, kind } = database;
  const live = await context.catalog(connection, context.scope);
  // After the catalog: what another run commits between the two must not look like tables that no row knows of.
  const rows = await readRows(connection, context.project.config.bookkeeping);
  return { database: { name, label, kind, protected: database.protected }, rows, live };
}

/** A database that holds tables and no revision row: nothing is compared or run before its owner said what it is. */
export function isUnmanaged(reading: DatabaseReading): boolean {
  return (reading.rows ?? []).length === 0 && reading.live.tables.length > 0;
}
