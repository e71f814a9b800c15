import { nameKey, type QualifiedName, type Sequence, type Table } from "#engine/index.ts";
import type { CatalogRows, Oid, SequenceRow } from "#host/catalog/catalogRows.ts";
import type { Namespaces } from "#host/catalog/namespaces.ts";

/** Which sequences a column owns. */
export interface SequenceOwners {
  ownedBy(table: Oid, column: number): readonly QualifiedName[];
}

export function sequenceOwners(rows: CatalogRows, namespaces: Namespaces): SequenceOwners {
  const owned = new Map<string, QualifiedName[]>();
  for (const [, namespace, name, , , , , , , , table, column] of rows.sequences ?? []) {
    if (table === null || column === null) continue;
    const key = `${table} ${column}`;
    owned.set(key, [...(owned.get(key) ?? []), namespaces.name(namespace, name)]);
  }
  return { ownedBy: (table, column) => owned.get(`${table} ${column}`) ?? [] };
}

/** Those that stand for themselves: neither an identity's, nor the source of the default of the column that owns it. */
export function freeSequences(rows: CatalogRows, tables: readonly Table[], namespaces: Namespaces): Sequence[] {
  const defaults = tables.flatMap((table) => table.columns.map((column) => column.default));
  const serials = new Set(defaults.flatMap((value) => (value?.kind === "serial" ? [nameKey(value.sequence)] : [])));
  return (rows.sequences ?? [])
    .filter((row) => row[12] !== "i")
    .map((row) => decode(row, namespaces))
    .filter((sequence) => !serials.has(nameKey(sequence.name)));
}

function decode(row: SequenceRow, namespaces: Namespaces): Sequence {
  const [, namespace, name, type, start, increment, min, max, cache, cycle] = row;
  return {
    name: namespaces.name(namespace, name),
    type: type === int2 ? "int2" : type === int4 ? "int4" : "int8",
    start,
    increment,
    min,
    max,
    cache,
    cycle,
  };
}

/** Oids of `pg_type` that are the same in every database. */
const int2 = 21;
const int4 = 23;
