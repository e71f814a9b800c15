import { nextvalSequence, type QualifiedName, type Sequence } from "#engine/index.ts";
import { nameKey } from "#engine/index.ts";
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
export function freeSequences(rows: CatalogRows, namespaces: Namespaces): Sequence[] {
  const sources = new Set(
    (rows.columns ?? []).flatMap(([table, number, , , , , , , , expression]) => {
      const sequence = expression?.startsWith("nextval(") === true ? nextvalSequence(expression) : null;
      return sequence ? [`${table} ${number} ${nameKey(sequence)}`] : [];
    }),
  );
  return (rows.sequences ?? []).flatMap((row) => {
    const [, namespace, name, , , , , , , , table, column, owning] = row;
    const key = `${table ?? ""} ${column ?? ""} ${nameKey(namespaces.name(namespace, name))}`;
    return owning === "i" || sources.has(key) ? [] : [decode(row, namespaces)];
  });
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
