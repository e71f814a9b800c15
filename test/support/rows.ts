import {
  type Column,
  type ColumnType,
  type EnumType,
  printType,
  quoteIdentifier,
  quoteLiteral,
  quoteName,
  type QualifiedName,
  sameName,
  type Schema,
  type Table,
} from "#engine/index.ts";
import type { Connection } from "#host/connection.ts";

/** Rows of every table, and what they hold. */

/**
 * Puts up to three rows into every table, of which the third has NULL wherever it may. What columns join has the same
 * values on both ends. A table whose checks refuse them stays empty,
 * and what leans on it.
 */
export async function fillTables(connection: Connection, { tables, enums }: Schema): Promise<void> {
  // Foreign keys are kept by triggers, which a replica does not run.
  await connection.rows("SET session_replication_role = replica");
  for (const table of tables) {
    const columns = table.columns.filter(({ generated, identity }) => generated === null && identity !== "always");
    if (columns.length === 0) continue;
    const rows = [1, 2, 3].map((row) => {
      const values = columns.map((column) =>
        row === 3 && column.nullable ? "NULL" : sampleOf(column.type, row, enums),
      );
      return `(${values.join(", ")})`;
    });
    const names = columns.map(({ name }) => quoteIdentifier(name)).join(", ");
    for (const row of rows) {
      await connection
        .rows(`INSERT INTO ${quoteName(table.name, "")} (${names}) VALUES ${row} ON CONFLICT DO NOTHING`)
        .catch((error: unknown) => {
          if (!isAboutData(error)) throw error;
        });
    }
  }
  await dropOrphans(connection, tables);
  await connection.rows("RESET session_replication_role");
}

/** Rows that lean on a table which stayed empty: no foreign key would have let them in. */
async function dropOrphans(connection: Connection, tables: readonly Table[]): Promise<void> {
  const statements = tables.flatMap(({ name, foreignKeys }) =>
    foreignKeys
      .filter(({ validated, enforced, period }) => validated && enforced && !period)
      .map(({ columns, references, match }) => {
        const own = columns.map((column) => `o.${quoteIdentifier(column)}`);
        const pairs = references.columns.map((column, at) => `r.${quoteIdentifier(column)} = ${own[at] ?? ""}`);
        const target = quoteName(references.table, "");
        const led = `EXISTS (SELECT FROM ${target} r WHERE ${pairs.join(" AND ")})`;
        const absent = own.map((column) => `${column} IS NULL`).join(match === "full" ? " AND " : " OR ");
        return `DELETE FROM ${quoteName(name, "")} o WHERE NOT (${absent}) AND NOT ${led} RETURNING 1`;
      }),
  );
  for (let gone = 1; gone > 0;) {
    gone = 0;
    for (const sql of statements) gone += (await connection.rows(sql)).length;
  }
}

/** An expression for a value of the type: another one for another row, where the type has so many. */
export function sampleOf(type: ColumnType, row: number, enums: readonly EnumType[]): string {
  const element = { ...type, array: false };
  const text = textOf(element, row, enums);
  return `${quoteLiteral(type.array ? `{${JSON.stringify(text)}}` : text)}::${printType(type, "")}`;
}

/** By column, the values of its rows as text, sorted. */
export async function valuesIn(connection: Connection, { tables }: Schema): Promise<TableValues> {
  const values = new Map<string, readonly (string | null)[]>();
  for (const { name, columns } of tables) {
    const texts = columns.map((column) => `${quoteIdentifier(column.name)}::text`);
    const rows = await connection.rows<(string | null)[]>(`SELECT ${texts.join(", ")} FROM ${quoteName(name, "")}`);
    for (const [at, column] of columns.entries()) {
      values.set(columnPath(name, column), rows.map((row) => row[at] ?? null).toSorted(byText));
    }
  }
  return values;
}

export type TableValues = ReadonlyMap<string, readonly (string | null)[]>;

export function columnPath(table: QualifiedName, { name }: Pick<Column, "name">): string {
  return JSON.stringify([table.schema, table.name, name]);
}

/**
 * A data exception or a violated constraint (SQLSTATE classes 22 and 23): rows are not as a statement needs them. What
 * tsvector's input refuses is a syntax error, that of a value: it points at no place in the statement.
 */
export function isAboutData(error: unknown): boolean {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  if (!(cause instanceof Error) || !("code" in cause)) return false;
  return /^2[23]/.test(String(cause.code)) || (cause.code === "42601" && !("position" in cause && cause.position));
}

/** Nulls among the empty texts, so that there is one order. */
export function byText(a: string | null, b: string | null): number {
  return (a ?? "").localeCompare(b ?? "") || Number(a === null) - Number(b === null);
}

function textOf(type: ColumnType, row: number, enums: readonly EnumType[]): string {
  if (type.kind === "enum") {
    const values = enums.find(({ name }) => sameName(name, type.name))?.values ?? [];
    return values[row % values.length] ?? "";
  }
  const [length = 8] = type.kind === "builtin" ? type.args : [];
  return samples[type.name]?.(row, length) ?? String(row);
}

const samples: Readonly<Record<string, (row: number, length: number) => string>> = {
  bool: (row) => String(row % 2 === 0),
  uuid: (row) => `00000000-0000-4000-8000-00000000000${row}`,
  bit: (row, length) => row.toString(2).padStart(length, "0").slice(-length),
  varbit: (row) => row.toString(2),
  xml: (row) => `<a>${row}</a>`,
  inet: (row) => `10.0.0.${row}`,
  cidr: (row) => `10.0.${row}.0/24`,
  macaddr: (row) => `08:00:2b:01:02:0${row}`,
  date: (row) => `2020-01-0${row}`,
  time: (row) => `0${row}:02:03`,
  timetz: (row) => `0${row}:02:03+00`,
  timestamp: (row) => `2020-01-0${row} 01:02:03`,
  timestamptz: (row) => `2020-01-0${row} 01:02:03+00`,
  interval: (row) => `${row} hours`,
  bytea: (row) => `\\x0${row}`,
  json: (row) => `{"n": ${row}}`,
  jsonb: (row) => `{"n": ${row}}`,
  tsvector: (row) => `word${row}`,
  point: (row) => `(${row},${row})`,
  int4range: (row) => `[${row},${row + 4})`,
  hstore: (row) => `n=>${row}`,
};
