import type { Change } from "#engine/changes/change.ts";
import { differences } from "#engine/diff/match.ts";
import type { CatalogObject } from "#engine/schema/model.ts";
import { catalogObjectKey } from "#engine/schema/objectKey.ts";
import { sameObject } from "#engine/schema/same.ts";

/** An object is its text: what changed is dropped and made anew. */
export function diffObjects(from: readonly CatalogObject[], to: readonly CatalogObject[]): Change[] {
  const { removed, added, changed } = differences(from, to, catalogObjectKey, sameObject);
  return [
    ...[...removed, ...changed.map(([a]) => a)].map((object): Change => ({ kind: "dropObject", object })),
    ...[...added, ...changed.map(([, b]) => b)].map((object): Change => ({ kind: "createObject", object })),
  ];
}
