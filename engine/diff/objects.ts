import type { Change } from "#engine/changes/change.ts";
import { differences } from "#engine/diff/match.ts";
import type { Rebuilds } from "#engine/diff/rebuilds.ts";
import { mentions } from "#engine/schema/expressionNames.ts";
import type { CatalogObject, CatalogObjectKind } from "#engine/schema/model.ts";
import { catalogObjectKey } from "#engine/schema/objectKey.ts";
import { sameObject } from "#engine/schema/same.ts";

/** An object is its text: what changed is dropped and made anew. */
export function diffObjects(
  from: readonly CatalogObject[],
  to: readonly CatalogObject[],
  rebuilds: Rebuilds,
): Change[] {
  const { removed, added, changed } = differences(from, to, catalogObjectKey, sameObject);
  const inTheWay = rebuilt(from, to, new Set([...changed.map(([a]) => a)]), rebuilds);
  return [
    ...removed.map((object): Change => ({ kind: "dropObject", object })),
    ...added.map((object): Change => ({ kind: "createObject", object })),
    ...[...changed, ...inTheWay].flatMap(([old, object]): Change[] => [
      { kind: "dropObject", object: old },
      { kind: "createObject", object },
    ]),
  ];
}

/** PostgreSQL refuses to alter the type of a column that one of these reads; they step aside meanwhile. */
const readers = new Set<CatalogObjectKind>(["view", "policy", "trigger"]);

function rebuilt(
  from: readonly CatalogObject[],
  to: readonly CatalogObject[],
  changed: ReadonlySet<CatalogObject>,
  rebuilds: Rebuilds,
): (readonly [CatalogObject, CatalogObject])[] {
  if (rebuilds.retyped.size === 0 && changed.size === 0) return [];
  const newObjects = new Map(to.map((object) => [catalogObjectKey(object), object]));
  const candidates = from.filter((object) => readers.has(object.kind) && !changed.has(object));
  const moved = [...changed];
  const pairs: (readonly [CatalogObject, CatalogObject])[] = [];
  // A view that reads a view which steps aside has to do so too.
  for (let found = true; found;) {
    found = false;
    for (const object of candidates) {
      const other = newObjects.get(catalogObjectKey(object));
      if (other === undefined || moved.includes(object)) continue;
      const names = mentions(object.definition);
      const reads =
        rebuilds.readsRetyped(names) || moved.some(({ kind, name }) => kind === "view" && names.has(name.name));
      if (!reads) continue;
      moved.push(object);
      pairs.push([object, other]);
      found = true;
    }
  }
  return pairs;
}
