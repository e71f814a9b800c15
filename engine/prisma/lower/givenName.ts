import type { Attribute } from "#engine/prisma/ast.ts";
import { stringArgument } from "#engine/prisma/lower/attributes.ts";
import type { Model } from "#engine/prisma/lower/declarations.ts";
import { cutName, isTooLong } from "#engine/prisma/lower/names.ts";
import type { Report } from "#engine/prisma/lower/report.ts";

/** The name that an attribute gives its key, index or constraint, by the first of these arguments that it has. */
export function givenName(model: Model, attribute: Attribute, names: readonly string[], report: Report): string | null {
  const name = names.map((n) => stringArgument(attribute, n)).find((n) => n !== null) ?? null;
  if (name === null || !isTooLong(name)) return name;
  report(
    model.file,
    attribute.span,
    "prisma/longName",
    `PostgreSQL names have at most 63 bytes, and \`${name}\` is longer.`,
  );
  return cutName(name);
}
