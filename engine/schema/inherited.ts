import { spelled } from "#engine/schema/expressionNames.ts";
import type { Column, ColumnDefault, Index, PrimaryKey, Table } from "#engine/schema/model.ts";
import { nameKey, type QualifiedName, sameName } from "#engine/schema/name.ts";
import { inheritedNotNull, sameNotNull } from "#engine/schema/notNull.ts";
import { isPartName, partName } from "#engine/schema/partNames.ts";
import { sameColumn, sameDefault, sameGenerated, sameIndexContent, sameType } from "#engine/schema/same.ts";

/** A table of the schema by its name. */
export type FindTable = (name: QualifiedName) => Table | undefined;

export function tableFinder(tables: readonly Table[]): FindTable {
  let byName: ReadonlyMap<string, Table> | null = null;
  return (name) => (byName ??= new Map(tables.map((table) => [nameKey(table.name), table]))).get(nameKey(name));
}

/** What a table has its columns from: the table that it is a partition of, or those it inherits from. */
export function parentsOf(table: Table): readonly QualifiedName[] {
  return table.partitionOf ? [table.partitionOf.table] : table.inherits;
}

export function hasParents({ partitionOf, inherits }: Table): boolean {
  return partitionOf !== null || inherits.length > 0;
}

/** A table's partitions, and theirs. */
export function partitionsBelow(table: QualifiedName, tables: readonly Table[]): readonly QualifiedName[] {
  const own = tables.filter(({ partitionOf }) => partitionOf && sameName(partitionOf.table, table));
  return own.flatMap(({ name }) => [name, ...partitionsBelow(name, tables)]);
}

/** All columns of a table, those of its parents first. */
export function wholeColumns(table: Table, find: FindTable): readonly Column[] {
  return hasParents(table) ? merged(inheritedColumns(table, find), table.columns) : table.columns;
}

/** The columns that a table has from its parents, as it would have them if it said nothing. */
export function inheritedColumns(table: Table, find: FindTable): readonly Column[] {
  return parentsOf(table).reduce<readonly Column[]>((columns, name) => {
    const parent = find(name);
    const theirs = parent ? wholeColumns(parent, find).map(asInherited) : [];
    return [...columns, ...theirs.filter((column) => !columns.some(({ name: known }) => known === column.name))];
  }, []);
}

/** The table with nothing in it that its parents say too. */
export function withoutInherited(table: Table, find: FindTable): Table {
  if (!hasParents(table)) return table;
  const theirs = new Map(inheritedColumns(table, find).map((column) => [column.name, column]));
  const columns = table.columns.filter((column) => {
    const inherited = theirs.get(column.name);
    return inherited === undefined || !sameColumn(inherited, column);
  });
  const { primaryKey } = table;
  // PostgreSQL makes parts of its own of those alone that all partitions have one of.
  const above = table.partitionOf && find(table.partitionOf.table);
  const incomplete = new Set(above?.indexes.filter(({ valid }) => !valid).map(({ name }) => name));
  const isNamedAnyhow = (key: Index | PrimaryKey, kind: "pkey" | "key" | "idx") =>
    key.partOf !== null &&
    isPartName(table.name.name, key, kind) &&
    !incomplete.has(key.partOf.name) &&
    !standsApart(key, above ?? undefined);
  return {
    ...table,
    columns,
    primaryKey: primaryKey && isNamedAnyhow(primaryKey, "pkey") ? null : primaryKey,
    indexes: table.indexes.filter((index) => !isNamedAnyhow(index, index.constraint ? "key" : "idx")),
  };
}

/** The table as it stands alone once its parents let it go: with all that it had from them. */
export function standingAlone(table: Table, find: FindTable): Table {
  const parents = parentsOf(table).flatMap((name) => find(name) ?? []);
  const whole: Table = { ...table, columns: wholeColumns(table, find), partitionOf: null, inherits: [] };
  return parents.reduce((own, parent) => withParts(own, parent, find), whole);
}

