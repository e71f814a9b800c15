import type { CatalogObject } from "#engine/schema/model.ts";
import { comparedParts } from "#engine/sql/comparedParts.ts";
import { quoteIdentifier } from "#engine/sql/quote.ts";

/** A table whose columns or rows are published otherwise leaves and comes back. */
export function alterPublication(from: CatalogObject, to: CatalogObject): string[] {
  const alter = `ALTER PUBLICATION ${quoteIdentifier(to.name.name)}`;
  const options = comparedParts(from, to, "option ");
  const members = comparedParts(from, to, "member ");
  const set = [
    ...[...options.changed, ...options.added].map(({ name, text }) => `${name} = ${text}`),
    // There is no RESET, and only what is not usual is removed.
    ...options.removed.map(({ name }) => `${name} = none`),
  ];
  return [
    ...[...members.removed, ...members.changed].map(({ name }) => `${alter} DROP ${name}`),
    ...[...members.changed, ...members.added].map(({ name, text }) => `${alter} ADD ${name} ${text}`.trimEnd()),
    ...(set.length > 0 ? [`${alter} SET (${set.join(", ")})`] : []),
  ];
}
