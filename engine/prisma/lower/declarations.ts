import type {
  Attribute,
  BlockAttribute,
  EnumBlock,
  EnumValue,
  Field,
  ModelBlock,
  SchemaDocument,
} from "#engine/prisma/ast.ts";
import { argument, stringArgument } from "#engine/prisma/lower/attributes.ts";
import type { Datasource } from "#engine/prisma/lower/datasource.ts";
import { cutName, isTooLong } from "#engine/prisma/lower/names.ts";
import type { Report } from "#engine/prisma/lower/report.ts";
import { isScalar, type Scalar } from "#engine/prisma/lower/types.ts";
import type { QualifiedName } from "#engine/schema/name.ts";

/** What the blocks of all files declare, by the names the models use. */
export interface Declarations {
  readonly models: ReadonlyMap<string, Model>;
  readonly enums: ReadonlyMap<string, Enum>;
}

export interface Model {
  readonly file: string;
  readonly block: ModelBlock;
  readonly name: string;
  /** Views are looked at, never made. */
  readonly view: boolean;
  readonly ignored: boolean;
  readonly table: QualifiedName;
  /** The table's name as the models spell it, which default names are made from: PostgreSQL may cut it. */
  readonly tableName: string;
  readonly fields: ReadonlyMap<string, ModelField>;
  /** `@@…` */
  readonly attributes: readonly Attribute[];
}

export interface ModelField {
  readonly field: Field;
  readonly name: string;
  readonly model: Model;
  readonly target: FieldTarget;
  /** As PostgreSQL keeps it. */
  readonly column: string;
  /** As the models spell it. */
  readonly columnName: string;
}

/** What a field's type stands for. */
export type FieldTarget =
  | { readonly kind: "scalar"; readonly scalar: Scalar }
  | { readonly kind: "enum"; readonly enum: Enum }
  | { readonly kind: "model"; readonly model: Model }
  | { readonly kind: "unsupported"; readonly type: string }
  /** A problem says why. */
  | { readonly kind: "unknown" };

export interface Enum {
  readonly file: string;
  readonly block: EnumBlock;
  readonly name: string;
  readonly type: QualifiedName;
  /** Database names by the models' names, in declared order. */
  readonly values: ReadonlyMap<string, { readonly text: string; readonly value: EnumValue }>;
}

export interface DeclarationOptions {
  readonly datasource: Datasource | null;
  /** The PostgreSQL schema of what names none. */
  readonly home: string;
  readonly report: Report;
}

/** Collects models, views and enums. Of two with one name the first stands. */
export function declare(documents: readonly SchemaDocument[], options: DeclarationOptions): Declarations {
  const { report } = options;
  const models = new Map<string, Model>();
  const enums = new Map<string, Enum>();
  for (const { file, items } of documents) {
    for (const block of items) {
      if (block.kind !== "model" && block.kind !== "enum") continue;
      const { text, span } = block.name;
      if (text === "") continue;
      if (block.kind === "model" && block.keyword === "type") {
        report(
          file,
          block.head,
          "prisma/compositeType",
          `PostgreSQL has no composite types in Prisma: \`type ${text}\` can't be used.`,
        );
      } else if (models.has(text) || enums.has(text)) {
        report(file, span, "prisma/duplicateName", `The name \`${text}\` is taken by another model or enum.`);
      } else if (isScalar(text)) {
        report(file, span, "prisma/badName", `\`${text}\` is the name of a scalar type.`);
      } else if (block.kind === "model") models.set(text, declareModel(file, block, options));
      else enums.set(text, declareEnum(file, block, options));
    }
  }
  const declarations = { models, enums };
  for (const model of models.values()) resolveFields(model, declarations, report);
  refuseSameTables(declarations, report);
  return declarations;
}

/**
 * The declarations with models in the place of those that had their names. `before` has no errors, and whatever else
 * the models name is declared as it was.
 */
export function declareAgain(
  before: Declarations,
  blocks: readonly { readonly file: string; readonly block: ModelBlock }[],
  options: DeclarationOptions,
): Declarations {
  const models = new Map(before.models);
  const again = blocks.map(({ file, block }) => declareModel(file, block, options));
  for (const model of again) models.set(model.name, model);
  const declarations = { models, enums: before.enums };
  for (const model of again) resolveFields(model, declarations, options.report);
  return declarations;
}

function declareModel(file: string, block: ModelBlock, options: DeclarationOptions): Model {
  const attributes = blockAttributes(block.members);
  const tableName = mappedName(attributes, block.name.text);
  warnOfLength(file, block.name.span, "table", tableName, options.report);
  return {
    file,
    block,
    name: block.name.text,
    view: block.keyword === "view",
    ignored: attributes.some((a) => a.name.text === "ignore"),
    table: { schema: schemaOf(file, block, attributes, options), name: cutName(tableName) },
    tableName,
    fields: new Map(),
    attributes,
  };
}

