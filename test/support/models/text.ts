import { type FieldType, scalarTypes, unsupportedTypes } from "#test/support/models/fieldTypes.ts";
import { keyLine } from "#test/support/models/keys.ts";
import { mappedName, Names, quoted } from "#test/support/models/names.ts";
import type { EnumPlan, FieldPlan, ModelPlan, ModelsPlan } from "#test/support/models/plan.ts";
import { writeRelation } from "#test/support/models/relations.ts";
import {
  type Draft,
  pick,
  type WrittenEnum,
  type WrittenField,
  type WrittenModel,
} from "#test/support/models/written.ts";

/** The models that a plan stands for. What the numbers ask for in vain (a name taken, nothing to refer to) is left out. */
export function modelsText({ settings, ...plan }: ModelsPlan): string {
  const draft: Draft = {
    datasource: settings % 2 === 0 ? "db" : "pg",
    several: (settings & 2) !== 0,
    foreignKeys: (settings & 12) !== 12,
    names: { public: new Names(), Second: new Names() },
  };
  const declared = new Names();
  const enums = plan.enums.flatMap((each) => (declared.take(enumName(each)) ? (writeEnum(each, draft) ?? []) : []));
  const drafted = plan.models.flatMap((model) => {
    const written = declared.take(modelName(model)) ? writeModel(model, enums, draft) : null;
    return written ? [{ model, written }] : [];
  });
  const models = drafted.map(({ written }) => written);
  for (const [at, relation] of plan.relations.entries()) writeRelation(relation, at, models, draft);
  for (const { model, written } of drafted) {
    written.lines.push(...model.keys.flatMap((key, at) => keyLine(key, at, written) ?? []));
  }
  const blocks = [
    header(settings, draft),
    ...enums.map(({ text }) => text),
    ...models.map((model) => modelText(model, draft)),
  ];
  return blocks.join("\n\n") + "\n";
}

function header(settings: number, { datasource, several, foreignKeys }: Draft): string {
  return `generator client {
  provider        = "prisma-client"
  output          = "../generated"
  previewFeatures = ["partialIndexes", "postgresqlExtensions"]
}

datasource ${datasource} {
  provider = "postgresql"
${several ? '  schemas = ["public", "Second"]\n' : ""}${
    foreignKeys ? "" : '  relationMode = "prisma"\n'
  }${(settings & 16) !== 0 ? '  extensions = [citext, pg_trgm, ossp(map: "uuid-ossp")]\n' : "  extensions = [citext, pg_trgm]\n"}}`;
}

function enumName({ name }: EnumPlan): string {
  return pick(["Role", "Status", "Kind"], name);
}

function modelName({ name }: ModelPlan): string {
  return pick(["User", "Post", "Tag", "order", "Team", "Größe", "A"], name);
}

const valueNames = ["LOW", "MID", "HIGH", "done", "x1", "Y", "z_z", "VALUE_9", "a", "B"];

function writeEnum(plan: EnumPlan, draft: Draft): WrittenEnum | null {
  const name = enumName(plan);
  const type = mappedName(name, plan.mapped);
  const schema = placeOf(plan.place, draft);
  if (!draft.names[schema].take(type)) return null;
  const [own, labels] = [new Names(), new Names()];
  const lines: string[] = [];
  const values: string[] = [];
  for (const value of plan.values) {
    const text = pick(valueNames, value.name);
    const label =
      value.mapped % 12 === 10 ? `${text} ${value.mapped % 3}` : mappedName(text, value.mapped).slice(0, 30);
    if (!own.take(text) || !labels.take(label)) continue;
    values.push(text);
    lines.push(`  ${text}${label === text ? "" : ` @map(${quoted(label)})`}`);
  }
  return { name, values, text: block("enum", name, [...lines, ...blockNames({ name, mapped: type, schema }, draft)]) };
}

function writeModel(plan: ModelPlan, enums: readonly WrittenEnum[], draft: Draft): WrittenModel | null {
  const name = modelName(plan);
  const table = mappedName(name, plan.mapped);
  const schema = placeOf(plan.place, draft);
  if (!draft.names[schema].take(table)) return null;
  const model: WrittenModel = {
    name,
    table,
    schema,
    id: [],
    fields: [],
    lines: [],
    members: new Names(),
    columns: new Names(),
    keys: new Names(),
  };
  writeId(plan.id, model, draft);
  for (const field of plan.fields) writeField(field, model, enums, draft);
  return model;
}

const integer = scalarTypes.find(({ type, native }) => type === "Int" && native === null) as FieldType;
const bigInteger = scalarTypes.find(({ type, native }) => type === "BigInt" && native === null) as FieldType;
const smallInteger = scalarTypes.find(({ native }) => native === "SmallInt") as FieldType;
const text = scalarTypes.find(({ type, native }) => type === "String" && native === null) as FieldType;
const uuid = scalarTypes.find(({ native }) => native === "Uuid") as FieldType;
const varChar = scalarTypes.find(({ native }) => native === "VarChar(40)") as FieldType;

