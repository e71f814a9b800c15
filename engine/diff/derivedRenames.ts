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

/** The two tables that a table of a many-to-many relation joins, as Prisma makes one: by the columns `A` and `B`. */
interface Ends {
  readonly a: string;
  readonly b: string;
}

function endsOf({ columns, foreignKeys }: Table): Ends | null {
  if (columns.length !== 2 || foreignKeys.length !== 2) return null;
  const end = (column: string) => foreignKeys.find((key) => key.columns.length === 1 && key.columns[0] === column);
  const [a, b] = [end("A"), end("B")];
  return a && b ? { a: nameKey(a.references.table), b: nameKey(b.references.table) } : null;
}

/** Its columns trade places where the models' new names sort the other way round. */
function deriveJoinTables(settled: SettledRenames, sides: Sides): void {
  const { types, columns } = settled;
  if (types.size === 0) return;
  const { gone, come } = leftOver(sides.oldTables, sides.newTables, settled);
  const newEnds = come.map((table) => [table, endsOf(table)] as const);
  const pairs = gone.flatMap((table) => {
    const ends = endsOf(table);
    if (!ends || !(types.has(ends.a) || types.has(ends.b))) return [];
    const [a, b] = [types.get(ends.a) ?? ends.a, types.get(ends.b) ?? ends.b];
    return newEnds.flatMap(([other, next]) => {
      if (next === null) return [];
      if (next.a === a && next.b === b) return [{ table, other, swapped: false }];
      return next.a === b && next.b === a ? [{ table, other, swapped: true }] : [];
    });
  });
  for (const { table, other, swapped } of pairs) {
    if (pairs.some((pair) => pair.table === table && pair.other !== other)) continue;
    if (pairs.some((pair) => pair.table !== table && pair.other === other)) continue;
    const key = nameKey(table.name);
    types.set(key, nameKey(other.name));
    if (swapped && !columns.has(key)) {
      columns.set(
        key,
        new Map([
          ["A", "B"],
          ["B", "A"],
        ]),
      );
    }
  }
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
