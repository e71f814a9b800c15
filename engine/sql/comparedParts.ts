import { partsLike } from "#engine/changes/alterable.ts";
import type { CatalogObject, ObjectPart } from "#engine/schema/model.ts";

/** The parts whose names begin like this; of those that changed, how they are after. */
export function comparedParts(from: CatalogObject, to: CatalogObject, beginning: string) {
  const old = new Map(partsLike(from, beginning).map((part) => [part.name, part]));
  const next = partsLike(to, beginning);
  const names = new Set(next.map(({ name }) => name));
  const isChanged = ({ name, text }: ObjectPart) => old.has(name) && old.get(name)?.text !== text;
  return {
    removed: [...old.values()].filter(({ name }) => !names.has(name)),
    changed: next.filter(isChanged),
    added: next.filter(({ name }) => !old.has(name)),
  };
}
