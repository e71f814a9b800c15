import type { Change } from "#engine/changes/change.ts";
import type { Planned } from "#engine/changes/planned.ts";
import { mentions } from "#engine/schema/expressionNames.ts";
import type { CatalogObject, Column, Schema, Table } from "#engine/schema/model.ts";
import { columnKey, indexKey, tableKey } from "#engine/schema/objectKey.ts";

/**
 * Defaults, generated columns, checks and indexes whose texts name a function, a sequence or a type that is made anew:
 * PostgreSQL will not drop it under them.
 */
export function detourParts(before: Schema, changes: readonly Change[], planned: Planned): Change[] {
  const names = remadeNames(changes);
  if (names.size === 0) return [];
  const reads = (sql: string) => [...mentions(sql)].some((name) => names.has(name));
  const handled = handledParts(changes);
  return [
    ...changes.flatMap((change) => inBetween(change, reads, planned)),
    ...before.tables.flatMap((table) =>
      planned.drops.has(tableKey(table.name)) ? [] : partsOf(table, reads, handled, planned),
    ),
  ];
}

/** A default that is another, and names it before and after: there is none while it is made anew. */
function inBetween(change: Change, reads: (sql: string) => boolean, planned: Planned): Change[] {
  if (change.kind !== "alterColumn" || planned.replaced.has(change)) return [];
  const { from, to } = change;
  if (![from, to].every(({ default: value }) => value?.kind === "expression" && reads(value.sql))) return [];
  planned.replaced.add(change);
  const without: Column = { ...from, default: null };
  return [
    { ...change, to: without, fill: null },
    { ...change, from: without },
  ];
}

/** What is dropped and made again. What only goes, nobody names any more. */
function remadeNames(changes: readonly Change[]): Set<string> {
  const made = new Set<string>();
  const dropped = new Set<string>();
  for (const change of changes) {
    if (change.kind === "createObject" && isCallable(change.object)) made.add(plainName(change.object));
    if (change.kind === "dropObject" && isCallable(change.object)) dropped.add(plainName(change.object));
    if (change.kind === "createSequence") made.add(change.sequence.name.name);
    if (change.kind === "dropSequence") dropped.add(change.sequence.name.name);
  }
  return new Set([...dropped].filter((name) => made.has(name)));
}

function isCallable({ kind }: CatalogObject): boolean {
  return (
    kind === "function" || kind === "collation" || kind === "domain" || kind === "compositeType" || kind === "rangeType"
  );
}

function plainName({ name }: CatalogObject): string {
  return name.name.replace(/\(.*$/s, "");
}

/** Columns, indexes and constraints that a change takes away already, or alters. */
function handledParts(changes: readonly Change[]): ReadonlySet<string> {
  return new Set(
    changes.flatMap((change) => {
      if (change.kind === "alterColumn") return [columnKey(change.table, change.from.name)];
      if (change.kind === "dropColumn") return [columnKey(change.table, change.column.name)];
      if (change.kind === "dropIndex") return [indexKey(change.table, change.index.name)];
      return change.kind === "dropCheck" ? [indexKey(change.table, change.check.name)] : [];
    }),
  );
}

function partsOf(
  table: Table,
  reads: (sql: string) => boolean,
  handled: ReadonlySet<string>,
  planned: Planned,
): Change[] {
  const { name } = table;
  const columns = table.columns
    .filter((column) => !handled.has(columnKey(name, column.name)))
    .flatMap((column) => columnDetour(table, column, reads));
  const indexes = table.indexes
    .filter(
      (index) =>
        !handled.has(indexKey(name, index.name)) &&
        (index.keys.some(
          ({ on, collation }) =>
            (on.kind === "expression" && reads(on.sql)) || (collation !== null && reads(collation)),
        ) ||
          (index.predicate !== null && reads(index.predicate))),
    )
    .flatMap((index): Change[] => [
      { kind: "dropIndex", table: name, index },
      { kind: "createIndex", table: name, index: { ...index, name: planned.rename(name, index.name) } },
    ]);
  const checks = table.checks
    .filter((check) => !handled.has(indexKey(name, check.name)) && reads(check.definition))
    .flatMap((check): Change[] => [
      { kind: "dropCheck", table: name, check },
      { kind: "addCheck", table: name, check: { ...check, name: planned.rename(name, check.name) } },
    ]);
  return [...columns, ...indexes, ...checks];
}

function columnDetour({ name: table }: Table, column: Column, reads: (sql: string) => boolean): Change[] {
  if (column.generated && reads(column.generated.expression)) {
    return [
      { kind: "dropColumn", table, column, fill: null },
      { kind: "addColumn", table, column, fill: null },
    ];
  }
  if (column.default?.kind !== "expression" || !reads(column.default.sql)) return [];
  const without: Column = { ...column, default: null };
  return [
    { kind: "alterColumn", table, from: column, to: without, fill: null },
    { kind: "alterColumn", table, from: without, to: column, fill: null },
  ];
}
