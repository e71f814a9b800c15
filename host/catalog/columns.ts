import {
  type Column,
  type ColumnDefault,
  type ColumnType,
  defaultFromCatalog,
  nextvalSequence,
  type NotNull,
  quoteName,
  sameName,
  unusualSpelling,
} from "#engine/index.ts";
import type { CatalogRows, ColumnRow, Oid } from "#host/catalog/catalogRows.ts";
import type { SequenceOwners } from "#host/catalog/sequences.ts";
import { typeDictionary, type TypeDictionary } from "#host/catalog/types.ts";

/** The columns of the tables of one reading. */
export interface TableColumns {
  /** Since PostgreSQL 17 a partition has its parent's identity; here it is the parent's alone, as before. */
  of(table: Oid, options: { readonly isPartition: boolean }): readonly Column[];
  /** By `attnum`, which counts dropped columns too. */
  name(table: Oid, number: number): string;
  type(table: Oid, number: number): Oid;
  collation(table: Oid, number: number): Oid;
}

export function readColumns(rows: CatalogRows, owners: SequenceOwners): TableColumns {
  const types = typeDictionary(rows.types ?? []);
  const collations = collationNames(rows);
  const defaults = defaultReader();
  // What is inherited has the name that it happened to get.
  const notNulls = new Map(
    rows.notNulls?.map(([table, number, name, validated, noInherit, inherited]) => [
      `${table} ${number}`,
      { name: inherited ? null : name, validated, inherits: !noInherit },
    ]),
  );
  const tables = new Map<Oid, Map<number, ColumnRow>>();
  for (const row of rows.columns ?? []) {
    const table = tables.get(row[0]);
    if (table) table.set(row[1], row);
    else tables.set(row[0], new Map([[row[1], row]]));
  }
  const get = (table: Oid, number: number): ColumnRow => {
    const row = tables.get(table)?.get(number);
    if (row === undefined)
      throw new Error(`The catalog names column ${number} of table ${table}, which it does not hold.`);
    return row;
  };
  return {
    of: (table, { isPartition }) =>
      [...(tables.get(table)?.values() ?? [])]
        .toSorted((a, b) => a[1] - b[1])
        .map((row) => decode(row, { types, collations, owners, defaults, notNulls }))
        .map((column) => (isPartition && column.identity ? { ...column, identity: null, sequence: null } : column)),
    name: (table, number) => get(table, number)[2],
    type: (table, number) => get(table, number)[3],
    collation: (table, number) => get(table, number)[8],
  };
}

interface Dictionaries {
  readonly types: TypeDictionary;
  readonly collations: ReadonlyMap<Oid, string>;
  readonly owners: SequenceOwners;
  readonly defaults: typeof defaultFromCatalog;
  /** By table and number. */
  readonly notNulls: ReadonlyMap<string, NotNull>;
}

function decode(row: ColumnRow, { types, collations, owners, defaults, notNulls }: Dictionaries): Column {
  const [table, number, name, typeOid, modifier, required, identity, generated, collation, expression, typeText] = row;
  const type = types.read(typeOid, modifier, typeText);
  const serial = expression === null ? null : ownedDefault(expression, owners, table, number);
  const value = expression === null || generated !== "" ? null : (serial ?? defaults(expression, type));
  return {
    name,
    type,
    nullable: !required,
    notNull: (required && notNulls.get(`${table} ${number}`)) || null,
    default: value,
    defaultSpelling: expression === null ? null : unusualSpelling(expression, value, type),
    identity: identity === "" ? null : identity === "a" ? "always" : "by default",
    sequence: identity === "" && serial === null ? null : (owners.options(table, number, type) ?? null),
    generated: expression === null || generated === "" ? null : { expression, stored: generated === "s" },
    collation: collation === types.collation(typeOid) ? null : (collations.get(collation) ?? null),
  };
}

/** PostgreSQL's own collations by their plain names, all others as SQL names them. */
export function collationNames({ collations }: CatalogRows): ReadonlyMap<Oid, string> {
  return new Map(
    collations?.map(([oid, name, schema]) => [oid, schema === "pg_catalog" ? name : quoteName({ schema, name }, "")]),
  );
}

/** SERIAL is no type: it is `nextval` of a sequence that the column owns. */
function ownedDefault(expression: string, owners: SequenceOwners, table: Oid, column: number): ColumnDefault | null {
  if (!expression.startsWith("nextval(")) return null;
  const sequence = nextvalSequence(expression);
  if (sequence === null) return null;
  const owned = owners.ownedBy(table, column).some((name) => sameName(name, sequence));
  return owned ? { kind: "serial", sequence } : null;
}

/** Many columns share a few defaults, and types are one value each. */
function defaultReader(): typeof defaultFromCatalog {
  const known = new Map<ColumnType, Map<string, ColumnDefault | null>>();
  return (sql, type) => {
    const ofType = known.get(type) ?? new Map<string, ColumnDefault | null>();
    known.set(type, ofType);
    const found = ofType.get(sql);
    const value = found === undefined ? defaultFromCatalog(sql, type) : found;
    ofType.set(sql, value);
    return value;
  };
}
