import type { Column, ColumnType } from "#engine/schema/model.ts";
import { type QualifiedName, sameName } from "#engine/schema/name.ts";
import { isInteger, printType } from "#engine/sql/columnTypes.ts";
import { cutToBytes, longestName, utf8Length } from "#engine/sql/nameLength.ts";
import { quoteIdentifier, quoteLiteral, quoteName } from "#engine/sql/quote.ts";
import type { Context } from "#engine/sql/rendering.ts";

/** The sequence that a column's default takes its values from, where the column owns it. */
export function ownedSequence(column: Column): QualifiedName | null {
  return column.default?.kind === "serial" ? column.default.sequence : null;
}

/**
 * `SERIAL` and its sisters, where they come to this very column: an integer that is required, with a sequence of the name
 * that PostgreSQL would choose. Null elsewhere.
 */
export function serialType(table: QualifiedName, column: Column, { isTaken }: Pick<Context, "isTaken">): string | null {
  const sequence = ownedSequence(column);
  if (sequence === null || column.nullable || !isInteger(column.type) || column.type.kind !== "builtin") return null;
  const chosen = { schema: table.schema, name: serialName(table.name, column.name) };
  if (!sameName(sequence, chosen) || isTaken(chosen)) return null;
  return { int2: "SMALLSERIAL", int4: "SERIAL", int8: "BIGSERIAL" }[column.type.name] ?? null;
}

export function createOwnedSequence(sequence: QualifiedName, type: ColumnType, home: string): string {
  return `CREATE SEQUENCE ${quoteName(sequence, home)}${asType(type)}`;
}

export function asType(type: ColumnType): string {
  return isInteger(type) ? ` AS ${printType(type, "")}` : "";
}

export function ownSequence(sequence: QualifiedName, table: QualifiedName, column: string, home: string): string {
  const owner = `${quoteName(table, home)}.${quoteIdentifier(column)}`;
  return `ALTER SEQUENCE ${quoteName(sequence, home)} OWNED BY ${owner}`;
}

/** The next value follows the greatest in the table, and is 1 in an empty one. `sequence` is an SQL expression. */
export function followData(sequence: string, table: QualifiedName, column: string, home: string): string {
  const greatest = `(SELECT max(${quoteIdentifier(column)}) FROM ${quoteName(table, home)})`;
  return `SELECT setval(${sequence}, GREATEST(${greatest}, 0) + 1, false)`;
}

export function sequenceExpression(sequence: QualifiedName, home: string): string {
  return quoteLiteral(quoteName(sequence, home));
}

export function identitySequence(table: QualifiedName, column: string, home: string): string {
  return `pg_get_serial_sequence(${quoteLiteral(quoteName(table, home))}, ${quoteLiteral(column)})`;
}

/**
 * `table_column_seq`, the longer of both names cut byte by byte until the whole fits, then back to a whole character
 * (`makeObjectName` in PostgreSQL's `commands/indexcmds.c`).
 */
export function serialName(table: string, column: string): string {
  const room = longestName - "__seq".length;
  let left = utf8Length(table);
  let right = utf8Length(column);
  while (left + right > room) {
    if (left > right) left--;
    else right--;
  }
  return `${cutToBytes(table, left)}_${cutToBytes(column, right)}_seq`;
}
