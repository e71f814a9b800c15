import { type Check, type ForeignKey, type PrimaryKey, type QualifiedName, type Table } from "#engine/index.ts";
import { type CatalogRows, type ConstraintRow, type Oid, referentialActions } from "#host/catalog/catalogRows.ts";
import type { TableColumns } from "#host/catalog/columns.ts";
import { indexesByTable } from "#host/catalog/indexes.ts";
import type { Namespaces } from "#host/catalog/namespaces.ts";

/** The tables of one reading with all that is theirs alone. */
export function readTables(rows: CatalogRows, columns: TableColumns, namespaces: Namespaces): Table[] {
  const indexes = indexesByTable(rows, columns);
  const constraints = new Map<Oid, Constraints>();
  for (const [oid] of rows.tables ?? []) constraints.set(oid, { primaryKey: null, foreignKeys: [], checks: [] });
  const references = referencedTables(rows, columns, namespaces);
  for (const row of rows.constraints ?? []) addConstraint(constraints.get(row[0]), row, columns, references);
  return (rows.tables ?? []).map(([oid, namespace, name]) => ({
    name: namespaces.name(namespace, name),
    columns: columns.of(oid),
    primaryKey: constraints.get(oid)?.primaryKey ?? null,
    indexes: indexes.get(oid) ?? [],
    foreignKeys: constraints.get(oid)?.foreignKeys ?? [],
    checks: constraints.get(oid)?.checks ?? [],
  }));
}

interface Constraints {
  primaryKey: PrimaryKey | null;
  readonly foreignKeys: ForeignKey[];
  readonly checks: Check[];
}

/** A table that a foreign key refers to, among those read or in a schema that was not. */
interface ReferencedTable {
  readonly name: QualifiedName;
  column(number: number): string;
}

function addConstraint(
  into: Constraints | undefined,
  row: ConstraintRow,
  columns: TableColumns,
  references: ReadonlyMap<Oid, ReferencedTable>,
): void {
  const [table, name, type, numbers, , , , , , , , , , definition] = row;
  const own = () => (numbers ?? []).map((number) => columns.name(table, number));
  if (type === "p") {
    if (into) into.primaryKey = { name, columns: own() };
  } else if (type === "f") {
    into?.foreignKeys.push(foreignKey(row, own(), references));
  } else if (type !== "u") {
    into?.checks.push({ name, kind: type === "c" ? "check" : "exclusion", definition: definition ?? "" });
  }
}

function foreignKey(
  row: ConstraintRow,
  columns: readonly string[],
  references: ReadonlyMap<Oid, ReferencedTable>,
): ForeignKey {
  const [, name, , , referenced, numbers, onUpdate, onDelete, match, validated, deferrable, deferred] = row;
  const target = references.get(referenced);
  if (target === undefined) throw new Error(`The catalog refers to a table ${referenced} that it does not hold.`);
  return {
    name,
    columns,
    references: { table: target.name, columns: (numbers ?? []).map((number) => target.column(number)) },
    onDelete: referentialActions[onDelete],
    onUpdate: referentialActions[onUpdate],
    match: match === "f" ? "full" : "simple",
    deferrable: !deferrable ? "no" : deferred ? "initially deferred" : "initially immediate",
    validated,
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
