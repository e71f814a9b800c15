import type { Change } from "#engine/changes/change.ts";
import type { Obstructions } from "#engine/changes/obstructions.ts";
import type { Planned } from "#engine/changes/planned.ts";
import { mentions } from "#engine/schema/expressionNames.ts";
import type { CatalogObject, CatalogObjectKind } from "#engine/schema/model.ts";
import { catalogObjectKey } from "#engine/schema/objectKey.ts";

/** PostgreSQL refuses to alter the type of a column that one of these reads, and to drop a view that one reads. */
const readers = new Set<CatalogObjectKind>(["view", "materializedView", "policy", "trigger"]);

export function detourObjects(
  objects: readonly CatalogObject[],
  { retyped, readsRetyped }: Obstructions,
  planned: Planned,
): Change[] {
  const isDropped = (object: CatalogObject) => planned.drops.has(catalogObjectKey(object));
  const isView = ({ kind }: CatalogObject) => kind === "view" || kind === "materializedView";
  const names = new Set(objects.filter((object) => isView(object) && isDropped(object)).map(({ name }) => name.name));
  if (retyped.size === 0 && names.size === 0) return [];

  let left = objects
    .filter((object) => readers.has(object.kind) && !isDropped(object))
    .map((object) => ({ object, mentioned: mentions(object.definition) }));
  const detours: Change[] = [];
  // What reads a view that steps aside has to do so too.
  for (let found = true; found;) {
    const aside = left.filter(
      ({ mentioned }) => readsRetyped(mentioned) || [...names].some((name) => mentioned.has(name)),
    );
    left = left.filter((reader) => !aside.includes(reader));
    for (const { object } of aside) {
      detours.push({ kind: "dropObject", object }, { kind: "createObject", object });
      if (isView(object)) names.add(object.name.name);
    }
    found = aside.length > 0;
  }
  return detours;
}
