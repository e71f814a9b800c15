import {
  type CatalogObject,
  type ColumnType,
  nameKey,
  plainSequence,
  type QualifiedName,
  quoteName,
  type Sequence,
  type SequenceOptions,
  sequenceTypeOf,
  type Table,
} from "#engine/index.ts";
import { type ObjectContext, property } from "#host/catalog/catalogObject.ts";
import type { CatalogRows, Oid, SequenceRow } from "#host/catalog/catalogRows.ts";
import type { TableColumns } from "#host/catalog/columns.ts";
import type { Namespaces } from "#host/catalog/namespaces.ts";
import { catalogs } from "#host/catalog/objectKeys.ts";

/** Which sequences a column owns. */
export interface SequenceOwners {
  ownedBy(table: Oid, column: number): readonly QualifiedName[];
  /** Of the one that a column of `type` draws from; null where they are as usual. */
  options(table: Oid, column: number, type: ColumnType): SequenceOptions | null;
}

export function sequenceOwners(rows: CatalogRows, namespaces: Namespaces): SequenceOwners {
  const owned = new Map<string, SequenceRow[]>();
  for (const row of rows.sequences ?? []) {
    if (row[10] === null || row[11] === null) continue;
    const key = `${row[10]} ${row[11]}`;
    owned.set(key, [...(owned.get(key) ?? []), row]);
  }
  return {
    ownedBy: (table, column) => (owned.get(`${table} ${column}`) ?? []).map((row) => namespaces.name(row[1], row[2])),
    options: (table, column, type) => {
      const row = owned.get(`${table} ${column}`)?.[0];
      return row ? unusual(optionsOf(row), type) : null;
    },
  };
}

/** Those that stand for themselves: neither an identity's, nor the source of the default of the column that owns it. */
export function freeSequences(
  rows: CatalogRows,
  tables: readonly Table[],
  columns: TableColumns,
  namespaces: Namespaces,
): Sequence[] {
  const defaults = tables.flatMap((table) => table.columns.map((column) => column.default));
  const serials = new Set(defaults.flatMap((value) => (value?.kind === "serial" ? [nameKey(value.sequence)] : [])));
  const names = new Map(rows.tables?.map((row) => [row[0], namespaces.name(row[1], row[2])]));
  return (rows.sequences ?? [])
    .filter((row) => row[12] !== "i")
    .map((row): Sequence => {
      const [, namespace, name, , , , , , , , owner, column] = row;
      const table = owner === null ? undefined : names.get(owner);
      const ownedBy = table && owner !== null && column ? { table, column: columns.name(owner, column) } : null;
      return { name: namespaces.name(namespace, name), ownedBy, ...optionsOf(row) };
    })
    .filter((sequence) => !serials.has(nameKey(sequence.name)));
}

/** Sequences that are not kept as the tables are that they go with, or logged where they stand for themselves. */
export function sequenceStorage(rows: CatalogRows, context: ObjectContext): CatalogObject[] {
  const tables = new Map(rows.tables?.map((row) => [row[0], row]));
  return (rows.sequences ?? []).flatMap(([oid, namespace, plainName, , , , , , , , owner, column, , persistence]) => {
    const usual = (owner === null ? undefined : tables.get(owner)?.[3]) ?? "p";
    if (persistence === null || persistence === usual) return [];
    const name = context.name(namespace, plainName);
    const key = context.keys.get(catalogs.class, oid, 0);
    const ofColumn = owner === null ? null : context.keys.get(catalogs.class, owner, column ?? 0);
    const [said, undone] = [persistence, usual].map(
      (code) => `ALTER SEQUENCE ${quoteName(name, "")} SET ${code === "u" ? "UNLOGGED" : "LOGGED"}`,
    );
    return property("storage", name, [[said ?? "", undone ?? ""]], {
      table: (owner === null ? null : context.table(owner)) ?? null,
      dependsOn: [...new Set([key, ofColumn])].filter((each) => each !== null).toSorted(),
    });
  });
}

function optionsOf([, , , type, start, increment, min, max, cache, cycle]: SequenceRow): SequenceOptions {
  return { type: type === int2 ? "int2" : type === int4 ? "int4" : "int8", start, increment, min, max, cache, cycle };
}

/** What PostgreSQL makes for a column of `type`, be it an identity or SERIAL, is not worth a word. */
function unusual(options: SequenceOptions, type: ColumnType): SequenceOptions | null {
  const usual = plainSequence(sequenceTypeOf(type));
  const keys = ["type", "start", "increment", "min", "max", "cache", "cycle"] as const;
  return keys.every((key) => options[key] === usual[key]) ? null : options;
}

/** Oids of `pg_type` that are the same in every database. */
const int2 = 21;
const int4 = 23;
