import type { ChangeOf } from "#engine/changes/change.ts";
import { inheritedColumns, standingAlone, tableFinder } from "#engine/schema/inherited.ts";
import type { PartitionOf, Table } from "#engine/schema/model.ts";
import { nameKey, type QualifiedName } from "#engine/schema/name.ts";
import { alterColumn } from "#engine/sql/alterColumn.ts";
import { createIndexStatement } from "#engine/sql/indexes.ts";
import { addConstraint, primaryKeyDefinition } from "#engine/sql/keys.ts";
import { quoteName } from "#engine/sql/quote.ts";
import { type Context, sql, type Sql } from "#engine/sql/rendering.ts";

export function attachPartition({ table, partitionOf }: ChangeOf<"attachPartition">, { home }: Context): Sql {
  const parent = quoteName(partitionOf.table, home);
  return sql(`ALTER TABLE ${parent} ATTACH PARTITION ${quoteName(table, home)} ${partitionOf.bound}`);
}

export function detachPartition({ table, partitionOf }: ChangeOf<"detachPartition">, { home }: Context): Sql {
  return sql(`ALTER TABLE ${quoteName(partitionOf.table, home)} DETACH PARTITION ${quoteName(table, home)}`);
}

/** PostgreSQL will not drop a partition as long as foreign keys refer to the table that it is a part of. */
export function detachIfReferenced(
  table: QualifiedName,
  partitionOf: PartitionOf,
  context: Context,
): readonly string[] {
  const { tables } = context.before();
  const find = tableFinder(tables);
  const above = new Set<string>();
  for (let name: QualifiedName | undefined = partitionOf.table; name; name = find(name)?.partitionOf?.table) {
    above.add(nameKey(name));
  }
  const isReferenced = tables.some(({ foreignKeys }) =>
    foreignKeys.some(({ references }) => above.has(nameKey(references.table))),
  );
  return isReferenced ? detachPartition({ kind: "detachPartition", table, partitionOf }, context).statements : [];
}

export function addParent({ table, parent }: ChangeOf<"addParent">, { home }: Context): Sql {
  return sql(`ALTER TABLE ${quoteName(table, home)} INHERIT ${quoteName(parent, home)}`);
}

export function dropParent({ table, parent }: ChangeOf<"dropParent">, { home }: Context): Sql {
  return sql(`ALTER TABLE ${quoteName(table, home)} NO INHERIT ${quoteName(parent, home)}`);
}

/**
 * A partition that comes with its parent's columns and indexes, then what it has otherwise. Null where it can't be made
 * so: parts of its parent's indexes have names of their own when they are there before it becomes a partition.
 */
export function createPartition(table: Table, context: Context): Sql | null {
  const { partitionOf, primaryKey, indexes } = table;
  if (partitionOf === null || primaryKey?.partOf || indexes.some((index) => index.partOf)) return null;
  const { home } = context;
  const key = table.partitionBy === null ? "" : ` PARTITION BY ${table.partitionBy}`;
  const name = quoteName(table.name, home);
  const create = `CREATE TABLE ${name} PARTITION OF ${quoteName(partitionOf.table, home)} ${partitionOf.bound}${key}`;
  const inherited = new Map(
    inheritedColumns({ ...table, columns: [] }, tableFinder(context.before().tables)).map((column) => [
      column.name,
      column,
    ]),
  );
  const columns = table.columns.map((to): Sql => {
    const from = inherited.get(to.name);
    return from ? alterColumn({ kind: "alterColumn", table: table.name, from, to, fill: null }, context) : sql();
  });
  return {
    ...sql(
      create,
      ...columns.flatMap(({ statements }) => statements),
      ...(primaryKey ? [addConstraint(table.name, primaryKey.name, primaryKeyDefinition(primaryKey), home)] : []),
      ...indexes.map((index) => createIndexStatement(table.name, index, home)),
      ...table.checks.map((check) => addConstraint(table.name, check.name, check.definition, home)),
    ),
    problems: columns.flatMap(({ problems }) => problems),
  };
}

/** The table as it has to be before it becomes a partition. */
export function beforeAttachment(table: Table, context: Context): Table {
  const { columns, checks } = standingAlone(table, tableFinder(context.before().tables));
  return { ...table, columns, checks, partitionOf: null };
}
