import type { Change } from "#engine/changes/change.ts";
import type { Obstructions } from "#engine/changes/obstructions.ts";
import type { Planned } from "#engine/changes/planned.ts";
import { partitionsBelow } from "#engine/schema/inherited.ts";
import type { Column, ForeignKey, Schema, Table } from "#engine/schema/model.ts";
import { nameKey, type QualifiedName } from "#engine/schema/name.ts";
import { columnKey, type ObjectKey, tableKey } from "#engine/schema/objectKey.ts";

/** Foreign keys that lean on a key or a table which goes, or join columns whose values become others. */
export function detourForeignKeys(
  before: Schema,
  changes: readonly Change[],
  { recast, retyped }: Obstructions,
  planned: Planned,
): Change[] {
  const gone = goneKeys(changes, before);
  if (gone.keys.size === 0 && gone.tables.size === 0 && retyped.size + recast.size === 0) return [];
  const isInTheWay = ({ name, columns: all }: Table, key: ForeignKey): boolean => {
    const { columns, references, period } = key;
    const changing =
      period || all.some((column) => columns.includes(column.name) && isCompared(column)) ? retyped : recast;
    return (
      gone.tables.has(tableKey(references.table)) ||
      gone.keys.has(columnSet(references.table, references.columns)) ||
      joinsAny(changing, name, columns) ||
      joinsAny(changing, references.table, references.columns)
    );
  };
  return before.tables.flatMap((owner) => {
    const { name: table, foreignKeys } = owner;
    if (planned.drops.has(tableKey(table))) return [];
    return foreignKeys
      .filter((key) => isInTheWay(owner, key) && !planned.dropsConstraint(table, key.name))
      .flatMap((foreignKey): Change[] => [
        { kind: "dropForeignKey", table, foreignKey },
        { kind: "addForeignKey", table, foreignKey: { ...foreignKey, name: planned.rename(table, foreignKey.name) } },
      ]);
  });
}

/**
 * Whether one operator compares values of its type and of all others of its kind: lists, enums, ranges. When the type of
 * any column of a foreign key changes, PostgreSQL looks for a cast of such a column to that kind, and finds none.
 */
function isCompared({ type }: Column): boolean {
  return type.array || type.kind !== "builtin" || type.name.endsWith("range");
}

/** A key over periods takes columns of one type, where others only compare. */
function joinsAny(changing: ReadonlySet<ObjectKey>, table: QualifiedName, columns: readonly string[]): boolean {
  return columns.some((column) => changing.has(columnKey(table, column)));
}

/** The sets of columns that lose a key which foreign keys may lean on, and the tables that go. */
function goneKeys(changes: readonly Change[], { tables: all }: Schema) {
  const keys = new Set<string>();
  const tables = new Set<string>();
  for (const change of changes) {
    if (change.kind === "dropTable") tables.add(tableKey(change.table.name));
    const lose = (table: QualifiedName, columns: readonly string[]) => {
      // A key of all partitions is one of each, and foreign keys may lean on that.
      for (const each of [table, ...partitionsBelow(table, all)]) keys.add(columnSet(each, columns));
    };
    if (change.kind === "dropPrimaryKey") lose(change.table, change.primaryKey.columns);
    if (change.kind === "dropIndex" && change.index.unique) {
      const columns = change.index.keys.flatMap(({ on }) => (on.kind === "column" ? [on.name] : []));
      lose(change.table, columns);
    }
  }
  return { keys, tables };
}

function columnSet(table: QualifiedName, columns: readonly string[]): string {
  return `${nameKey(table)}\0${columns.toSorted().join("\0")}`;
}
