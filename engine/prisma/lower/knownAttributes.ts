import type { Attribute } from "#engine/prisma/ast.ts";
import { argument } from "#engine/prisma/lower/attributes.ts";
import type { Declarations } from "#engine/prisma/lower/declarations.ts";
import type { Report } from "#engine/prisma/lower/report.ts";

/**
 * Attributes and arguments that mean nothing on PostgreSQL, misspelled ones among them. Prisma refuses them all; passed
 * over, an `ondelete: Cascade` would make another database than the one that was meant.
 */
export function refuseUnknownAttributes({ models, enums }: Declarations, report: Report): void {
  const check = (file: string, attributes: readonly Attribute[], known: KnownAttributes, sign: "@" | "@@"): void => {
    for (const attribute of attributes) {
      const { text, span } = attribute.name;
      const args = known.get(text);
      if (args) checkArguments(file, attribute, args, report);
      else if (known !== onField || !text.includes(".")) {
        report(file, span, "prisma/unknownAttribute", `\`${sign}${text}\` is no attribute for this place.`);
      }
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

interface KnownArguments {
  readonly names: readonly string[];
  /** The argument that must be there, as a string. */
  readonly needs: string | null;
}

type KnownAttributes = ReadonlyMap<string, KnownArguments>;

function checkArguments(file: string, attribute: Attribute, known: KnownArguments, report: Report): void {
  for (const { name } of attribute.arguments ?? []) {
    if (name === null || known.names.includes(name.text)) continue;
    const message = `\`${attribute.name.text}\` has no argument \`${name.text}\`: ${known.names.join(", ") || "it takes none"}.`;
    report(file, name.span, "prisma/unknownArgument", message);
  }
  if (known.needs === null) return;
  const value = argument(attribute, known.needs, { positional: true })?.value;
  if (value?.kind === "string" || value?.kind === "missing") return;
  report(
    file,
    value?.span ?? attribute.span,
    "prisma/missingValue",
    `\`${attribute.name.text}\` needs a name in quotes.`,
  );
}

function takes(...names: readonly string[]): KnownArguments {
  return { names, needs: null };
}

const map: KnownArguments = { names: ["name"], needs: "name" };
const schema: KnownArguments = { names: ["map"], needs: "map" };

const onModel: KnownAttributes = new Map([
  ["id", takes("fields", "name", "map")],
  ["unique", takes("fields", "name", "map", "where")],
  ["index", takes("fields", "name", "map", "type", "where")],
  ["map", map],
  ["schema", schema],
  ["ignore", takes()],
]);

const onField: KnownAttributes = new Map([
  ["id", takes("map")],
  ["unique", takes("map", "sort", "where")],
  ["default", takes("value")],
  ["updatedAt", takes()],
  ["map", map],
  ["relation", takes("name", "fields", "references", "onDelete", "onUpdate", "map")],
  ["ignore", takes()],
]);

const onEnum: KnownAttributes = new Map([
  ["map", map],
  ["schema", schema],
]);

const onValue: KnownAttributes = new Map([["map", map]]);
