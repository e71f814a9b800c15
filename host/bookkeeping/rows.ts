import { quoteIdentifier, quoteLiteral } from "#engine/index.ts";
import { readBlocker } from "#host/blockers.ts";
import type { Connection } from "#host/connection.ts";
import { LockedError } from "#host/runner/lockedError.ts";
import { errorCode } from "#host/runner/statementFailure.ts";

/** A row of the table of revisions (docs/formats.md): one per revision that a database has applied, or is half through. */
export interface AppliedRow {
  readonly id: string;
  readonly parents: readonly string[];
  readonly dependsOn: readonly string[];
  readonly message: string;
  /** Only `applied` counts. `running` outside a run means that the process which ran it is gone. */
  readonly state: "running" | "failed" | "applied";
  /**
   * How many statements of a half-run revision are committed: going up from 0; going down -1 is none, -2 one, and so on.
   * 0 for an applied one.
   */
  readonly progress: number;
  readonly upHash: string | null;
  readonly downHash: string | null;
  /** The revision's file as it was applied. */
  readonly source: string | null;
  /** RFC 3339, UTC. */
  readonly appliedAt: string | null;
  readonly appliedBy: string | null;
  readonly durationMs: number | null;
}

/**
 * The rows in the order they were written; null where the database has no table of them. Creates nothing. Rejects with a
 * LockedError where somebody has locked the table for longer than `lockTimeoutMs`.
 */
export async function readRows(
  connection: Connection,
  bookkeeping: string,
  { lockTimeoutMs = 2000 }: { readonly lockTimeoutMs?: number | undefined } = {},
): Promise<readonly AppliedRow[] | null> {
  if (!(await hasRevisionsTable(connection, bookkeeping))) return null;
  const table = revisionsTable(bookkeeping);
  // Rows that a policy hides would read as rows that are not there: rather an error.
  const settings = `SET LOCAL row_security = off; SET LOCAL lock_timeout = ${lockTimeoutMs}`;
  const rows = await connection
    .rows<RowValues>(`${settings}; SELECT ${columns.join(", ")} FROM ${table} ORDER BY applied_at, id`)
    .catch(async (error: unknown) => {
      if (errorCode(error) !== "55P03") throw error;
      throw new LockedError(error, { blocker: await readBlocker(connection.rows, table), what: table });
    });
  return rows.map(
    ([
      id,
      parents,
      dependsOn,
      message,
      state,
      progress,
      upHash,
      downHash,
      source,
      appliedAt,
      appliedBy,
      durationMs,
    ]) => ({
      id,
      parents: names(parents),
      dependsOn: names(dependsOn),
      message: message ?? "",
      state,
      progress: progress ?? 0,
      upHash,
      downHash,
      source,
      appliedAt,
      appliedBy,
      durationMs,
    }),
  );
}

/** The same by their ids. */
export async function rowsById(
  connection: Connection,
  { bookkeeping, lockTimeoutMs }: { readonly bookkeeping: string; readonly lockTimeoutMs?: number },
): Promise<Map<string, AppliedRow>> {
  return new Map((await readRows(connection, bookkeeping, { lockTimeoutMs }))?.map((row) => [row.id, row] as const));
}

/** Whoever may write the table may also have made of it what Retort never would: absent, of several dimensions. */
function names(column: unknown): string[] {
  const items: unknown[] = Array.isArray(column) ? column.flat(Infinity) : [];
  return items.filter((item) => typeof item === "string");
}

/** Asks the catalog's tables: `to_regclass` answers from the session's memory, which another session's creation does not reach. */
export async function hasRevisionsTable(connection: Connection, bookkeeping: string): Promise<boolean> {
  const found = await connection.rows(`
    SELECT 1 FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname = ${quoteLiteral(bookkeeping)} AND c.relname = 'revisions'`);
  return found.length > 0;
}

/**
 * A query whose answer is another one when a row was changed, came or went: by who wrote it, which no change leaves as it
 * was. A condition may be added.
 */
export function rowsPrint(bookkeeping: string): string {
  return `SELECT count(*) || ':' || coalesce(sum(hashint8(hashtext(id)::int8 # (xmin::text::int8 << 20))::int8), 0)
    FROM ${revisionsTable(bookkeeping)}`;
}

/** The table's quoted name; `bookkeeping` is its PostgreSQL schema. */
export function revisionsTable(bookkeeping: string): string {
  return `${quoteIdentifier(bookkeeping)}.${quoteIdentifier("revisions")}`;
}

const columns = [
  "id",
  "parents",
  "depends_on",
  "message",
  "state",
  "progress",
  "up_hash",
  "down_hash",
  "source",
  `to_char(applied_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`,
  "applied_by",
  "duration_ms",
];

type RowValues = readonly [
  string,
  unknown,
  unknown,
  string | null,
  AppliedRow["state"],
  number | null,
  string | null,
  string | null,
  string | null,
  string | null,
  string | null,
  number | null,
];