function declareEnum(file: string, block: EnumBlock, options: DeclarationOptions): Enum {
  const { report } = options;
  const attributes = blockAttributes(block.members);
  const typeName = mappedName(attributes, block.name.text);
  warnOfLength(file, block.name.span, "type", typeName, report);
  const values = new Map<string, { text: string; value: EnumValue }>();
  for (const value of block.members) {
    if (value.kind !== "value") continue;
    const { text, span } = value.name;
    const label = mappedLabel(value.attributes) ?? text;
    const taken = values.has(text) || [...values.values()].some((other) => other.text === label);
    if (taken)
      report(file, span, "prisma/duplicateName", `The enum \`${block.name.text}\` has the value \`${label}\` twice.`);
    else if (isTooLong(label)) {
      report(file, span, "prisma/longName", `An enum value has at most 63 bytes, and \`${label}\` is longer.`);
    } else values.set(text, { text: label, value });
  }
  if (values.size === 0) report(file, block.head, "prisma/emptyEnum", `The enum \`${block.name.text}\` has no values.`);
  const type = { schema: schemaOf(file, block, attributes, options), name: cutName(typeName) };
  return { file, block, name: block.name.text, type, values };
}

function blockAttributes(members: readonly { readonly kind: string }[]): Attribute[] {
  return members.filter((m): m is BlockAttribute => m.kind === "attribute").map((m) => m.attribute);
}

/** The name that `@map` or `@@map` gives, or the one in the models. */
function mappedName(attributes: readonly Attribute[], name: string): string {
  const map = attributes.find((a) => a.name.text === "map");
  return (map && stringArgument(map, "name", { positional: true })) ?? name;
}

/** Of an enum value, which may be empty where no other name may. */
function mappedLabel(attributes: readonly Attribute[]): string | null {
  const map = attributes.find((a) => a.name.text === "map");
  const value = map && argument(map, "name", { positional: true })?.value;
  return value?.kind === "string" ? value.value : null;
}

function schemaOf(
  file: string,
  block: ModelBlock | EnumBlock,
  attributes: readonly Attribute[],
  { datasource, home, report }: DeclarationOptions,
): string {
  const attribute = attributes.find((a) => a.name.text === "schema");
  const schemas = datasource?.schemas ?? [];
  const named = attribute && stringArgument(attribute, "map", { positional: true });
  if (named === undefined || named === null) {
    if (schemas.length > 0) {
      report(
        file,
        block.head,
        "prisma/missingSchema",
        `\`${block.name.text}\` needs \`@@schema\`, since the datasource has several schemas.`,
      );
    }
    return home;
  }
  if (!schemas.includes(named)) {
    report(
      file,
      attribute?.span ?? block.head,
      "prisma/unknownSchema",
      `The datasource's \`schemas\` do not hold \`${named}\`.`,
    );
  }
  return named;
}

function resolveFields(model: Model, declarations: Declarations, report: Report): void {
  // The map is filled here and read-only from then on: fields refer to models that may be declared later.
  const fields = model.fields as Map<string, ModelField>;
  const columns = new Map<string, string>();
  for (const field of model.block.members) {
    if (field.kind !== "field") continue;
    const { text, span } = field.name;
    if (fields.has(text)) {
      report(model.file, span, "prisma/duplicateName", `The model \`${model.name}\` has the field \`${text}\` twice.`);
      continue;
    }
    const columnName = mappedName(field.attributes, text);
    const column = cutName(columnName);
    const target = resolveType(field, model, declarations, report);
    fields.set(text, { field, name: text, model, target, column, columnName });
    if (target.kind === "model") continue;
    const other = columns.get(column);
    if (other !== undefined) {
      report(
        model.file,
        span,
        "prisma/duplicateName",
        `The fields \`${other}\` and \`${text}\` of \`${model.name}\` are one column, \`${column}\`.`,
      );
    }
    columns.set(column, text);
    warnOfLength(model.file, span, "column", columnName, report);
  }
}

function resolveType(field: Field, model: Model, { models, enums }: Declarations, report: Report): FieldTarget {
  const { type } = field;
  if (type === null) return { kind: "unknown" };
  if (type.unsupported !== null) return { kind: "unsupported", type: type.unsupported.value };
  const { text } = type.name;
  if (isScalar(text)) return { kind: "scalar", scalar: text };
  const target = models.get(text);
  if (target) return { kind: "model", model: target };
  const enumeration = enums.get(text);
  if (enumeration) return { kind: "enum", enum: enumeration };
  report(
    model.file,
    type.name.span,
    "prisma/unknownType",
    `\`${text}\` is no scalar type, and no model or enum has this name.`,
  );
  return { kind: "unknown" };
}

function refuseSameTables({ models, enums }: Declarations, report: Report): void {
  const seen = new Map<string, string>();
  const check = (file: string, block: ModelBlock | EnumBlock, { schema, name }: QualifiedName, what: string): void => {
    // PostgreSQL makes a row type for each table, so that an enum can't have the name of one either.
    const other = seen.get(`${schema}\0${name}`);
    if (other !== undefined) {
      report(
        file,
        block.name.span,
        "prisma/duplicateName",
        `\`${other}\` and \`${block.name.text}\` are both the ${what} \`${name}\`.`,
      );
    }
    seen.set(`${schema}\0${name}`, block.name.text);
  };
  for (const model of models.values()) check(model.file, model.block, model.table, "table");
  for (const e of enums.values()) check(e.file, e.block, e.type, "type");
}

function warnOfLength(file: string, span: EnumBlock["head"], what: string, name: string, report: Report): void {
  if (!isTooLong(name)) return;
  const message = `PostgreSQL cuts the ${what} name \`${name}\` to its first 63 bytes.`;
  report(file, span, "prisma/longName", message, { severity: "warning" });
}
