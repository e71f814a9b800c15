import type { Attribute } from "#engine/prisma/ast.ts";
import { argument, nameArgument } from "#engine/prisma/lower/attributes.ts";
import type { Model, ModelField } from "#engine/prisma/lower/declarations.ts";
import { givenName } from "#engine/prisma/lower/givenName.ts";
import { type KeyField, readKeyFields } from "#engine/prisma/lower/keyFields.ts";
import { indexName, primaryKeyName, uniqueName } from "#engine/prisma/lower/names.ts";
import { readOperatorClass } from "#engine/prisma/lower/operatorClasses.ts";
import { lowerPredicate } from "#engine/prisma/lower/predicates.ts";
import type { Report } from "#engine/prisma/lower/report.ts";
import type { Index, IndexKey, PrimaryKey } from "#engine/schema/model.ts";
import { plainIndex, plainIndexKey, plainPrimaryKey } from "#engine/schema/plain.ts";

/** A key or index with the attribute that asks for it. */
export interface Keyed<T> {
  readonly value: T;
  readonly fields: readonly ModelField[];
  readonly attribute: Attribute;
  /** The field that carries the attribute; null for `@@…`. */
  readonly owner: ModelField | null;
}

export interface ModelKeys {
  readonly primaryKey: Keyed<PrimaryKey> | null;
  /** Unique ones first. */
  readonly indexes: readonly Keyed<Index>[];
}

export function lowerKeys(model: Model, report: Report): ModelKeys {
  return { primaryKey: lowerPrimaryKey(model, report), indexes: lowerIndexes(model, report) };
}

/** The sets of fields that identify a row: the id and every unique key without a condition. */
export function uniqueCriteria({ primaryKey, indexes }: ModelKeys): (readonly ModelField[])[] {
  const unique = indexes.filter((index) => index.value.unique && index.value.predicate === null);
  return [...(primaryKey ? [primaryKey] : []), ...unique].map((key) => key.fields);
}

/** `@id` or `@@id`; null where the model has none. */
function lowerPrimaryKey(model: Model, report: Report): Keyed<PrimaryKey> | null {
  const [first, ...others] = keyAttributes(model, "id", report);
  for (const { attribute } of others) {
    report(model.file, attribute.span, "prisma/duplicateId", `The model \`${model.name}\` has another id already.`);
  }
  if (!first) return null;
  const fields = first.keys.map((key) => key.field);
  for (const { field, name } of fields) {
    if (field.type === null || field.type.arity === "required") continue;
    const message = `\`${model.name}.${name}\` is part of the id and must be required.`;
    report(model.file, field.type.span, "prisma/optionalId", message);
  }
  const name = givenName(model, first.attribute, ["map"], report) ?? primaryKeyName(model.tableName);
  return {
    ...first,
    fields,
    value: plainPrimaryKey(
      name,
      fields.map((field) => field.column),
    ),
  };
}

/** `@unique`, `@@unique` and `@@index`. */
function lowerIndexes(model: Model, report: Report): Keyed<Index>[] {
  return [
    ...keyAttributes(model, "unique", report).map((key) => lowerIndex(model, key, report)),
    ...keyAttributes(model, "index", report).map((key) => lowerIndex(model, key, report)),
  ];
}

interface KeyAttribute {
  readonly attribute: Attribute;
  readonly owner: ModelField | null;
  readonly keys: readonly KeyField[];
}

/** The attributes of this name, on fields first, whose fields all exist. */
function keyAttributes(model: Model, name: "id" | "unique" | "index", report: Report): KeyAttribute[] {
  const found: KeyAttribute[] = [];
  for (const field of name === "index" ? [] : model.fields.values()) {
    for (const attribute of field.field.attributes) {
      if (attribute.name.text !== name) continue;
      if (field.target.kind === "model") {
        const message = `\`${model.name}.${field.name}\` is a relation and has no column of its own.`;
        report(model.file, attribute.span, "prisma/unknownField", message);
      } else found.push({ attribute, owner: field, keys: [{ field, options: attribute.arguments ?? [] }] });
    }
  }
  for (const attribute of model.attributes) {
    if (attribute.name.text !== name) continue;
    const keys = readKeyFields(model, attribute, report);
    if (keys !== null) found.push({ attribute, owner: null, keys });
  }
  return found;
}

function lowerIndex(model: Model, key: KeyAttribute, report: Report): Keyed<Index> {
  const { attribute, keys } = key;
  const unique = attribute.name.text === "unique";
  const fields = keys.map(({ field }) => field);
  const method = lowerMethod(model, attribute, report);
  const columns = fields.map((field) => field.columnName);
  const name =
    // `name:` is the client's name of a unique key, and an old spelling of an index's own.
    givenName(model, attribute, unique ? ["map"] : ["map", "name"], report) ??
    (unique ? uniqueName(model.tableName, columns) : indexName(model.tableName, columns));
  const indexKeys = keys.map((k) => lowerKey(k, method, report));
  const predicate = lowerPredicate(model, attribute, report);
  const value: Index = { ...plainIndex(name, indexKeys), unique, method, predicate };
  return { ...key, fields, value };
}

const methods: ReadonlySet<string> = new Set(["BTree", "Hash", "Gin", "Gist", "SpGist", "Brin"]);

function lowerMethod(model: Model, attribute: Attribute, report: Report): string {
  const name = nameArgument(attribute, "type");
  if (name === null) return "btree";
  if (methods.has(name)) return name.toLowerCase();
  const span = argument(attribute, "type")?.span ?? attribute.span;
  report(
    model.file,
    span,
    "prisma/badIndexType",
    `\`${name}\` is no index type: BTree, Hash, Gin, Gist, SpGist or Brin.`,
  );
  return "btree";
}

function lowerKey({ field, options }: KeyField, method: string, report: Report): IndexKey {
  const option = (name: string) => options.find((o) => o.name?.text === name)?.value;
  const sort = option("sort");
  const ops = option("ops");
  if (sort !== undefined && (sort.kind !== "name" || !["Asc", "Desc"].includes(sort.text))) {
    report(field.model.file, sort.span, "prisma/badIndexOption", "`sort` is `Asc` or `Desc`.");
  }
  for (const { name, span } of options) {
    if (name !== null && keyOptions.has(name.text)) continue;
    const message = `\`${field.name}\` takes \`sort: Asc\`, \`sort: Desc\` and \`ops\` here.`;
    // Prisma passes over it without a word.
    report(field.model.file, span, "prisma/badIndexOption", message, { severity: "warning" });
  }
  return {
    ...plainIndexKey(field.column),
    descending: sort?.kind === "name" && sort.text === "Desc",
    operatorClass: ops === undefined ? null : readOperatorClass(ops, method),
  };
}

// The last two are those of the attribute of a field, which carries its options itself.
const keyOptions: ReadonlySet<string> = new Set(["sort", "ops", "map", "where"]);
