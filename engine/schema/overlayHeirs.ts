import { mentions } from "#engine/schema/expressionNames.ts";
import { followedColumn, hasParents, tableFinder, wholeColumns, withoutInherited } from "#engine/schema/inherited.ts";
import type { Column, Table } from "#engine/schema/model.ts";
import { nameKey, type QualifiedName } from "#engine/schema/name.ts";

/**
 * The tables with `overlay` laid over each, or without those for which it answers null. Models know nothing of parents:
 * they name all columns of an heir, and no partition. A partition that no model names goes the way of its parent.
 */
export function overlayHeirs(recorded: readonly Table[], overlay: (table: Table) => Table | null): Table[] {
  if (!recorded.some(hasParents)) return recorded.flatMap((table) => overlay(table) ?? []);
  const findOld = tableFinder(recorded);
  const done = new Map<string, Table | null>();
  const findNew = (name: QualifiedName): Table | undefined => {
    const key = nameKey(name);
    const old = findOld(name);
    if (!done.has(key)) {
      // Parents make no circle.
      done.set(key, null);
      if (old) done.set(key, overlaid(old));
    }
    return done.get(key) ?? undefined;
  };
  const overlaid = (table: Table): Table | null => {
    if (!hasParents(table)) return overlay(table);
    const whole = { ...table, columns: wholeColumns(table, findOld) };
    const found = overlay(whole);
    if (found) return found === whole ? table : withoutInherited(found, findNew);
    const parent = table.partitionOf && findNew(table.partitionOf.table);
    return parent
      ? followParent(table, wholeColumns({ ...table, columns: [] }, findOld), wholeColumns(parent, findNew))
      : null;
  };
  return recorded.flatMap((table) => findNew(table.name) ?? []);
}

/** A partition after its parent's columns changed: without what reads columns that go. */
function followParent(table: Table, from: readonly Column[], to: readonly Column[]): Table {
  const old = new Map(from.map((column) => [column.name, column]));
  const standing = new Map(to.map((column) => [column.name, column]));
  const isGone = (name: string) => old.has(name) && !standing.has(name);
  if (![...old].some(([name, column]) => standing.get(name) !== column)) return table;
  const reads = (sql: string) => [...mentions(sql)].some(isGone);
  return {
    ...table,
    columns: table.columns.flatMap((column) => {
      const [before, after] = [old.get(column.name), standing.get(column.name)];
      return after ? [before ? followedColumn(column, before, after) : column] : [];
    }),
    primaryKey: table.primaryKey?.columns.some(isGone) === true ? null : table.primaryKey,
    indexes: table.indexes.filter(
      ({ keys, include, predicate }) =>
        !include.some(isGone) &&
        !keys.some(({ on }) => (on.kind === "column" ? isGone(on.name) : reads(on.sql))) &&
        (predicate === null || !reads(predicate)),
    ),
    foreignKeys: table.foreignKeys.filter((key) => !key.columns.some(isGone)),
    checks: table.checks.filter((check) => !reads(check.definition)),
  };
}
