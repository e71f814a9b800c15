import type { Change } from "#engine/changes/change.ts";
import { diffColumns } from "#engine/diff/columns.ts";
import type { DiffContext } from "#engine/diff/context.ts";
import { addForeignKeys, diffForeignKeys, dropForeignKeys } from "#engine/diff/foreignKeys.ts";
import { diffIndexes } from "#engine/diff/indexes.ts";
import { diffKeys } from "#engine/diff/keys.ts";
import { diffHeir } from "#engine/diff/heirs.ts";
import { isMadeAnew } from "#engine/diff/madeAnew.ts";
import { differences } from "#engine/diff/match.ts";
import { hasParents, parentsOf } from "#engine/schema/inherited.ts";
import type { Index, Table } from "#engine/schema/model.ts";
import { nameKey, type QualifiedName } from "#engine/schema/name.ts";
import { sameTable } from "#engine/schema/same.ts";

/** Foreign keys are changes of their own. */
export function diffTables(from: readonly Table[], to: readonly Table[], context: DiffContext): Change[] {
  // Of renamed columns, and of heirs that say something otherwise, there may be more to do than equality tells.
  const isAnew = (name: QualifiedName) => isMadeAnew(context.findOld(name), context.findNew(name), context);
  const isOpen =
    context.renamedColumns.size > 0
      ? () => true
      : (table: Table) => hasParents(table) && (saysSomething(table) || parentsOf(table).some(isAnew));
  const isRebuilt = (a: Table, b: Table) =>
    context.remadeEnums.size + context.remadeCollations.size > 0 && isMadeAnew(a, b, context);
  const isTorn = ({ name: { schema }, indexes }: Table) =>
    context.tornIndexes.size > 0 && indexes.some(({ name }) => context.tornIndexes.has(nameKey({ schema, name })));
  const same = (a: Table, b: Table) => !isOpen(b) && sameTable(a, b) && !isRebuilt(a, b) && !isTorn(b);
  const { removed, added, changed } = differences(from, to, (table) => nameKey(table.name), same);
  const remade = changed.filter(([a, b]) => isMadeAnew(a, b, context));
  const altered = parentsFirst(
    changed.filter((pair) => !remade.includes(pair)),
    ([, table]) => table,
    context,
  );
  return [
    ...[...removed, ...remade.map(([a]) => a)].flatMap((table): Change[] => [
      ...dropForeignKeys(table),
      ...incomplete(table).map((index): Change => ({ kind: "dropIndex", table: table.name, index })),
      { kind: "dropTable", table: bare(table) },
    ]),
    ...parentsFirst([...added, ...remade.map(([, b]) => b)], (table) => table, context).flatMap((table): Change[] => [
      { kind: "createTable", table: bare(table) },
      ...incomplete(table).map((index): Change => ({ kind: "createIndex", table: table.name, index })),
      ...addForeignKeys(table),
    ]),
    ...altered.flatMap(([a, b]) =>
      hasParents(a) || hasParents(b) ? diffHeir(a, b, context) : diffTable(a, b, context),
    ),
  ];
}

/** Indexes that not all partitions have a part of: a partition that comes would get one. */
function incomplete({ partitionBy, indexes }: Table): readonly Index[] {
  return partitionBy === null ? [] : indexes.filter(({ valid }) => !valid);
}

function bare(table: Table): Table {
  const apart = incomplete(table);
  return { ...table, foreignKeys: [], indexes: table.indexes.filter((index) => !apart.includes(index)) };
}

function diffTable(a: Table, b: Table, context: DiffContext): Change[] {
  return [
    ...diffColumns(a, b, context),
    ...diffKeys(a, b),
    ...diffIndexes(a, b, context.tornIndexes),
    ...diffForeignKeys(a, b),
  ];
}

function saysSomething({ columns, indexes, primaryKey }: Table): boolean {
  return columns.length > 0 || Boolean(primaryKey?.partOf) || indexes.some((index) => index.partOf !== null);
}

/** What is done to a parent is done to its heirs, so it comes first. */
function parentsFirst<T>(items: readonly T[], tableOf: (item: T) => Table, { findNew }: DiffContext): readonly T[] {
  if (!items.some((item) => hasParents(tableOf(item)))) return items;
  const depth = (table: Table): number =>
    Math.max(
      0,
      ...parentsOf(table).map((name) => 1 + depth(findNew(name) ?? { ...table, partitionOf: null, inherits: [] })),
    );
  return items.toSorted((a, b) => depth(tableOf(a)) - depth(tableOf(b)));
}
