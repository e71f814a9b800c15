import { type Ends, endsOf, tradedEnds, turnOf } from "#engine/diff/joinTables.ts";
import { columnNameLikeness } from "#engine/diff/likeness.ts";
import type { SettledRenames, Sides } from "#engine/diff/settleRenames.ts";
import type { EnumType, Table } from "#engine/schema/model.ts";
import { nameKey } from "#engine/schema/name.ts";

/**
 * Adds what needs no question, since nothing is lost by it and the end is the same: what moves to another PostgreSQL
 * schema under its name, tables of many-to-many relations that go along with their models, and enums whose columns all
 * change over to a new one that has every value of theirs.
 */
export function deriveRenames(settled: SettledRenames, sides: Sides): void {
  deriveMoves(settled, leftOver(sides.oldTables, sides.newTables, settled), (a, b) => columnNameLikeness(a, b) >= 0.5);
  deriveMoves(settled, leftOver(sides.oldEnums, sides.newEnums, settled), (a, b) =>
    b.values.some((value) => a.values.includes(value)),
  );
  deriveJoinTables(settled, sides);
  deriveTurns(settled, sides);
  deriveEnums(settled, sides);
}

interface LeftOver<T> {
  readonly gone: readonly T[];
  readonly come: readonly T[];
}

/** What stands on one side only, and has no part in a renaming yet. */
function leftOver<T extends Table | EnumType>(
  old: ReadonlyMap<string, T>,
  next: ReadonlyMap<string, T>,
  { types }: SettledRenames,
): LeftOver<T> {
  const targets = new Set(types.values());
  return {
    gone: [...old].filter(([key]) => !next.has(key) && !types.has(key)).map(([, item]) => item),
    come: [...next].filter(([key]) => !old.has(key) && !targets.has(key)).map(([, item]) => item),
  };
}

/** Of one name, one that went and one that came. */
function deriveMoves<T extends Table | EnumType>(
  { types }: SettledRenames,
  { gone, come }: LeftOver<T>,
  isAlike: (from: T, to: T) => boolean,
): void {
  for (const item of gone) {
    const namesakes = come.filter((other) => other.name.name === item.name.name);
    const [other] = namesakes;
    if (other === undefined || namesakes.length > 1) continue;
    if (gone.some((each) => each !== item && each.name.name === item.name.name)) continue;
    if (isAlike(item, other)) types.set(nameKey(item.name), nameKey(other.name));
  }
}

/** Where both ends are known by their new names, they tell which relation is which. */
function deriveJoinTables(settled: SettledRenames, sides: Sides): void {
  const { types } = settled;
  if (types.size === 0) return;
  const { gone, come } = leftOver(sides.oldTables, sides.newTables, settled);
  const newEnds = come.map((table) => [table, endsOf(table, sides.newTables)] as const);
  const pairs = gone.flatMap((table) => {
    const ends = endsOf(table, sides.oldTables);
    if (!ends || !(types.has(ends.a) || types.has(ends.b))) return [];
    const renamed = renamedEnds(ends, types);
    return newEnds.flatMap(([other, next]) => (next && turnOf(renamed, next) !== null ? [{ table, other }] : []));
  });
  for (const { table, other } of pairs) {
    if (pairs.some((pair) => pair.table === table && pair.other !== other)) continue;
    if (pairs.some((pair) => pair.table !== table && pair.other === other)) continue;
    types.set(nameKey(table.name), nameKey(other.name));
  }
}

/**
 * The columns of a many-to-many table trade places where its models' new names sort the other way round, whether it keeps
 * its name or not: else its rows would join what they never joined.
 */
function deriveTurns({ types, columns }: SettledRenames, { oldTables, newTables }: Sides): void {
  for (const [key, table] of oldTables) {
    const ends = endsOf(table, oldTables);
    const other = ends && newTables.get(types.get(key) ?? key);
    const next = other && endsOf(other, newTables);
    if (next && !columns.has(key) && turnOf(renamedEnds(ends, types), next) === "turned") {
      columns.set(key, new Map(tradedEnds));
    }
  }
}

/**
 * Whether a many-to-many table's ends traded places while every name stayed: only models changed theirs. Names alone
 * can't tell that, so foreign keys must.
 */
export function hasTurned(from: readonly Table[], to: readonly Table[]): boolean {
  if (from === to) return false;
  const none = new Map<string, Table>();
  const targets = new Map<string, Ends>();
  for (const table of to) {
    const ends = endsOf(table, none);
    if (ends) targets.set(nameKey(table.name), ends);
  }
  return from.some((table) => {
    const next = targets.get(nameKey(table.name));
    const ends = next && endsOf(table, none);
    return ends ? turnOf(ends, next) === "turned" : false;
  });
}

function renamedEnds({ a, b }: Ends, types: ReadonlyMap<string, string>): Ends {
  return { a: types.get(a) ?? a, b: types.get(b) ?? b };
}

function deriveEnums(settled: SettledRenames, sides: Sides): void {
  const { types } = settled;
  const { gone, come } = leftOver(sides.oldEnums, sides.newEnums, settled);
  if (gone.length === 0 || come.length === 0) return;
  const next = new Map(come.map((type) => [nameKey(type.name), type]));
  const successors = successorsOf(settled, sides);
  const found = gone.flatMap((type) => {
    const [only, ...others] = successors.get(nameKey(type.name)) ?? [];
    const other = only === undefined ? undefined : next.get(only);
    return other && others.length === 0 && type.values.every((value) => other.values.includes(value))
      ? [{ type, other }]
      : [];
  });
  for (const { type, other } of found) {
    // Two that become one can't both be renamed to it.
    if (found.some((pair) => pair.other === other && pair.type !== type)) continue;
    if (!sides.oldTables.has(nameKey(other.name))) types.set(nameKey(type.name), nameKey(other.name));
  }
}

/** For each enum that columns are of, what these columns are of afterwards. */
function successorsOf({ types, columns }: SettledRenames, sides: Sides): ReadonlyMap<string, ReadonlySet<string>> {
  const successors = new Map<string, Set<string>>();
  for (const [key, table] of sides.oldTables) {
    const after = sides.newTables.get(types.get(key) ?? key);
    if (!after) continue;
    const names = columns.get(key);
    for (const { name, type } of table.columns) {
      if (type.kind !== "enum") continue;
      const other = after.columns.find((column) => column.name === (names?.get(name) ?? name));
      if (!other) continue;
      const old = nameKey(type.name);
      const next = other.type.kind === "enum" ? nameKey(other.type.name) : "";
      successors.set(old, (successors.get(old) ?? new Set()).add(next));
    }
  }
  return successors;
}
