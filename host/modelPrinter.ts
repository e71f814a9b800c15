import type { RaisedAttribute, RaisedEnum, RaisedField, RaisedModel, RaisedModels } from "#engine/index.ts";
import type * as PrismaAst from "@mrleebo/prisma-ast";

/**
 * The text of new blocks, formatted as Prisma formats, one empty line between them and LF at every line's end.
 *
 * The printer is prisma-ast's, and it serves new blocks only: it realigns everything and loses comments, so that a user's
 * own text is changed by small edits instead (engine/prisma/edit). It parts the `///` of a block from the block by an empty
 * line, which takes their meaning: each block is printed alone, and its documentation put before it here.
 */
export async function printModels({ models, enums }: RaisedModels): Promise<string> {
  // Loading it takes a third of a second, and it looks for a configuration file of its own in the working directory.
  const { printSchema } = await import("@mrleebo/prisma-ast");
  const print = (block: PrismaAst.Block, documentation: readonly string[]): string => {
    const text = printSchema({ type: "schema", list: [block] })
      .trim()
      .replaceAll("\r\n", "\n");
    return `${documentation.map((line) => `/// ${line}\n`).join("")}${text}\n`;
  };
  return [
    ...models.map((model) => print(modelBlock(model), model.documentation)),
    ...enums.map((each) => print(enumBlock(each), [])),
  ].join("\n");
}

function modelBlock({ name, fields, attributes }: RaisedModel): PrismaAst.Model {
  const apart: PrismaAst.Break[] = attributes.length > 0 && fields.length > 0 ? [{ type: "break" }] : [];
  return {
    type: "model",
    name,
    properties: [
      ...fields.map(field),
      ...apart,
      ...attributes.map((a) => ({ ...attribute(a), kind: "object" as const })),
    ],
  };
}

function field({ name, type, arity, attributes }: RaisedField): PrismaAst.Field {
  return {
    type: "field",
    name,
    fieldType:
      type.kind === "unsupported"
        ? { type: "function", name: "Unsupported", params: [JSON.stringify(type.text)] }
        : type.text,
    array: arity === "list",
    optional: arity === "optional",
    attributes: attributes.map((a) => ({ ...attribute(a), kind: "field" as const })),
  };
}

function enumBlock({ name, values, attributes }: RaisedEnum): PrismaAst.Enum {
  const apart: PrismaAst.Break[] = attributes.length > 0 ? [{ type: "break" }] : [];
  // The printer aligns the attributes of fields, and not those of values.
  const width = Math.max(...values.map((value) => value.name.length));
  return {
    type: "enum",
    name,
    enumerators: [
      ...values.map((value) => ({
        type: "enumerator" as const,
        name: value.attributes.length > 0 ? value.name.padEnd(width) : value.name,
        attributes: value.attributes.map((a) => ({ ...attribute(a), kind: "field" as const })),
      })),
      ...apart,
      ...attributes.map((a) => ({ ...attribute(a), kind: "object" as const })),
    ],
  };
}

/** The arguments are text already, which the printer writes as it is. */
function attribute({ name, arguments: args }: RaisedAttribute) {
  return {
    type: "attribute" as const,
    name,
    args: args.map((value) => ({ type: "attributeArgument" as const, value })),
  };
}
