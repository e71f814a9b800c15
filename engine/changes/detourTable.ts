import type { Change } from "#engine/changes/change.ts";
import type { Obstructions } from "#engine/changes/obstructions.ts";
import type { Planned } from "#engine/changes/planned.ts";
import { mentions } from "#engine/schema/expressionNames.ts";
import type { Index, Table } from "#engine/schema/model.ts";
import { columnKey, indexKey, tableKey } from "#engine/schema/objectKey.ts";

/** Columns that are made anew, and the keys, indexes and checks of the table that can't stay meanwhile. */
export function detourTable(table: Table, { recast, remade, recollating }: Obstructions, planned: Planned): Change[] {
  const { name } = table;
  // Columns change one after the other, and PostgreSQL can't choose between two collations in one expression.
  const isTorn = (sql: string) => {
    const read = [...mentions(sql)].flatMap((column) => {
      const named = recollating.get(columnKey(name, column));
      return named ? [named] : [];
    });
    return read.length > 1 && new Set(read.flat()).size > 1;
  };
  const isRemade = (column: string) => remade.has(columnKey(name, column));
  const isRecast = (column: string) => recast.has(columnKey(name, column));
  const isConcerned = recollating.size > 1 || table.columns.some((column) => isRecast(column.name));
  if (planned.drops.has(tableKey(name)) || !isConcerned) return [];
  // Constants in a text are of the type that the column had.
  const readsRecast = (sql: string) => [...mentions(sql)].some(isRecast) || isTorn(sql);

  const columns = table.columns.flatMap((old): Change[] => {
    const made = remade.get(columnKey(name, old.name));
    if (!made) return [];
    return [
      { kind: "dropColumn", table: name, column: old, fill: null },
      { kind: "addColumn", table: name, ...made },
    ];
  });
  const indexes = table.indexes
    .filter(
      (index) =>
        index.partOf === null &&
        isInTheWay(index, isRemade, isRecast, readsRecast) &&
        !planned.drops.has(indexKey(name, index.name)),
    )
    .flatMap((index): Change[] => [
      { kind: "dropIndex", table: name, index },
      { kind: "createIndex", table: name, index: { ...index, name: planned.rename(name, index.name) } },
    ]);
  const checks = table.checks
    .filter((check) => readsRecast(check.definition) && !planned.dropsConstraint(name, check.name))
    .flatMap((check): Change[] => [
      { kind: "dropCheck", table: name, check },
      { kind: "addCheck", table: name, check: { ...check, name: planned.rename(name, check.name) } },
    ]);
  return [...columns, ...detourPrimaryKey(table, isRemade, planned), ...indexes, ...checks];
}

function detourPrimaryKey(
  { name: table, primaryKey }: Table,
  isRemade: (column: string) => boolean,
  planned: Planned,
): Change[] {
  if (!primaryKey?.columns.some(isRemade) || planned.dropsConstraint(table, primaryKey.name)) return [];
  return [
    { kind: "dropPrimaryKey", table, primaryKey },
    { kind: "addPrimaryKey", table, primaryKey: { ...primaryKey, name: planned.rename(table, primaryKey.name) } },
  ];
}

function isInTheWay(
  index: Index,
  isRemade: (column: string) => boolean,
  isRecast: (column: string) => boolean,
  readsRecast: (sql: string) => boolean,
): boolean {
  // Every type sorts, and few have a class for another method.
  const isColumnInTheWay = (name: string) => isRemade(name) || (index.method !== "btree" && isRecast(name));
  return (
    index.include.some(isRemade) ||
    index.keys.some(({ on }) => (on.kind === "column" ? isColumnInTheWay(on.name) : readsRecast(on.sql))) ||
    (index.predicate !== null && readsRecast(index.predicate))
  );
}
