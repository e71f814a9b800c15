import { createHash } from "node:crypto";

import { type Direction, type QualifiedName, quoteIdentifier, quoteLiteral, quoteName } from "#engine/index.ts";
import type { Connection } from "#host/connection.ts";

/** What one stash table keeps, by the names that its object had before it went. */
export interface Stash {
  /** Of the stash table itself, without its schema. */
  readonly name: string;
  /** The revision whose run took the object away, and the way it ran. */
  readonly revision: string;
  readonly direction: Direction;
  readonly kind: StashKind;
  readonly table: QualifiedName;
  /** Null for a table. */
  readonly column: string | null;
  /** What rows are found by again: `key_1`, `key_2` … in the stash. Empty for a table without a key. */
  readonly key: readonly string[];
}

/** A table's rows; a column's values; values that a change of type did not leave as they were. */
export type StashKind = "table" | "column" | "values";

/**
 * The name of the `number`th stash of a revision: `stash_3f2a9c1b7d04_1`. An id that is too long for a name of PostgreSQL
 * is cut, and told apart by what it hashes to.
 */
export function stashName(revision: string, number: number): string {
  const whole = `stash_${revision}_${number}`;
  if (Buffer.byteLength(whole) <= 63) return whole;
  const hash = createHash("sha256").update(revision).digest("hex").slice(0, 12);
  return `stash_${hash}_${number}`;
}

/** What says of a stash table what it keeps: its comment, so that the two come and go together. */
export function stashComment({ revision, direction, kind, table, column, key }: Omit<Stash, "name">): string {
  return JSON.stringify({ retort: 1, revision, direction, kind, table: [table.schema, table.name], column, key });
}

/** The stashes of a database, in the order they were made. What somebody else put there is passed over. */
export async function readStashes(connection: Connection, bookkeeping: string): Promise<readonly Stash[]> {
  const rows = await connection.rows<[name: string, comment: string | null]>(`
    SELECT c.relname, obj_description(c.oid, 'pg_class')
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname = ${quoteLiteral(bookkeeping)} AND c.relkind = 'r' AND c.relname LIKE 'stash\\_%'
    ORDER BY c.oid`);
  return rows.flatMap(([name, comment]) => {
    const read = readComment(comment);
    return read ? [{ name, ...read }] : [];
  });
}

/** A stash table's full name, quoted. */
export function stashTable(bookkeeping: string, name: string): string {
  return quoteName({ schema: bookkeeping, name }, "");
}

/** `key_1` … as the stash calls the columns of its key. */
export function keyColumn(index: number): string {
  return quoteIdentifier(`key_${index + 1}`);
}

function readComment(comment: string | null): Omit<Stash, "name"> | null {
  let said: unknown;
  try {
    said = JSON.parse(comment ?? "");
  } catch {
    return null;
  }
  if (typeof said !== "object" || said === null) return null;
  const { retort, revision, direction, kind, table, column, key } = said as Readonly<Record<string, unknown>>;
  const [schema, name] = isTexts(table) ? table : [];
  if (retort !== 1 || typeof revision !== "string" || schema === undefined || name === undefined) return null;
  if (direction !== "upgrade" && direction !== "downgrade") return null;
  if (kind !== "table" && kind !== "column" && kind !== "values") return null;
  if ((column !== null && typeof column !== "string") || (column === null) !== (kind === "table")) return null;
  if (!isTexts(key)) return null;
  return { revision, direction, kind, table: { schema, name }, column, key };
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((item) => typeof item === "string");
}
