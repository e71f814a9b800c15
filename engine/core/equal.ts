/** Structural equality of plain data: values, arrays and objects without methods. A missing key differs from `null`. */
export function equal(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
  if (Array.isArray(a) || Array.isArray(b)) return Array.isArray(a) && Array.isArray(b) && equalLists(a, b, equal);
  const left = a as Record<string, unknown>;
  const right = b as Record<string, unknown>;
  const keys = Object.keys(left);
  return keys.length === Object.keys(right).length && keys.every((key) => key in right && equal(left[key], right[key]));
}

export function equalLists<T>(a: readonly T[], b: readonly T[], same: (a: T, b: T) => boolean): boolean {
  if (a === b) return true;
  if (a.length !== b.length) return false;
  // By index: this is where a diff of two large schemas spends its time.
  for (let at = 0; at < a.length; at++) if (!same(a[at] as T, b[at] as T)) return false;
  return true;
}

/** The same items in whatever order. Keys are unique within a list; lists that agree in order cost one pass. */
export function equalSets<T>(
  a: readonly T[],
  b: readonly T[],
  key: (item: T) => string,
  same: (a: T, b: T) => boolean,
): boolean {
  if (a === b) return true;
  if (a.length !== b.length) return false;
  let at = 0;
  while (at < a.length && key(a[at] as T) === key(b[at] as T)) at++;
  if (at === a.length) return equalLists(a, b, same);
  const byKey = new Map(b.map((item) => [key(item), item]));
  return a.every((item) => {
    const other = byKey.get(key(item));
    return other !== undefined && same(item, other);
  });
}
