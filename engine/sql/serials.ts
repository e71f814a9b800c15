import type { Column, ColumnType } from "#engine/schema/model.ts";
import { objectName } from "#engine/schema/partNames.ts";
import { type QualifiedName, sameName } from "#engine/schema/name.ts";
import { isInteger, printType } from "#engine/sql/columnTypes.ts";
import { quoteIdentifier, quoteLiteral, quoteName } from "#engine/sql/quote.ts";
import type { Context } from "#engine/sql/rendering.ts";
import { sequenceOptions } from "#engine/sql/sequences.ts";

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
  if (
    sequence === null ||
    column.sequence ||
    column.nullable ||
    !isInteger(column.type) ||
    column.type.kind !== "builtin"
  )
    return null;
  const chosen = { schema: table.schema, name: serialName(table.name, column.name) };
  if (!sameName(sequence, chosen) || isTaken(chosen)) return null;
  return { int2: "SMALLSERIAL", int4: "SERIAL", int8: "BIGSERIAL" }[column.type.name] ?? null;
}

export function createOwnedSequence(name: QualifiedName, { type, sequence }: Column, home: string): string {
  if (sequence === null) return `CREATE SEQUENCE ${quoteName(name, home)}${asType(type)}`;
  return [`CREATE SEQUENCE ${quoteName(name, home)}`, ...sequenceOptions(sequence, "int8")].join(" ");
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

export function serialName(table: string, column: string): string {
  return objectName(table, column, "seq");
}
