import type { Change } from "#engine/changes/change.ts";
import { clear, type Obstacles } from "#engine/diff/obstacles.ts";
import type { Rename } from "#engine/diff/renames.ts";
import { deriveRenames, hasTurned } from "#engine/diff/derivedRenames.ts";
import { settleRenames, sidesOf } from "#engine/diff/settleRenames.ts";
import { meanwhileName } from "#engine/changes/meanwhile.ts";
import type { Schema } from "#engine/schema/model.ts";
import { type QualifiedName, sameName } from "#engine/schema/name.ts";
import { columnKey, type ObjectKey } from "#engine/schema/objectKey.ts";

export interface RenamePlan {
  /** `from` without what bears a name that a renaming needs; null where nothing stands in the way. */
  readonly cleared: Schema | null;
  readonly renames: readonly Change[];
  /** Columns that were renamed, or whose table was: their old names by their new ones. */
  readonly renamedColumns: ReadonlyMap<ObjectKey, ColumnName>;
  /** Of tables and enums that were renamed, the old name by the new one's `nameKey`. */
  readonly oldNames: ReadonlyMap<string, QualifiedName>;
  /** By enum (its new `nameKey`), the values that go and the ones that rows hold instead. */
  readonly replacements: ReadonlyMap<string, ReadonlyMap<string, string>>;
}

export interface ColumnName {
  readonly table: QualifiedName;
  readonly column: string;
}

/** The steps that carry out what of `wanted` fits, and what follows from it or needs no question. */
export function planRenames(from: Schema, to: Schema, wanted: readonly Rename[], home: string): RenamePlan {
  if (wanted.length === 0 && sameNames(from, to) && !hasTurned(from.tables, to.tables)) return nothing;
  const sides = sidesOf(from, to);
  const { settled } = settleRenames(wanted, sides, home);
  deriveRenames(settled, sides);
  const { types, columns, values, replacements } = settled;
  const { oldTables } = sides;
  if (types.size + columns.size + values.size + replacements.size === 0) return nothing;

  const renames: Change[] = sequence(types).map(([a, b, origin]) => ({
    kind: oldTables.has(origin) ? "renameTable" : "renameEnum",
    from: nameOf(a),
    to: nameOf(b),
  }));
  const obstacles: Obstacles = {
    tables: new Set([...types.values()].filter((key) => oldTables.has(key) && !types.has(key))),
    columns: new Map(),
  };
  const renamedColumns = new Map<ObjectKey, ColumnName>();
  for (const [key, target] of types) {
    for (const { name } of oldTables.get(key)?.columns ?? []) {
      renamedColumns.set(columnKey(nameOf(target), name), { table: nameOf(key), column: name });
    }
  }
  for (const [key, pairs] of columns) {
    const table = nameOf(types.get(key) ?? key);
    for (const [a, b] of sequence(pairs)) renames.push({ kind: "renameColumn", table, from: a, to: b });
    for (const [a, b] of pairs) {
      renamedColumns.delete(columnKey(table, a));
      renamedColumns.set(columnKey(table, b), { table: nameOf(key), column: a });
    }
    const old = oldTables.get(key)?.columns.map(({ name }) => name) ?? [];
    const inTheWay = [...pairs.values()].filter((target) => old.includes(target) && !pairs.has(target));
    if (inTheWay.length > 0) obstacles.columns.set(key, new Set(inTheWay));
  }
  for (const [key, pairs] of values) {
    const type = nameOf(types.get(key) ?? key);
    for (const [a, b] of sequence(pairs)) renames.push({ kind: "renameEnumValue", enum: type, from: a, to: b });
  }
  const isFree = obstacles.tables.size === 0 && obstacles.columns.size === 0;
  return {
    cleared: isFree ? null : clear(from, obstacles),
    renames,
    renamedColumns,
    oldNames: new Map([...types].map(([old, target]) => [target, nameOf(old)])),
    replacements: new Map([...replacements].map(([key, pairs]) => [types.get(key) ?? key, pairs])),
  };
}

/** Nothing came or went: a walk tells, since both lists are sorted. */
function sameNames(from: Schema, to: Schema): boolean {
  const same = (a: readonly { readonly name: QualifiedName }[], b: readonly { readonly name: QualifiedName }[]) =>
    a === b || (a.length === b.length && a.every(({ name }, at) => b[at] !== undefined && sameName(name, b[at].name)));
  return same(from.tables, to.tables) && same(from.enums, to.enums);
}

const nothing: RenamePlan = {
  cleared: null,
  renames: [],
  renamedColumns: new Map(),
  oldNames: new Map(),
  replacements: new Map(),
};

/**
 * Renamings one by one, each to a name that is free at its turn, with the name that the thing had at first. A circle goes
 * through a name that nobody has.
 */
function sequence(renames: ReadonlyMap<string, string>): (readonly [from: string, to: string, origin: string])[] {
  const pending = new Map([...renames].map(([from, to]) => [from, { to, origin: from }]));
  const steps: (readonly [string, string, string])[] = [];
  while (pending.size > 0) {
    const before = pending.size;
    for (const [from, { to, origin }] of [...pending]) {
      if (pending.has(to)) continue;
      steps.push([from, to, origin]);
      pending.delete(from);
    }
    if (pending.size < before) continue;
    for (const [from, target] of pending) {
      const meanwhile = `${from.slice(0, from.indexOf("\0") + 1)}${meanwhileName(steps.length)}`;
      steps.push([from, meanwhile, target.origin]);
      pending.delete(from);
      pending.set(meanwhile, target);
      break;
    }
  }
  return steps;
}

function nameOf(key: string): QualifiedName {
  const at = key.indexOf("\0");
  return { schema: key.slice(0, at), name: key.slice(at + 1) };
}
