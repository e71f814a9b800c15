import { plainText } from "#engine/schema/canonical.ts";
import type { CatalogObject } from "#engine/schema/model.ts";

/** The text of an object to compare by, not to run. */
export function canonicalDefinition({ definition }: CatalogObject): string {
  return plainText(definition);
}