/** What tells the rows of a model apart: one field or two. */
function writeId(choice: number, model: WrittenModel, draft: Draft): void {
  const add = (name: string, type: FieldType, attributes: string) => {
    model.members.take(name);
    model.columns.take(name);
    const field: WrittenField = { name, column: name, type, list: false, optional: false };
    model.fields.push(field);
    model.id.push(field);
    model.lines.push(line(name, type.type, [attributes, nativeOf(type, draft)]));
  };
  const single: readonly (readonly [FieldType, string])[] = [
    [integer, "@id @default(autoincrement())"],
    [text, "@id @default(uuid())"],
    [uuid, '@id @default(dbgenerated("gen_random_uuid()"))'],
    [bigInteger, `@id(map: ${quoted(`${model.table.slice(0, 20)} key`)}) @default(autoincrement())`],
    [varChar, "@id"],
    [smallInteger, "@id @default(autoincrement())"],
    [integer, "@unique"],
  ];
  const one = single[choice % 9];
  if (one) {
    if (one[1] === "@unique") model.keys.take("id_key");
    add("id", ...one);
  } else if (choice % 9 === 7) {
    add("id", integer, "");
    add("part", varChar, "");
    model.lines.push("  @@id([id, part])");
  } else {
    add("id", integer, "@default(autoincrement())");
    add("part", text, "");
    model.lines.push(`  @@id([part, id], map: ${quoted(`${model.table.slice(0, 20)} both`)})`);
  }
}

const fieldNames = "title body count flag at data tags ref price kind note größe model String_ Z".split(" ");

function writeField(plan: FieldPlan, model: WrittenModel, enums: readonly WrittenEnum[], draft: Draft): void {
  const name = pick(fieldNames, plan.name);
  const column = mappedName(name, plan.mapped);
  if (!model.members.take(name) || !model.columns.take(column)) return;
  const type = typeOf(plan.type, enums);
  const list = plan.arity > 3 && !type.type.startsWith("Unsupported");
  const optional = !list && plan.arity > 1;
  const isUnique = type.methods.includes("BTree") && !list && plan.options % 7 === 0;
  if (isUnique) model.keys.take(`${column}_key`);
  const attributes = [
    nativeOf(type, draft),
    valueOf(plan, type, { list, optional }),
    isUnique ? "@unique" : "",
    type.type === "DateTime" && !list && plan.options % 5 === 1 ? "@updatedAt" : "",
    optional && !type.type.startsWith("Unsupported") && plan.options % 11 === 2 ? "@ignore" : "",
    column === name ? "" : `@map(${quoted(column)})`,
  ];
  model.fields.push({ name, column, type, list, optional });
  model.lines.push(line(name, `${type.type}${list ? "[]" : optional ? "?" : ""}`, attributes));
}

/** One in four an enum, where there is one. */
function typeOf(choice: number, enums: readonly WrittenEnum[]): FieldType {
  const own = enums[Math.floor(choice / 4) % Math.max(enums.length, 1)];
  if (own && choice % 4 === 0) {
    return { type: own.name, native: null, values: own.values, elements: own.values, methods: ["BTree", "Hash"] };
  }
  if (choice % 13 === 1) return pick(unsupportedTypes, Math.floor(choice / 13));
  return pick(scalarTypes, choice);
}

function valueOf(
  { value }: FieldPlan,
  type: FieldType,
  { list, optional }: { list: boolean; optional: boolean },
): string {
  if (list) {
    // `dbgenerated("'{}'")` would be `[]` in another spelling, and no change where one becomes the other.
    const elements = type.elements.slice(0, Math.floor(value / 3) % 4);
    return value % 3 === 0 ? `@default([${elements.join(", ")}])` : "";
  }
  const text = type.values[value % (type.values.length + 2)];
  return text === undefined || (text === "autoincrement()" && optional) ? "" : `@default(${text})`;
}

function nativeOf({ native }: FieldType, { datasource }: Draft): string {
  return native === null ? "" : `@${datasource}.${native}`;
}

function modelText({ name, table, schema, lines }: WrittenModel, draft: Draft): string {
  const own = lines.filter((each) => !each.startsWith("  @@"));
  const attributes = lines.filter((each) => each.startsWith("  @@"));
  return block("model", name, [...own, ...attributes, ...blockNames({ name, mapped: table, schema }, draft)]);
}

function blockNames(
  { name, mapped, schema }: { readonly name: string; readonly mapped: string; readonly schema: string },
  { several }: Draft,
): string[] {
  return [...(mapped === name ? [] : [`  @@map(${quoted(mapped)})`]), ...(several ? [`  @@schema("${schema}")`] : [])];
}

function placeOf(place: number, { several }: Draft): "public" | "Second" {
  return several && place === 3 ? "Second" : "public";
}

function line(name: string, type: string, attributes: readonly string[]): string {
  return `  ${[name, type, ...attributes.filter((each) => each !== "")].join(" ")}`;
}

function block(keyword: string, name: string, lines: readonly string[]): string {
  return `${keyword} ${name} {\n${lines.join("\n")}\n}`;
}
