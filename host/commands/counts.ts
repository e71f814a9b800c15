import {
  type ColumnType,
  nameKey,
  printType,
  type QualifiedName,
  quoteIdentifier,
  quoteLiteral,
  quoteName,
} from "#engine/index.ts";
import type { Connection } from "#host/connection.ts";
import { errorCode } from "#host/runner/statementFailure.ts";

/** Something whose rows or values are counted: a table, or one of its columns. */
export interface Counted {
  readonly table: QualifiedName;
  /** Null counts the table's rows. */
  readonly column: string | null;
  /** For a column: the rows that hold a value, those that hold NULL, this very value, or one that becomes another. */
  readonly of: "values" | "nulls" | HeldValue | ChangedValue | CutList;
  /** Partitions whose rows don't count. */
  readonly without?: readonly QualifiedName[];
}

/** A value that is another one after it was cast to `to` and back. Where the server can't say, every value counts. */
export interface ChangedValue {
  readonly from: ColumnType;
  readonly to: ColumnType;
}

/** A list that is not the list of its first value, or whose first value becomes another. */
export interface CutList {
  readonly first: ChangedValue | null;
}

/** A value as text, in a column of it or, with `list`, among the elements of one. */
export interface HeldValue {
  readonly value: string;
  readonly list: boolean;
}

export interface Count {
  readonly number: number;
  /** False where counting took too long: the number is then what the server's statistics say. */
  readonly exact: boolean;
}

/**
 * Counts in the order asked; 0 for a table or column that the database does not have, and for a partition where the
 * table it is part of is counted too. Each may take `timeoutMs`, then the server's own estimate stands for it. Not to be
 * asked within a transaction.
 */
export async function count(
  connection: Connection,
  wanted: readonly Counted[],
  { timeoutMs = 5000 }: { readonly timeoutMs?: number } = {},
): Promise<readonly Count[]> {
  if (wanted.length === 0) return [];
  const present = await existing(connection, wanted);
  const questions = wanted.map((item) => (present.has(keyOf(item)) ? item : null));
  const together = await counted(connection, questions, timeoutMs);
  if (typeof together !== "string") return together.map((number) => ({ number, exact: true }));
  const counts: Count[] = [];
  for (const item of questions) {
    let found = item ? await counted(connection, [item], timeoutMs) : [0];
    if (found === "refused" && item) found = await counted(connection, [{ ...item, of: "values" }], timeoutMs);
    const number = typeof found === "string" ? undefined : found[0];
    if (number !== undefined) counts.push({ number, exact: true });
    else counts.push({ number: item ? await estimate(connection, item) : 0, exact: false });
  }
  return counts;
}

/** One statement for all, which may take too long, or meet a value that a cast refuses. */
async function counted(
  connection: Connection,
  items: readonly (Counted | null)[],
  timeoutMs: number,
): Promise<readonly number[] | "slow" | "refused"> {
  const parts = items.map((item) =>
    item ? `(SELECT ${aggregate(item)} FROM ${quoteName(item.table, "")}${where(item)})` : "0",
  );
  const select = `SELECT ${parts.map((part) => `(${part})::bigint::text`).join(", ")}`;
  try {
    const [row] = await connection.transaction(
      async () => {
        await connection.rows(`SET LOCAL statement_timeout = ${timeoutMs}`);
        return connection.rows<string[]>(select);
      },
      { readOnly: true },
    );
    return (row ?? []).map(Number);
  } catch (error) {
    if (errorCode(error) === "57014") return "slow";
    if (items.some(asksCast) && isRefusal(error)) return "refused";
    throw error;
  }
}

/** Of a column whose type on this server may not be the one that it will have when its turn comes. */
function asksCast(item: Counted | null): boolean {
  return item !== null && typeof item.of === "object" && !("value" in item.of);
}

/** A value that does not fit (class 22), or a column that is of another type as yet (42). */
function isRefusal(error: unknown): boolean {
  return /^(?:22|42)/.test(errorCode(error) ?? "");
}

/** Manual, "pg_class": -1 where the table was never analyzed; then its size stands for it, at a hundred bytes a row. */
async function estimate(connection: Connection, { table, column, of }: Counted): Promise<number> {
  const name = quoteLiteral(quoteName(table, ""));
  const [[rows, nulls] = [0, null]] = await connection.rows<[number, number | null]>(`
    SELECT CASE WHEN c.reltuples >= 0 THEN c.reltuples ELSE pg_table_size(c.oid) / 100 END::float8, s.null_frac::float8
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      LEFT JOIN pg_stats s ON s.schemaname = n.nspname AND s.tablename = c.relname AND s.attname = ${quoteLiteral(column ?? "")}
    WHERE c.oid = to_regclass(${name})`);
  if (column === null) return Math.round(rows);
  return Math.round(of === "nulls" ? rows * (nulls ?? 1) : rows * (1 - (nulls ?? 0)));
}

function aggregate({ column, of }: Counted): string {
  if (column === null) return "count(*)";
  const own = quoteIdentifier(column);
  if (of === "values") return `count(${own})`;
  if (of === "nulls") return `count(*) - count(${own})`;
  if ("to" in of) return `count(*) FILTER (WHERE ${becomesAnother(own, of)})`;
  if ("first" in of) {
    const one = `${own}[1]`;
    const other = [`cardinality(${own}) <> 1`, `${one} IS NULL`, ...(of.first ? [becomesAnother(one, of.first)] : [])];
    return `count(${own}) FILTER (WHERE ${other.join(" OR ")})`;
  }
  const value = quoteLiteral(of.value);
  return `count(*) FILTER (WHERE ${of.list ? `${value} = ANY (${own}::text[])` : `${own}::text = ${value}`})`;
}

function becomesAnother(value: string, { from, to }: ChangedValue): string {
  return `${value}::${printType(to, "")}::${printType(from, "")} IS DISTINCT FROM ${value}`;
}

/** A database may lack partitions that the shadow has. */
function where({ without = [] }: Counted): string {
  if (without.length === 0) return "";
  const oids = without.map((name) => `to_regclass(${quoteLiteral(quoteName(name, ""))})::oid`);
  return ` WHERE tableoid <> ALL (array_remove(ARRAY[${oids.join(", ")}], NULL))`;
}

async function existing(connection: Connection, wanted: readonly Counted[]): Promise<ReadonlySet<string>> {
  const tables = [wanted.map((w) => w.table.schema), wanted.map((w) => w.table.name)];
  const rows = await connection.rows<[schema: string, table: string, column: string | null]>(
    `WITH wanted AS (SELECT * FROM unnest($1::text[], $2::text[]) AS w (nspname, relname))
     SELECT n.nspname, c.relname, a.attname
       FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
       LEFT JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
      WHERE c.relkind IN ('r', 'p') AND (n.nspname, c.relname) IN (SELECT * FROM wanted)
        AND NOT EXISTS (
          SELECT FROM pg_inherits i JOIN pg_class p ON p.oid = i.inhparent JOIN pg_namespace m ON m.oid = p.relnamespace
          WHERE i.inhrelid = c.oid AND c.relispartition AND (m.nspname, p.relname) IN (SELECT * FROM wanted))`,
    tables,
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
