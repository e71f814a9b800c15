/** Code-unit order: the same on every machine, whatever its locale. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

export function sortedBy<T>(items: readonly T[], key: (item: T) => string): T[] {
  const keyed = items.map((item) => ({ item, by: key(item) }));
  // Mostly there is nothing to do.
  if (keyed.every(({ by }, at) => at === 0 || compareText(keyed[at - 1]?.by ?? "", by) <= 0)) return [...items];
  return keyed.sort((a, b) => compareText(a.by, b.by)).map(({ item }) => item);
}

/** Items of both sides by key, each side in its own order. Keys are unique within a side. */
export function matchByKey<T>(from: readonly T[], to: readonly T[], key: (item: T) => string): Matched<T> {
  const left = new Map(from.map((item) => [key(item), item]));
  const right = new Map(to.map((item) => [key(item), item]));
  const both: [T, T][] = [];
  for (const [name, item] of left) {
    const other = right.get(name);
    if (other !== undefined) both.push([item, other]);
  }
  return {
    removed: [...left].filter(([name]) => !right.has(name)).map(([, item]) => item),
    added: [...right].filter(([name]) => !left.has(name)).map(([, item]) => item),
    both,
  };
}

export interface Matched<T> {
  readonly removed: readonly T[];
  readonly added: readonly T[];
  readonly both: readonly (readonly [from: T, to: T])[];
}
