import { isAlterable } from "#engine/changes/alterable.ts";
import type { Change } from "#engine/changes/change.ts";
import { differences } from "#engine/diff/match.ts";
import type { CatalogObject } from "#engine/schema/model.ts";
import { catalogObjectKey } from "#engine/schema/objectKey.ts";
import { sameObject } from "#engine/schema/same.ts";

/** An object is its text: what changed is altered where PostgreSQL can, and otherwise dropped and made anew. */
export function diffObjects(from: readonly CatalogObject[], to: readonly CatalogObject[]): Change[] {
  const { removed, added, changed } = differences(from, to, catalogObjectKey, sameObject);
  const remade = changed.filter(([a, b]) => !isAlterable(a, b));
  const altered = changed.filter(([a, b]) => isAlterable(a, b));
  return [
    ...[...removed, ...remade.map(([a]) => a)].map((object): Change => ({ kind: "dropObject", object })),
    ...altered.map(([from, to]): Change => ({ kind: "alterObject", from, to })),
    ...[...added, ...remade.map(([, b]) => b)].map((object): Change => ({ kind: "createObject", object })),
  ];
}