/** Checks go over to every heir; keys, indexes and foreign keys to partitions alone. */
function withParts(own: Table, parent: Table, find: FindTable): Table {
  const { name } = own;
  const above = hasParents(parent) ? standingAlone(parent, find) : parent;
  const checks = above.checks.filter(
    (check) => check.kind === "check" && !/ NO INHERIT\b/.test(check.definition) && lacks(own.checks, check.name),
  );
  const withChecks = { ...own, checks: [...own.checks, ...checks] };
  if (above.partitionBy === null) return withChecks;
  const isListed = (index: string) => own.indexes.some(({ partOf }) => partOf?.name === index);
  const indexes = above.indexes
    .filter((index) => index.valid && !isListed(index.name) && own.primaryKey?.partOf?.name !== index.name)
    .map((index) => ({ ...index, name: partName(name.name, index, index.constraint ? "key" : "idx"), partOf: null }));
  const key = above.primaryKey;
  return {
    ...withChecks,
    primaryKey: own.primaryKey
      ? { ...own.primaryKey, partOf: null }
      : key && { ...key, name: partName(name.name, key, "pkey"), partOf: null },
    indexes: [...own.indexes.map((index) => ({ ...index, partOf: null })), ...indexes],
    foreignKeys: [...own.foreignKeys, ...above.foreignKeys.filter((each) => lacks(own.foreignKeys, each.name))],
  };
}

/**
 * What a column of an heir is after its parent's column changed: PostgreSQL passes on what changes and leaves the rest.
 */
export function followedColumn(own: Column, from: Column, to: Column): Column {
  const [old, next] = [asInherited(from), asInherited(to)];
  return {
    name: own.name,
    type: sameType(old.type, next.type) ? own.type : next.type,
    ...(old.nullable === next.nullable && sameNotNull(old.notNull, next.notNull)
      ? { nullable: own.nullable, notNull: own.notNull }
      : { nullable: next.nullable, notNull: next.notNull }),
    ...(sameDefault(old.default, next.default, next.type)
      ? { default: own.default, defaultSpelling: own.defaultSpelling }
      : { default: next.default, defaultSpelling: next.defaultSpelling }),
    identity: null,
    sequence: null,
    generated: sameGenerated(old.generated, next.generated) ? own.generated : next.generated,
    collation: old.collation === next.collation ? own.collation : next.collation,
  };
}

/** Whether a constraint of the partition alone stands on its part of an index of `parent`. */
export function standsApart(part: Index | PrimaryKey, parent: Table | undefined): boolean {
  const whole = parent?.indexes.find(({ name }) => name === part.partOf?.name);
  if (whole === undefined || whole.constraint) return false;
  return "keys" in part ? part.constraint : true;
}

/** An index of a partition that would serve as its part of the parent's. */
export function couldBePart(own: Index, parents: Index): boolean {
  return sameIndexContent({ ...own, partOf: null }, { ...parents, partOf: null, valid: own.valid });
}

/** Identities stay with the parent; the sequence of a SERIAL is the parent's, and its partitions use it. */
function asInherited(column: Column): Column {
  if (column.identity === null && column.default?.kind !== "serial" && column.notNull === null) return column;
  const required = inheritedNotNull(column);
  return {
    ...column,
    ...required,
    identity: null,
    sequence: null,
    default: column.default && asExpression(column.default),
  };
}

/** What a column's default reads like where the sequence is not the column's own. */
export function asExpression(value: ColumnDefault): ColumnDefault {
  if (value.kind !== "serial") return value;
  const { schema, name } = value.sequence;
  const text = `${spelled(schema)}.${spelled(name)}`.replaceAll("'", "''");
  return { kind: "expression", sql: `nextval('${text}'::regclass)` };
}

function merged(inherited: readonly Column[], own: readonly Column[]): readonly Column[] {
  const listed = new Map(own.map((column) => [column.name, column]));
  const all = inherited.map((column) => listed.get(column.name) ?? column);
  const names = new Set(inherited.map((column) => column.name));
  return [...all, ...own.filter((column) => !names.has(column.name))];
}

function lacks(items: readonly { readonly name: string }[], name: string): boolean {
  return !items.some((item) => item.name === name);
}
