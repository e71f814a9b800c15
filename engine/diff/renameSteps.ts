import type { Change } from "#engine/changes/change.ts";
import { clear, type Obstacles } from "#engine/diff/obstacles.ts";
import type { Rename } from "#engine/diff/renames.ts";
import type { Schema, Table } from "#engine/schema/model.ts";
import { nameKey, type QualifiedName } from "#engine/schema/name.ts";
import { columnKey, type ObjectKey } from "#engine/schema/objectKey.ts";

export interface RenamePlan {
  /** `from` without what bears a name that a renaming needs; null where nothing stands in the way. */
  readonly cleared: Schema | null;
  readonly renames: readonly Change[];
  /** Columns that were renamed, or whose table was: their old names by their new ones. */
  readonly renamedColumns: ReadonlyMap<ObjectKey, ColumnName>;
}

export interface ColumnName {
  readonly table: QualifiedName;
  readonly column: string;
}

/** The steps that carry out what of `wanted` fits: the old name stands in `from`, the new one in `to`. */
export function planRenames(from: Schema, to: Schema, wanted: readonly Rename[]): RenamePlan {
  if (wanted.length === 0) return { cleared: null, renames: [], renamedColumns: new Map() };
  const oldTables = byName(from);
  const newTables = byName(to);
  const tables = tableRenames(wanted, oldTables, newTables);
  const columns = columnRenames(wanted, oldTables, newTables, tables);

  const renames: Change[] = sequence(tables).map(([a, b]) => ({ kind: "renameTable", from: nameOf(a), to: nameOf(b) }));
  const obstacles: Obstacles = {
    tables: new Set([...tables.values()].filter((key) => oldTables.has(key) && !tables.has(key))),
    columns: new Map(),
  };
  const renamedColumns = new Map<ObjectKey, ColumnName>();
  for (const [key, target] of tables) {
    for (const { name } of oldTables.get(key)?.columns ?? []) {
      renamedColumns.set(columnKey(nameOf(target), name), { table: nameOf(key), column: name });
    }
  }
  for (const [key, pairs] of columns) {
    const table = nameOf(tables.get(key) ?? key);
    for (const [a, b] of sequence(pairs)) renames.push({ kind: "renameColumn", table, from: a, to: b });
    for (const [a, b] of pairs) {
      renamedColumns.delete(columnKey(table, a));
      renamedColumns.set(columnKey(table, b), { table: nameOf(key), column: a });
    }
    const old = oldTables.get(key)?.columns.map(({ name }) => name) ?? [];
    const inTheWay = [...pairs.values()].filter((target) => old.includes(target) && !pairs.has(target));
    if (inTheWay.length > 0) obstacles.columns.set(key, new Set(inTheWay));
  }
  const nothing = obstacles.tables.size === 0 && obstacles.columns.size === 0;
  return { cleared: nothing ? null : clear(from, obstacles), renames, renamedColumns };
}

type Tables = ReadonlyMap<string, Table>;

function byName(schema: Schema): Tables {
  return new Map(schema.tables.map((table) => [nameKey(table.name), table]));
}

/** New name by old, both as `nameKey`. */
function tableRenames(wanted: readonly Rename[], oldTables: Tables, newTables: Tables): Map<string, string> {
  const renames = new Map<string, string>();
  const targets = new Set<string>();
  for (const rename of wanted) {
    if (rename.kind !== "table") continue;
    const from = nameKey(rename.from);
    const to = nameKey(rename.to);
    if (from === to || renames.has(from) || targets.has(to) || !oldTables.has(from) || !newTables.has(to)) continue;
    renames.set(from, to);
    targets.add(to);
  }
  return renames;
}

/** By table (its old `nameKey`), the new names of columns by their old ones. */
function columnRenames(
  wanted: readonly Rename[],
  oldTables: Tables,
  newTables: Tables,
  tables: ReadonlyMap<string, string>,
): Map<string, Map<string, string>> {
  const oldNames = new Map([...tables].map(([from, to]) => [to, from]));
  const renames = new Map<string, Map<string, string>>();
  for (const rename of wanted) {
    if (rename.kind !== "column" || rename.from === rename.to) continue;
    const written = nameKey(rename.table);
    // Whoever renames a table too may think of its columns by the new name already.
    const key = tables.has(written) || !oldNames.has(written) ? written : (oldNames.get(written) ?? written);
    const has = (table: Table | undefined, column: string) =>
      table?.columns.some(({ name }) => name === column) === true;
    if (!has(oldTables.get(key), rename.from) || !has(newTables.get(tables.get(key) ?? key), rename.to)) continue;
    const pairs = renames.get(key) ?? new Map<string, string>();
    renames.set(key, pairs);
    if (!pairs.has(rename.from) && ![...pairs.values()].includes(rename.to)) pairs.set(rename.from, rename.to);
  }
  return renames;
}

/** Renamings one by one, each to a name that is free at its turn. A circle goes through a name that nobody has. */
function sequence(renames: ReadonlyMap<string, string>): (readonly [from: string, to: string])[] {
  const pending = new Map(renames);
  const steps: (readonly [string, string])[] = [];
  while (pending.size > 0) {
    const before = pending.size;
    for (const [from, to] of [...pending]) {
      if (pending.has(to)) continue;
      steps.push([from, to]);
      pending.delete(from);
    }
    if (pending.size < before) continue;
    for (const [from, to] of pending) {
      const meanwhile = `${from}~`;
      steps.push([from, meanwhile]);
      pending.delete(from);
      pending.set(meanwhile, to);
      break;
    }
  }
  return steps;
}

function nameOf(key: string): QualifiedName {
  const at = key.indexOf("\0");
  return { schema: key.slice(0, at), name: key.slice(at + 1) };
}
