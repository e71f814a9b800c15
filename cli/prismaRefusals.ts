import { placeText } from "#cli/place.ts";
import type { SchemaDocument } from "#engine/index.ts";
import { createPrismaLint } from "#host/prismaLint.ts";

/** More than these are the same fault over and over, as a rule. */
const shown = 3;

/**
 * What Prisma refuses in models that have a meaning for the database all the same: a revision can be made of them, but no
 * client. The editor underlines it; a command line would be silent about it.
 */
export function prismaRefusals(documents: readonly SchemaDocument[], cwd: string): readonly string[] {
  const refused = createPrismaLint()
    .lint(documents)
    .filter(({ severity }) => severity === "error");
  const told = refused.slice(0, shown).map(({ message, place }) => {
    const at = place ? ` at ${placeText(place, cwd)}` : "";
    return `Prisma refuses these models${at}: ${message}`;
  });
  const more = refused.length - told.length;
  return more > 0 ? [...told, `Prisma refuses ${more} more of what they say: prisma validate.`] : told;
}
