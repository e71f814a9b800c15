import { nameKey, type QualifiedName, quoteIdentifier, quoteLiteral, quoteName } from "#engine/index.ts";
import type { Connection } from "#host/connection.ts";

/** Something whose rows or values are counted: a table, or one of its columns. */
export interface Counted {
  readonly table: QualifiedName;
  /** Null counts the table's rows. */
  readonly column: string | null;
  /** For a column: the rows that hold a value, those that hold NULL, or those that hold this very value. */
  readonly of: "values" | "nulls" | HeldValue;
}

/** A value as text, in a column of it or, with `list`, among the elements of one. */
export interface HeldValue {
  readonly value: string;
  readonly list: boolean;
}

/**
 * Exact counts, in the order asked; 0 for a table or column that the database does not have. One statement for all,
 * in the transaction of the caller or its own.
 */
export async function count(connection: Connection, wanted: readonly Counted[]): Promise<readonly number[]> {
  if (wanted.length === 0) return [];
  const present = await existing(connection, wanted);
  const parts = wanted.map((item) =>
    present.has(keyOf(item)) ? `(SELECT ${aggregate(item)} FROM ${quoteName(item.table, "")})` : "0",
  );
  const [row] = await connection.rows<string[]>(`SELECT ${parts.map((part) => `(${part})::bigint::text`).join(", ")}`);
  return (row ?? []).map(Number);
}

function aggregate({ column, of }: Counted): string {
  if (column === null) return "count(*)";
  const own = quoteIdentifier(column);
  if (of === "values") return `count(${own})`;
  if (of === "nulls") return `count(*) - count(${own})`;
  const value = quoteLiteral(of.value);
  return `count(*) FILTER (WHERE ${of.list ? `${value} = ANY (${own}::text[])` : `${own}::text = ${value}`})`;
}

async function existing(connection: Connection, wanted: readonly Counted[]): Promise<ReadonlySet<string>> {
  const rows = await connection.rows<[schema: string, table: string, column: string | null]>(
    `SELECT n.nspname, c.relname, a.attname
       FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
       LEFT JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
      WHERE c.relkind IN ('r', 'p') AND (n.nspname, c.relname) IN (SELECT * FROM unnest($1::text[], $2::text[]))`,
    [wanted.map((w) => w.table.schema), wanted.map((w) => w.table.name)],
  );
  return new Set(
    rows.flatMap(([schema, name, column]) => [
      keyOf({ table: { schema, name }, column: null }),
      keyOf({ table: { schema, name }, column }),
    ]),
  );
}

function keyOf({ table, column }: Pick<Counted, "table" | "column">): string {
  return `${nameKey(table)}\0${column ?? ""}`;
}
