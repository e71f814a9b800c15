import { type ChangeOf, type Handover, isHandover, type RowFill } from "#engine/changes/change.ts";
import type { Column, ColumnType } from "#engine/schema/model.ts";
import type { QualifiedName } from "#engine/schema/name.ts";
import { sequenceTypeOf } from "#engine/schema/plain.ts";
import { convert } from "#engine/sql/casts.ts";
import { printBareType, printType, sameBaseType } from "#engine/sql/columnTypes.ts";
import { printColumnDefault } from "#engine/sql/defaults.ts";
import { withoutWaiting } from "#engine/sql/deferredChecks.ts";
import { addNotNull, notNullAfterwards, notNullClause } from "#engine/sql/notNull.ts";
import { quoteCollation, quoteIdentifier, quoteName } from "#engine/sql/quote.ts";
import { type Context, sql, type Sql } from "#engine/sql/rendering.ts";
import { sequenceOptions } from "#engine/sql/sequences.ts";
import { createOwnedSequence, ownedSequence, ownSequence, serialType } from "#engine/sql/serials.ts";

/** A column as CREATE TABLE and ADD COLUMN define it: `"title" VARCHAR(200) NOT NULL DEFAULT 'untitled'`. */
export function columnDefinition(table: QualifiedName, column: Column, context: Context): string {
  const { home } = context;
  const serial = serialType(table, column, context);
  return [
    quoteIdentifier(column.name),
    serial ?? printType(column.type, home),
    collate(column),
    notNullClause(column),
    serial === null && column.default ? `DEFAULT ${printColumnDefault(column, home)}` : "",
    identity(column),
    generated(column),
  ]
    .filter((part) => part !== "")
    .join(" ");
}

export function collate(column: Column): string {
  return column.collation === null ? "" : `COLLATE ${quoteCollation(column.collation)}`;
}

/** What stands before and after the definition of a column whose sequence SERIAL would name otherwise. */
export function sequenceAround(table: QualifiedName, column: Column, context: Context): readonly [string[], string[]] {
  const sequence = ownedSequence(column);
  if (sequence === null || serialType(table, column, context) !== null) return [[], []];
  return [
    [createOwnedSequence(sequence, column, context.home)],
    [ownSequence(sequence, table, column.name, context.home)],
  ];
}

export function addColumn({ table, column, fill }: ChangeOf<"addColumn">, context: Context): Sql {
  const name = quoteName(table, context.home);
  const [before, after] = sequenceAround(table, column, context);
  const fillsItself = column.identity !== null || column.generated !== null || column.default?.kind === "serial";
  if (fill === null || fillsItself) {
    return sql(
      ...before,
      `ALTER TABLE ${name} ADD COLUMN ${columnDefinition(table, column, context)}`,
      ...notNullAfterwards(table, column, context.home),
      ...after,
    );
  }
  // The rows that are there get their value between the column's birth and the moment it becomes required.
  const own = quoteIdentifier(column.name);
  const open = columnDefinition(table, { ...column, nullable: true, notNull: null, default: null }, context);
  if (isHandover(fill)) return sql(`ALTER TABLE ${name} ADD COLUMN ${open}`, handOver(table, own, fill, context));
  const closing = [
    column.default ? `ALTER COLUMN ${own} SET DEFAULT ${printColumnDefault(column, context.home)}` : "",
    column.nullable ? "" : addNotNull(column),
  ].filter((action) => action !== "");
  return sql(
    ...before,
    `ALTER TABLE ${name} ADD COLUMN ${open}`,
    fillRows(name, own, fill),
    ...withoutWaiting(table, closing.length > 0 ? [`ALTER TABLE ${name} ${closing.join(",\n")}`] : [], context),
    ...after,
  );
}

/** What rows hold ready for another column, as text. */
function handOver(table: QualifiedName, column: string, { takenBy, value }: Handover, { home }: Context): string {
  const name = quoteName(table, home);
  if (value.kind === "distinct") {
    return fillRows(name, column, value.of === "uuid" ? "gen_random_uuid()" : { perNumber: "numbered.number" });
  }
  if (value.kind === "given") return fillRows(name, column, value.sql);
  if (value.kind === "own") return fillRows(name, column, asNewType(quoteIdentifier(takenBy), value, home));
  const { columns, references } = value.key;
  const joined = columns.map(
    (each, at) => `t.${quoteIdentifier(each)} = k.${quoteIdentifier(references.columns[at] ?? "")}`,
  );
  return [
    `UPDATE ${name} AS t SET ${column} = k.${quoteIdentifier(value.column)}`,
    `FROM ${quoteName(references.table, home)} AS k WHERE ${joined.join(" AND ")}`,
  ].join("\n");
}

/** As the new type has it, so that its text is one that the new type reads: of 1.00 it is 1 where that is whole. */
function asNewType(
  own: string,
  { from, to }: { readonly from: ColumnType; readonly to: ColumnType },
  home: string,
): string {
  const using = convert(own, from, to, home)?.using;
  return using ?? (sameBaseType(from, to) ? own : `${own}::${printBareType(to, home)}`);
}

/** Rows are told apart by where they are kept, in which of the tables that a parent stands for. */
function fillRows(table: string, column: string, fill: Exclude<RowFill, Handover>): string {
  if (typeof fill === "string") return `UPDATE ${table} SET ${column} = (${fill})`;
  const numbers = `SELECT tableoid, ctid, row_number() OVER () AS number FROM ${table}`;
  return [
    `UPDATE ${table} AS t SET ${column} = (${fill.perNumber})`,
    `FROM (${numbers}) AS numbered WHERE t.tableoid = numbered.tableoid AND t.ctid = numbered.ctid`,
  ].join("\n");
}

export function dropColumn({ table, column }: ChangeOf<"dropColumn">, { home }: Context): Sql {
  return sql(`ALTER TABLE ${quoteName(table, home)} DROP COLUMN ${quoteIdentifier(column.name)}`);
}

export function renameColumn({ table, from, to }: ChangeOf<"renameColumn">, { home }: Context): Sql {
  return sql(`ALTER TABLE ${quoteName(table, home)} RENAME COLUMN ${quoteIdentifier(from)} TO ${quoteIdentifier(to)}`);
}

export function identity(column: Column): string {
  return column.identity === null
    ? ""
    : `GENERATED ${column.identity.toUpperCase()} AS IDENTITY${identityOptions(column)}`;
}

function identityOptions({ sequence, type }: Column): string {
  const options = sequence ? sequenceOptions(sequence, sequenceTypeOf(type)) : [];
  return options.length > 0 ? ` (${options.join(" ")})` : "";
}

function generated(column: Column): string {
  if (column.generated === null) return "";
  return `GENERATED ALWAYS AS (${column.generated.expression}) ${column.generated.stored ? "STORED" : "VIRTUAL"}`;
}
