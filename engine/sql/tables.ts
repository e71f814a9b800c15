import type { ChangeOf } from "#engine/changes/change.ts";
import type { Check, Table } from "#engine/schema/model.ts";
import { type QualifiedName, sameName } from "#engine/schema/name.ts";
import { columnDefinition, sequenceAround } from "#engine/sql/columns.ts";
import { createIndexStatement } from "#engine/sql/indexes.ts";
import { addConstraint, constraint, primaryKeyDefinition } from "#engine/sql/keys.ts";
import { notNullAfterwards } from "#engine/sql/notNull.ts";
import { attachPartition, beforeAttachment, createPartition, detachIfReferenced } from "#engine/sql/partitions.ts";
import { quoteName } from "#engine/sql/quote.ts";
import { moveAndRename } from "#engine/sql/renames.ts";
import { type Context, sql, type Sql } from "#engine/sql/rendering.ts";

/** The primary key and checks stand in the table's own statement; indexes, and what is one underneath, follow it. */
export function createTable({ table }: ChangeOf<"createTable">, context: Context): Sql {
  if (table.partitionOf === null) return sql(...tableStatements(table, context));
  const partition = createPartition(table, context);
  if (partition) return partition;
  const { name, partitionOf } = table;
  const attach = attachPartition({ kind: "attachPartition", table: name, partitionOf }, context);
  return sql(...tableStatements(beforeAttachment(table, context), context), ...attach.statements);
}

function tableStatements(table: Table, context: Context): string[] {
  const { home } = context;
  const around = table.columns.map((column) => sequenceAround(table.name, column, context));
  const parents = table.inherits.map((parent) => quoteName(parent, home)).join(", ");
  const tail = [
    ...(parents === "" ? [] : [` INHERITS (${parents})`]),
    ...(table.partitionBy === null ? [] : [` PARTITION BY ${table.partitionBy}`]),
  ];
  return [
    ...around.flatMap(([before]) => before),
    `CREATE TABLE ${quoteName(table.name, home)} (${body(table, context)})${tail.join("")}`,
    ...around.flatMap(([, after]) => after),
    ...table.columns.flatMap((column) => notNullAfterwards(table.name, column, home)),
    ...table.indexes.map((index) => createIndexStatement(table.name, index, home)),
    ...table.checks
      .filter((check) => !standsInside(check))
      .map((check) => addConstraint(table.name, check.name, check.definition, home)),
  ];
}

export function dropTable({ table }: ChangeOf<"dropTable">, context: Context): Sql {
  const drop = `DROP TABLE ${quoteName(table.name, context.home)}`;
  return table.partitionOf ? sql(...detachIfReferenced(table.name, table.partitionOf, context), drop) : sql(drop);
}

export function renameTable({ from, to }: ChangeOf<"renameTable">, { home, before }: Context): Sql {
  const isTaken = (name: QualifiedName) => before().tables.some((table) => sameName(table.name, name));
  return sql(...moveAndRename("TABLE", from, to, { home, isTaken }));
}

function body(table: Table, context: Context): string {
  const columns = table.columns.map((column) => columnDefinition(table.name, column, context));
  const constraints = [
    ...(table.primaryKey ? [constraint(table.primaryKey.name, primaryKeyDefinition(table.primaryKey))] : []),
    ...table.checks.filter(standsInside).map((check) => constraint(check.name, check.definition)),
  ];
  if (columns.length + constraints.length === 0) return "";
  // A blank line sets the constraints apart from the columns.
  const lines = [columns, constraints].filter((group) => group.length > 0);
  return `\n${lines.map((group) => group.map((line) => `    ${line}`).join(",\n")).join(",\n\n")}\n`;
}

/**
 * Within CREATE TABLE, PostgreSQL silently makes one of two constraints that would have the same index, and takes every
 * check for valid.
 */
function standsInside({ kind, definition }: Check): boolean {
  return kind === "check" && !definition.endsWith(" NOT VALID");
}
