import type { Change } from "#engine/changes/change.ts";
import type { DiffContext } from "#engine/diff/context.ts";
import { differences, pairRenamed } from "#engine/diff/match.ts";
import type { ForeignKey, PrimaryKey, Schema, Table } from "#engine/schema/model.ts";
import { nameKey, type QualifiedName } from "#engine/schema/name.ts";
import { columnKey } from "#engine/schema/objectKey.ts";
import { sameForeignKey, sameForeignKeyContent } from "#engine/schema/same.ts";

export type TablePair = readonly [from: Table, to: Table];

/**
 * Foreign keys of tables on both sides. `changed` are the tables that differ, and `changes` theirs: a foreign key that
 * leans on a key which they take away, or joins columns which they recast, is dropped before and added again after,
 * wherever it is.
 */
export function diffForeignKeys(
  from: Schema,
  to: Schema,
  changed: readonly TablePair[],
  changes: readonly Change[],
  { rebuilds }: DiffContext,
): Change[] {
  const gone = goneKeys(changes);
  if (gone.size === 0 && rebuilds.recast.size === 0) return changed.flatMap(([a, b]) => diffOfTable(a, b, () => false));

  const isInTheWay = ({ name }: Table, key: ForeignKey): boolean =>
    gone.has(columnSet(key.references.table, key.references.columns)) ||
    key.columns.some((column) => rebuilds.recast.has(columnKey(name, column))) ||
    key.references.columns.some((column) => rebuilds.recast.has(columnKey(key.references.table, column)));
  const oldTables = new Map(from.tables.map((table) => [nameKey(table.name), table]));
  return to.tables.flatMap((table) => {
    const old = oldTables.get(nameKey(table.name));
    return old ? diffOfTable(old, table, isInTheWay) : [];
  });
}

export function dropForeignKeys({ name: table, foreignKeys }: Table): Change[] {
  return foreignKeys.map((foreignKey): Change => ({ kind: "dropForeignKey", table, foreignKey }));
}

export function addForeignKeys({ name: table, foreignKeys }: Table): Change[] {
  return foreignKeys.map((foreignKey): Change => ({ kind: "addForeignKey", table, foreignKey }));
}

function diffOfTable(from: Table, to: Table, isInTheWay: (table: Table, key: ForeignKey) => boolean): Change[] {
  const table = to.name;
  // A key whose columns stay may still refer to what is made anew by its old side.
  const isFree = (a: ForeignKey, b: ForeignKey) => !isInTheWay(to, a) && !isInTheWay(to, b);
  const same = (a: ForeignKey, b: ForeignKey) => sameForeignKey(a, b) && isFree(a, b);
  const list = from.foreignKeys === to.foreignKeys ? [...from.foreignKeys] : from.foreignKeys;
  const { removed, added, changed } = differences(list, to.foreignKeys, (key) => key.name, same);
  const taken = new Set([...from.foreignKeys, ...from.checks, ...constraintsOf(from)].map(({ name }) => name));
  const pairs = pairRenamed(
    removed,
    added,
    (a, b) => sameForeignKeyContent(a, b) && isFree(a, b) && !taken.has(b.name),
  );
  return [
    ...pairs.renamed.map(([a, b]): Change => ({ kind: "renameConstraint", table, from: a.name, to: b.name })),
    ...dropForeignKeys({ ...from, name: table, foreignKeys: [...pairs.removed, ...changed.map(([a]) => a)] }),
    ...addForeignKeys({ ...to, foreignKeys: [...pairs.added, ...changed.map(([, b]) => b)] }),
  ];
}

function constraintsOf({ primaryKey, indexes }: Table): readonly { readonly name: string }[] {
  const unique = indexes.filter((index) => index.constraint);
  return primaryKey === null ? unique : [primaryKey, ...unique];
}

/** The sets of columns that lose a key which foreign keys may lean on. */
function goneKeys(changes: readonly Change[]): ReadonlySet<string> {
  const gone = new Set<string>();
  for (const change of changes) {
    if (change.kind === "dropPrimaryKey") gone.add(columnSet(change.table, change.primaryKey.columns));
    if (change.kind === "dropIndex" && change.index.unique) {
      const columns = change.index.keys.flatMap(({ on }) => (on.kind === "column" ? [on.name] : []));
      gone.add(columnSet(change.table, columns));
    }
  }
  return gone;
}

function columnSet(table: QualifiedName, columns: PrimaryKey["columns"]): string {
  return `${nameKey(table)}\0${columns.toSorted().join("\0")}`;
}
