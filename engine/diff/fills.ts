import { type Change, isHanded } from "#engine/changes/change.ts";
import type { Problem } from "#engine/core/problem.ts";
import { printName, printPart, readNames } from "#engine/diff/writtenNames.ts";
import { isCastable } from "#engine/schema/castable.ts";
import type { Schema } from "#engine/schema/model.ts";
import { nameKey, type QualifiedName } from "#engine/schema/name.ts";
import { columnKey, type ObjectKey } from "#engine/schema/objectKey.ts";

/** What the rows that are there hold in a column that comes or becomes required. */
export interface Fill {
  /** In the names of the target. */
  readonly table: QualifiedName;
  readonly column: string;
  /** An SQL expression over the row; null leaves the column optional for now. */
  readonly sql: string | null;
}

/** `[schema.]tasks.owner_id=EXPRESSION`, where `NULL` leaves the column optional. Null for a text that is none. */
export function parseFill(text: string, home: string): Fill | null {
  const name = readNames(text, 0);
  if (!name?.more) return null;
  const sql = text.slice(name.end).trim();
  const [a = "", b = "", c = ""] = name.parts;
  if (sql === "" || name.parts.length < 2 || name.parts.length > 3) return null;
  const value = /^null$/i.test(sql) ? null : sql;
  if (name.parts.length === 2) return { table: { schema: home, name: a }, column: b, sql: value };
  return { table: { schema: a, name: b }, column: c, sql: value };
}

/** `tasks.owner_id`: what a question about rows without a value is about, as `--fill` takes it. */
export function fillSubject(table: QualifiedName, column: string, home: string): string {
  return `${printName(table, home)}.${printPart(column)}`;
}

/** The target with the columns optional that were left so. A primary key's stay required. */
export function withOptional(to: Schema, fills: readonly Fill[]): Schema {
  const optional = new Set(fills.filter(({ sql }) => sql === null).map((fill) => keyOf(fill)));
  if (optional.size === 0) return to;
  return {
    ...to,
    tables: to.tables.map((table) => {
      const isOptional = (column: string) =>
        optional.has(columnKey(table.name, column)) && table.primaryKey?.columns.includes(column) !== true;
      if (!table.columns.some(({ name }) => isOptional(name))) return table;
      return {
        ...table,
        columns: table.columns.map((column) => (isOptional(column.name) ? { ...column, nullable: true } : column)),
      };
    }),
  };
}

/** What is wrong with fills that people asked for: of columns that are not there, or need none, or two of one. */
export function fillProblems(
  fills: readonly Fill[],
  changes: readonly Change[],
  to: Schema,
  home: string,
): readonly Problem[] {
  const filled = new Set(changes.flatMap(filledColumns));
  const tables = new Map(to.tables.map((table) => [nameKey(table.name), table]));
  const seen = new Set<ObjectKey>();
  return fills.flatMap((fill): Problem[] => {
    const key = keyOf(fill);
    const table = tables.get(nameKey(fill.table));
    const why = () => {
      if (seen.has(key)) return "this column is filled twice";
      if (fill.sql === null && table?.primaryKey?.columns.includes(fill.column) === true) {
        return "a column of the primary key can't be left optional";
      }
      if (filled.has(key) || fill.sql === null) return null;
      const exists = table?.columns.some(({ name }) => name === fill.column) === true;
      return exists ? "it is there already, and needs no value" : "there is no such column afterwards";
    };
    const reason = why();
    seen.add(key);
    if (reason === null) return [];
    const message = `--fill ${fillSubject(fill.table, fill.column, home)}: ${reason}.`;
    return [{ code: "change/fill", severity: "error", message, place: null }];
  });
}

/** Columns whose rows a change has to give values, there or back. */
function filledColumns(change: Change): ObjectKey[] {
  if (change.kind === "addColumn" || change.kind === "dropColumn") return [columnKey(change.table, change.column.name)];
  if (change.kind !== "alterColumn" || change.fill === null) return [];
  const { table, from, to, fill } = change;
  const isTaken = isHanded(fill) || from.nullable || !isCastable(from.type, to.type);
  return isTaken ? [columnKey(table, to.name)] : [];
}

function keyOf({ table, column }: Fill): ObjectKey {
  return columnKey(table, column);
}
