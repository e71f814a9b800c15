import type { Attribute } from "#engine/prisma/ast.ts";
import type { Declarations } from "#engine/prisma/lower/declarations.ts";
import type { Report } from "#engine/prisma/lower/report.ts";

/** Attributes that mean nothing on PostgreSQL, misspelled ones among them: Prisma refuses them all. */
export function refuseUnknownAttributes({ models, enums }: Declarations, report: Report): void {
  const check = (
    file: string,
    attributes: readonly Attribute[],
    known: ReadonlySet<string>,
    sign: "@" | "@@",
  ): void => {
    for (const attribute of attributes) {
      const { text, span } = attribute.name;
      if (known.has(text) || (sign === "@" && known === onField && text.includes("."))) continue;
      report(file, span, "prisma/unknownAttribute", `\`${sign}${text}\` is no attribute for this place.`);
    }
  };
  for (const { file, attributes, fields } of models.values()) {
    check(file, attributes, onModel, "@@");
    for (const { field } of fields.values()) check(file, field.attributes, onField, "@");
  }
  for (const { file, block } of enums.values()) {
    for (const member of block.members) {
      if (member.kind === "value") check(file, member.attributes, onValue, "@");
      else if (member.kind === "attribute") check(file, [member.attribute], onEnum, "@@");
    }
  }
}

const onModel = new Set(["id", "unique", "index", "map", "schema", "ignore"]);
const onField = new Set(["id", "unique", "default", "updatedAt", "map", "relation", "ignore"]);
const onEnum = new Set(["map", "schema"]);
const onValue = new Set(["map"]);
