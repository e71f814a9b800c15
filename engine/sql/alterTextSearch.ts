import type { CatalogObject } from "#engine/schema/model.ts";
import { comparedParts } from "#engine/sql/comparedParts.ts";

/** A setting without a value is taken back. */
export function alterDictionary(from: CatalogObject, to: CatalogObject, name: string): string[] {
  const { removed, changed, added } = comparedParts(from, to, "option ");
  const settings = [
    ...removed.map((option) => option.name),
    ...[...changed, ...added].map((option) => `${option.name} = ${option.text}`),
  ];
  return [`ALTER TEXT SEARCH DICTIONARY ${name} (${settings.join(", ")})`];
}

export function alterConfiguration(from: CatalogObject, to: CatalogObject, name: string): string[] {
  const { removed, changed, added } = comparedParts(from, to, "mapping ");
  const alter = `ALTER TEXT SEARCH CONFIGURATION ${name}`;
  return [
    ...removed.map((mapping) => `${alter} DROP MAPPING FOR ${mapping.name}`),
    ...changed.map((mapping) => `${alter} ALTER MAPPING FOR ${mapping.name} WITH ${mapping.text}`),
    ...added.map((mapping) => `${alter} ADD MAPPING FOR ${mapping.name} WITH ${mapping.text}`),
  ];
}
