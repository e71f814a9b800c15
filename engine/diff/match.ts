export interface Differences<T> {
  readonly removed: readonly T[];
  readonly added: readonly T[];
  /** Of one key, and not the same. */
  readonly changed: readonly (readonly [from: T, to: T])[];
}

/**
 * What tells two lists apart, by key. Keys are unique within a list. Where the lists agree in order nothing is looked up:
 * a schema with one change costs a walk. `same` is asked even of one object on both sides, since it may know of reasons
 * outside of the two.
 */
export function differences<T>(
  from: readonly T[],
  to: readonly T[],
  key: (item: T) => string,
  same: (from: T, to: T) => boolean,
): Differences<T> {
  const changed: [T, T][] = [];
  const oldItems: T[] = [];
  const newItems: T[] = [];
  for (let at = 0; at < from.length || at < to.length; at++) {
    const a = from[at];
    const b = to[at];
    if (a !== undefined && b !== undefined && (a === b || key(a) === key(b))) {
      if (!same(a, b)) changed.push([a, b]);
      continue;
    }
    if (a !== undefined) oldItems.push(a);
    if (b !== undefined) newItems.push(b);
  }

  const unmatched = new Map(newItems.map((item) => [key(item), item]));
  const removed: T[] = [];
  for (const item of oldItems) {
    const other = unmatched.get(key(item));
    unmatched.delete(key(item));
    if (other === undefined) removed.push(item);
    else if (!same(item, other)) changed.push([item, other]);
  }
  return { removed, added: [...unmatched.values()], changed };
}

export interface Pairing<T> {
  readonly renamed: readonly (readonly [from: T, to: T])[];
  readonly removed: readonly T[];
  readonly added: readonly T[];
}

/** Of what went and what came, the pairs that differ in name only, each in the order of what went. */
export function pairRenamed<T>(
  removed: readonly T[],
  added: readonly T[],
  sameContent: (from: T, to: T) => boolean,
): Pairing<T> {
  if (removed.length === 0 || added.length === 0) return { renamed: [], removed, added };
  const left = [...added];
  const renamed: [T, T][] = [];
  const gone = removed.filter((item) => {
    const at = left.findIndex((other) => sameContent(item, other));
    const other = left[at];
    if (other === undefined) return true;
    left.splice(at, 1);
    renamed.push([item, other]);
    return false;
  });
  return { renamed, removed: gone, added: left };
}
