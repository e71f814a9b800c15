import {
  type Check,
  constraintKey,
  type ForeignKey,
  indexKey,
  plainTable,
  type PrimaryKey,
  type QualifiedName,
  type Table,
  tableKey,
} from "#engine/index.ts";
import {
  type CatalogRows,
  type ConstraintRow,
  deferrability,
  type IndexRow,
  type Oid,
  referentialActions,
} from "#host/catalog/catalogRows.ts";
import type { TableColumns } from "#host/catalog/columns.ts";
import { indexesByTable, vector } from "#host/catalog/indexes.ts";
import type { Namespaces } from "#host/catalog/namespaces.ts";
import { catalogs, type ObjectKeys } from "#host/catalog/objectKeys.ts";

/** The tables of one reading, each whole: heirs with all that they have from their parents. */
export function readTables(
  rows: CatalogRows,
  columns: TableColumns,
  namespaces: Namespaces,
  keys: ObjectKeys,
): Table[] {
  const names = new Map((rows.tables ?? []).map((row) => [row[0], namespaces.name(row[1], row[2])]));
  const indexNames = new Map(
    (rows.indexes ?? []).map((row) => [row[1], { schema: names.get(row[0])?.schema ?? "", name: row[2] }]),
  );
  const indexes = indexesByTable(rows, columns, indexNames);
  const constraints = new Map<Oid, Constraints>();
  for (const [oid] of rows.tables ?? []) constraints.set(oid, { primaryKey: null, foreignKeys: [], checks: [] });
  const context: ConstraintContext = {
    columns,
    references: referencedTables(rows, columns, namespaces),
    indexes: new Map((rows.indexes ?? []).map((row) => [row[1], row])),
    indexNames,
  };
  for (const row of rows.constraints ?? []) addConstraint(constraints.get(row[0]), row, context);
  addKeys(rows, names, columns, keys);
  const parents = new Map<Oid, QualifiedName[]>();
  for (const [table, schema, name] of rows.inherits ?? []) {
    parents.set(table, [...(parents.get(table) ?? []), { schema, name }]);
  }
  return (rows.tables ?? []).map((row) => {
    const [oid, namespace, name, , , , , , partitionBy, , bound] = row;
    const from = parents.get(oid) ?? [];
    const [parent] = from;
    return {
      ...plainTable(namespaces.name(namespace, name), columns.of(oid, { isPartition: bound !== null })),
      primaryKey: constraints.get(oid)?.primaryKey ?? null,
      indexes: indexes.get(oid) ?? [],
      foreignKeys: constraints.get(oid)?.foreignKeys ?? [],
      checks: constraints.get(oid)?.checks ?? [],
      partitionBy,
      partitionOf: parent && bound !== null ? { table: parent, bound } : null,
      inherits: bound === null ? from : [],
    };
  });
}

function addKeys(
  rows: CatalogRows,
  names: ReadonlyMap<Oid, QualifiedName>,
  columns: TableColumns,
  keys: ObjectKeys,
): void {
  for (const [oid, name] of names) {
    keys.addTable(oid, tableKey(name), { name, column: (number) => columns.name(oid, number) });
  }
  for (const [table, oid, index] of rows.indexes ?? []) {
    const name = names.get(table);
    if (name) keys.add(catalogs.class, oid, indexKey(name, index));
  }
  for (const row of rows.constraints ?? []) {
    const name = names.get(row[0]);
    if (name) keys.add(catalogs.constraint, row[17], constraintKey(name, row[1]));
  }
}

interface Constraints {
  primaryKey: PrimaryKey | null;
  readonly foreignKeys: ForeignKey[];
  readonly checks: Check[];
}

interface ConstraintContext {
  readonly columns: TableColumns;
  readonly references: ReadonlyMap<Oid, ReferencedTable>;
  readonly indexes: ReadonlyMap<Oid, IndexRow>;
  readonly indexNames: ReadonlyMap<Oid, QualifiedName>;
}

/** A table that a foreign key refers to, among those read or in a schema that was not. */
interface ReferencedTable {
  readonly name: QualifiedName;
  column(number: number): string;
}

function addConstraint(into: Constraints | undefined, row: ConstraintRow, context: ConstraintContext): void {
  const [, name, type, , , , , , , , , , , definition] = row;
  if (into === undefined) return;
  if (type === "p") {
    into.primaryKey = primaryKey(row, context);
  } else if (type === "f") {
    into.foreignKeys.push(foreignKey(row, context));
  } else if (type === "c" || (type === "x" && !row[18])) {
    into.checks.push({ name, kind: type === "c" ? "check" : "exclusion", definition: definition ?? "" });
  }
}

function primaryKey(row: ConstraintRow, { columns, indexes, indexNames }: ConstraintContext): PrimaryKey {
  const [table, name, , numbers, , , , , , , , , oid, , , , period] = row;
  const index = indexes.get(oid);
  const own = (all: readonly number[]) => all.map((number) => columns.name(table, number));
  const parent = index?.[16] ?? null;
  return {
    name,
    columns: own(numbers ?? []),
    include: index ? own(vector(index[8]).slice(index[9])) : [],
    deferrable: deferrability(row),
    withoutOverlaps: period,
    partOf: (parent === null ? null : indexNames.get(parent)) ?? null,
  };
}

function foreignKey(row: ConstraintRow, { columns, references }: ConstraintContext): ForeignKey {
  const [table, name, , own, referenced, numbers, onUpdate, onDelete, match, validated] = row;
  const [deleteColumns, enforced, period] = [row[14], row[15], row[16]];
  const target = references.get(referenced);
  if (target === undefined) throw new Error(`The catalog refers to a table ${referenced} that it does not hold.`);
  const names = (all: readonly number[] | null) => (all ?? []).map((number) => columns.name(table, number));
  return {
    name,
    columns: names(own),
    references: { table: target.name, columns: (numbers ?? []).map((number) => target.column(number)) },
    onDelete: referentialActions[onDelete],
    onUpdate: referentialActions[onUpdate],
    onDeleteColumns: names(deleteColumns),
    match: match === "f" ? "full" : "simple",
    deferrable: deferrability(row),
    // What is not enforced was never looked at.
    validated: validated || !enforced,
    enforced,
    period,
  };
}

function referencedTables(
  rows: CatalogRows,
  columns: TableColumns,
  namespaces: Namespaces,
): ReadonlyMap<Oid, ReferencedTable> {
  const read = (rows.tables ?? []).map(([oid, namespace, name]): [Oid, ReferencedTable] => [
    oid,
    { name: namespaces.name(namespace, name), column: (number) => columns.name(oid, number) },
  ]);
  const elsewhere = (rows.referenced ?? []).map(([oid, schema, name, names]): [Oid, ReferencedTable] => [
    oid,
    { name: { schema, name }, column: (number) => names[String(number)] ?? "" },
  ]);
  return new Map([...read, ...elsewhere]);
}
