import type { ChangeOf } from "#engine/changes/change.ts";
import { type Draft, heirsOf } from "#engine/changes/draft.ts";
import {
  couldBePart,
  type FindTable,
  followedColumn,
  hasParents,
  inheritedColumns,
  standingAlone,
  withoutInherited,
} from "#engine/schema/inherited.ts";
import type { Column, Table } from "#engine/schema/model.ts";
import { nameKey, sameName } from "#engine/schema/name.ts";
import { sameColumn } from "#engine/schema/same.ts";

/** The table says no more what its parent says, and its indexes become parts of the parent's. */
export function attachPartition({ table: name, partitionOf }: ChangeOf<"attachPartition">, draft: Draft): void {
  const parent = draft.tables.get(nameKey(partitionOf.table));
  draft.tables.edit(nameKey(name), (table) => {
    if (!parent) return { ...table, partitionOf };
    const { schema } = parent.name;
    const key = parent.primaryKey;
    const checks = new Set(parent.checks.map((check) => check.name));
    const free = [...parent.indexes];
    const joined: Table = {
      ...table,
      partitionOf,
      primaryKey:
        table.primaryKey && key ? { ...table.primaryKey, partOf: { schema, name: key.name } } : table.primaryKey,
      indexes: table.indexes.map((index) => {
        const at = free.findIndex((other) => couldBePart(index, other));
        const [whole] = at < 0 ? [] : free.splice(at, 1);
        return whole ? { ...index, partOf: { schema, name: whole.name } } : index;
      }),
      foreignKeys: table.foreignKeys.filter((own) => !parent.foreignKeys.some((other) => other.name === own.name)),
      checks: table.checks.filter((check) => !checks.has(check.name)),
    };
    return withoutInherited(joined, finder(draft));
  });
}

export function detachPartition({ table: name }: ChangeOf<"detachPartition">, draft: Draft): void {
  draft.tables.edit(nameKey(name), (table) => standingAlone(table, finder(draft)));
}

export function addParent({ table: name, parent, at }: ChangeOf<"addParent">, draft: Draft): void {
  const checks = new Set(draft.tables.get(nameKey(parent))?.checks.map((check) => check.name) ?? []);
  draft.tables.edit(nameKey(name), (table) =>
    withoutInherited(
      {
        ...table,
        inherits: table.inherits.toSpliced(at, 0, parent),
        checks: table.checks.filter((check) => !checks.has(check.name)),
      },
      finder(draft),
    ),
  );
}

export function dropParent({ table: name, parent }: ChangeOf<"dropParent">, draft: Draft): void {
  draft.tables.edit(nameKey(name), (table) => {
    const alone = standingAlone(table, finder(draft));
    const inherits = table.inherits.filter((other) => !sameName(other, parent));
    return withoutInherited({ ...alone, inherits }, finder(draft));
  });
}

/** The table with `column` in the place of its namesake; what it has from its parents it need not say. */
export function withColumn(table: Table, column: Column, draft: Draft): Table {
  if (!hasParents(table)) {
    return { ...table, columns: table.columns.map((each) => (each.name === column.name ? column : each)) };
  }
  const inherited = inheritedColumns(table, finder(draft)).find(({ name }) => name === column.name);
  const isListed = table.columns.some(({ name }) => name === column.name);
  if (inherited === undefined ? !isListed : sameColumn(inherited, column)) {
    return isListed ? { ...table, columns: table.columns.filter(({ name }) => name !== column.name) } : table;
  }
  if (!isListed) return { ...table, columns: [...table.columns, column] };
  return { ...table, columns: table.columns.map((each) => (each.name === column.name ? column : each)) };
}

/** Heirs follow in what they have not settled for themselves. To be asked before the table itself changes. */
export function alterColumnOfHeirs({ table, from, to }: ChangeOf<"alterColumn">, draft: Draft): void {
  for (const heir of heirsOf(draft, table)) {
    const own = heir.columns.find(({ name }) => name === from.name);
    if (!own) continue;
    const followed = followedColumn(own, from, to);
    alterColumnOfHeirs({ kind: "alterColumn", table: heir.name, from: own, to: followed, fill: null }, draft);
    draft.tables.edit(nameKey(heir.name), (each) => ({
      ...each,
      columns: each.columns.map((column) => (column === own ? followed : column)),
    }));
  }
}

/** A column goes from the heirs too, unless it is their own. */
export function dropColumnOfHeirs({ table, column }: ChangeOf<"dropColumn">, draft: Draft): void {
  for (const heir of heirsOf(draft, table)) {
    if (heir.partitionOf === null || !heir.columns.some(({ name }) => name === column.name)) continue;
    draft.tables.edit(nameKey(heir.name), (each) => ({
      ...each,
      columns: each.columns.filter(({ name }) => name !== column.name),
    }));
    dropColumnOfHeirs({ kind: "dropColumn", table: heir.name, column, fill: null }, draft);
  }
}

function finder(draft: Draft): FindTable {
  return (name) => draft.tables.get(nameKey(name));
}
