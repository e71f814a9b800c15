import { standsApart, tableFinder } from "#engine/schema/inherited.ts";
import type { Index, Table } from "#engine/schema/model.ts";
import { nameKey } from "#engine/schema/name.ts";

/**
 * Indexes of tables with partitions that are not valid on either side and have parts on other partitions than before, or
 * on whose parts other constraints of single partitions stand, by `nameKey`. PostgreSQL lets no part go without its whole:
 * these are made anew, with the parts that they are to have, and so are those that they are a part of, and their parts.
 */
export function tornIndexes(from: readonly Table[], to: readonly Table[]): ReadonlySet<string> {
  // A partition that comes gets a part, and one that leaves takes its own along.
  const partitions = (tables: readonly Table[]) =>
    new Set(tables.flatMap(({ name, partitionOf }) => (partitionOf ? [nameKey(name)] : [])));
  const [before, after] = [partitions(from), partitions(to)];
  const stays = ({ name }: Table) => before.has(nameKey(name)) && after.has(nameKey(name));
  const [old, next] = [invalidIndexes(from, stays), invalidIndexes(to, stays)];
  const [constraints, others] = [constraintsOnParts(from), constraintsOnParts(to)];
  const differ = (a: ReadonlyMap<string, string>, b: ReadonlyMap<string, string>) =>
    [...a.keys(), ...b.keys()].filter((key) => a.get(key) !== b.get(key));
  const torn = new Set([
    ...differ(old, next).filter((key) => old.has(key) && next.has(key)),
    ...differ(constraints, others),
  ]);
  if (torn.size === 0) return torn;
  const links = [...from, ...to].flatMap(({ name: { schema }, indexes }) =>
    indexes.flatMap(({ name, partOf }) => (partOf ? [[nameKey({ schema, name }), nameKey(partOf)] as const] : [])),
  );
  for (let known = 0; known < torn.size;) {
    known = torn.size;
    for (const [part, whole] of links) {
      if (torn.has(part)) torn.add(whole);
      if (torn.has(whole)) torn.add(part);
    }
  }
  return torn;
}

/** By index, the constraints of single partitions that stand on parts of it. */
function constraintsOnParts(tables: readonly Table[]): ReadonlyMap<string, string> {
  const find = tableFinder(tables);
  const found = new Map<string, string>();
  for (const { name, partitionOf, primaryKey, indexes } of tables) {
    for (const key of [...(primaryKey ? [primaryKey] : []), ...indexes]) {
      if (!key.partOf || !partitionOf || !standsApart(key, find(partitionOf.table))) continue;
      const whole = nameKey(key.partOf);
      found.set(whole, `${found.get(whole) ?? ""}${nameKey(name)} ${"keys" in key ? "unique" : "primary"}\n`);
    }
  }
  return found;
}

/** Those that are a whole or could be one, with the partitions that have a part of them. */
function invalidIndexes(tables: readonly Table[], stays: (table: Table) => boolean): ReadonlyMap<string, string> {
  const found = new Map<string, string[]>();
  const keyOf = ({ name: { schema } }: Table, { name }: Index) => nameKey({ schema, name });
  for (const table of tables) {
    if (table.partitionBy === null) continue;
    for (const index of table.indexes) if (!index.valid) found.set(keyOf(table, index), []);
  }
  if (found.size === 0) return new Map();
  for (const table of tables.filter(stays)) {
    for (const { partOf } of table.indexes) if (partOf) found.get(nameKey(partOf))?.push(nameKey(table.name));
  }
  return new Map([...found].map(([key, parts]) => [key, parts.toSorted().join("\0\0")]));
}
