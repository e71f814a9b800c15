import assert from "node:assert/strict";
import { isDeepStrictEqual } from "node:util";

import { lowerModels } from "#engine/prisma/lower.ts";
import { readOperatorClass } from "#engine/prisma/lower/operatorClasses.ts";
import { parseModels } from "#engine/prisma/parser.ts";
import type { Column, Index, Schema, Table } from "#engine/schema/model.ts";
import { corpusFiles, goldenFiles } from "#test/engine/prisma/corpus.ts";
import {
  type Datamodel,
  type DatamodelField,
  type DatamodelIndex,
  readDatamodel,
} from "#test/engine/prisma/prismaDatamodel.ts";

/** Catalog names by Prisma's. Written out once more on purpose: the reader's own table is what is being tested. */
const types: Readonly<Record<string, string>> = {
  String: "text",
  Boolean: "bool",
  Int: "int4",
  BigInt: "int8",
  Float: "float8",
  Decimal: "numeric(65,30)",
  DateTime: "timestamp(3)",
  Json: "jsonb",
  Bytes: "bytea",
};
const natives: Readonly<Record<string, string>> = {
  Text: "text",
  VarChar: "varchar",
  Char: "bpchar",
  Bit: "bit",
  VarBit: "varbit",
  Uuid: "uuid",
  Xml: "xml",
  Inet: "inet",
  Citext: "citext",
  Boolean: "bool",
  Integer: "int4",
  SmallInt: "int2",
  Oid: "oid",
  BigInt: "int8",
  DoublePrecision: "float8",
  Real: "float4",
  Decimal: "numeric",
  Money: "money",
  Timestamp: "timestamp",
  Timestamptz: "timestamptz",
  Date: "date",
  Time: "time",
  Timetz: "timetz",
  JsonB: "jsonb",
  Json: "json",
  ByteA: "bytea",
};

/** Compares every table that both know; answers how many fields that were. Ignored models are unknown to Prisma's answer. */
function check(schema: Schema, datamodel: Datamodel, options: { readonly foreignKeys: boolean }): number {
  const enumNames = new Map(datamodel.enums.map((e) => [e.name, e.dbName ?? e.name]));
  for (const { name, dbName, values } of datamodel.enums) {
    const labels = values.map((v) => v.dbName ?? v.name);
    const found = schema.enums.filter((e) => e.name.name === (dbName ?? name)).map((e) => e.values);
    assert.ok(
      found.some((own) => isDeepStrictEqual(own, labels)),
      name,
    );
  }
  let fields = 0;
  for (const model of datamodel.models) {
    const table = schema.tables.find(
      ({ name }) => name.name === (model.dbName ?? model.name) && name.schema === (model.schema ?? "public"),
    );
    if (!table) continue; // A view, which Prisma's answer can't tell from a model.
    const columnNames = new Map(model.fields.map((field) => [field.name, field.dbName ?? field.name]));
    for (const field of model.fields) {
      fields += 1;
      if (field.kind === "object") {
        if (options.foreignKeys) checkRelation(table, field, columnNames);
      } else checkColumn(table, field, enumNames, datamodel);
    }
    const indexes = datamodel.indexes.filter((index) => index.model === model.name);
    for (const index of indexes) checkIndex(table, index, columnNames);
    const unique = indexes.filter((index) => index.type !== "id");
    assert.ok(table.indexes.length >= unique.length, model.name);
  }
  return fields;
}

function checkColumn(
  table: Table,
  field: DatamodelField,
  enumNames: ReadonlyMap<string, string>,
  datamodel: Datamodel,
): void {
  const column = table.columns.find((c) => c.name === (field.dbName ?? field.name));
  const place = `${table.name.name}.${field.name}`;
  assert.ok(column, place);
  if (field.kind === "unsupported") return;
  const [native, args] = field.nativeType ?? [];
  const written = args === undefined || args.length === 0 ? "" : `(${args.join(",")})`;
  const bare = native === "Char" || native === "Bit" ? "(1)" : "";
  const scalar = native === undefined ? types[field.type] : `${natives[native] ?? "?"}${written || bare}`;
  const expected = field.kind === "enum" ? enumNames.get(field.type) : scalar;
  assert.equal(typeText(column), `${expected ?? "?"}${field.isList ? "[]" : ""}`, place);
  assert.equal(column.nullable, field.isList || !field.isRequired, place);
  assert.deepEqual(defaultText(column), expectedDefault(field, datamodel), place);
}

function typeText({ type }: Column): string {
  const name = type.kind === "enum" ? type.name.name : type.name;
  const args = type.kind === "enum" || type.args.length === 0 ? "" : `(${type.args.join(",")})`;
  return `${name}${args}${type.array ? "[]" : ""}`;
}

/** Digits are compared as numbers: Prisma's answer has lost them. Moments and bytes are left to the golden schemas. */
function defaultText({ default: value, type }: Column): unknown {
  if (value === null) return null;
  if (value.kind === "serial") return "autoincrement()";
  if (value.kind === "expression") return value.sql === "CURRENT_TIMESTAMP" ? "now()" : value.sql;
  const one = (text: string): unknown =>
    /^(float|numeric|money|int[24]|oid)/u.test(type.kind === "enum" ? "" : type.name) ? Number(text) : text;
  return value.kind === "list" ? value.elements.map(one) : one(value.text);
}

function expectedDefault(field: DatamodelField, datamodel: Datamodel): unknown {
  const value = field.default;
  if (value === undefined || value === null) return null;
  const values = datamodel.enums.find((e) => e.name === field.type)?.values ?? [];
  const one = (constant: unknown): unknown => {
    if (field.kind === "enum") return values.find((v) => v.name === constant)?.dbName ?? constant;
    if (field.type === "Decimal" || field.type === "Float") return Number(constant);
    return typeof constant === "boolean" ? constant.toString() : constant;
  };
  if (Array.isArray(value)) return value.map(one);
  if (typeof value !== "object") return one(value);
  const { name, args } = value as { name: string; args: unknown[] };
  if (name === "dbgenerated") return args[0] ?? null;
  return name === "now" || name === "autoincrement" ? `${name}()` : null;
}

function checkRelation(table: Table, field: DatamodelField, columnNames: ReadonlyMap<string, string>): void {
  const from = field.relationFromFields ?? [];
  if (from.length === 0) return;
  const columns = from.map((name) => columnNames.get(name));
  const found = table.foreignKeys.filter((key) => JSON.stringify(key.columns) === JSON.stringify(columns));
  const action = (text: string): string => text.replaceAll(/(?<!^)([A-Z])/gu, " $1").toLowerCase();
  const matching = found.filter(
    (key) =>
      (field.relationOnDelete === undefined || key.onDelete === action(field.relationOnDelete)) &&
      (field.relationOnUpdate === undefined || key.onUpdate === action(field.relationOnUpdate)),
  );
  assert.ok(matching.length > 0, `${table.name.name}.${field.name}`);
}

function checkIndex(table: Table, index: DatamodelIndex, columnNames: ReadonlyMap<string, string>): void {
  const columns = index.fields.map((field) => columnNames.get(field.name) ?? field.name);
  if (index.type === "id") {
    assert.deepEqual(table.primaryKey?.columns, columns);
    if (index.dbName !== undefined) assert.equal(table.primaryKey.name, index.dbName);
    return;
  }
  const method = (index.algorithm ?? "BTree").toLowerCase();
  const keys = index.fields.map((field, at) => {
    const ops = field.operatorClass;
    const value =
      ops === undefined
        ? null
        : /^[A-Z]/u.test(ops)
          ? readOperatorClass({ kind: "name", text: ops, span }, method)
          : ops;
    return `${columns[at] ?? "?"} ${field.sortOrder === "desc"} ${value ?? "-"}`;
  });
  const found = table.indexes.filter(
    (candidate) =>
      candidate.method === method &&
      candidate.unique === (index.type === "unique") &&
      JSON.stringify(keyTexts(candidate)) === JSON.stringify(keys),
  );
  assert.ok(found.length > 0, `${table.name.name}: ${JSON.stringify(index)}`);
  if (index.dbName !== undefined) assert.ok(found.some((candidate) => candidate.name === index.dbName));
}

function keyTexts(index: Index): string[] {
  return index.keys.map(
    (key) => `${key.on.kind === "column" ? key.on.name : key.on.sql} ${key.descending} ${key.operatorClass ?? "-"}`,
  );
}

const span = { start: 0, end: 0 };

describe("lowering agrees with Prisma's own reader", () => {
  const skipped = ["DateTime", "Bytes"];
  const compare = (name: string, text: string): number => {
    const { schema, datasource } = lowerModels([parseModels(name, text).value], { defaultSchema: null });
    const datamodel = readDatamodel(name, text);
    const models = datamodel.models.map((model) => ({
      ...model,
      fields: model.fields.filter(
        (field) =>
          !(skipped.includes(field.type) && (typeof field.default === "string" || Array.isArray(field.default))),
      ),
    }));
    return check(schema, { ...datamodel, models }, { foreignKeys: datasource?.relationMode === "foreignKeys" });
  };

  for (const { name, text } of goldenFiles()) {
    if (name === "names.prisma") continue; // Prisma's answer has names that PostgreSQL cuts.
    it(name, () => {
      assert.ok(compare(name, text) > 0);
    });
  }

  it("the corpus", function () {
    let fields = 0;
    // Neighbours differ by little, and Prisma's reader takes its time.
    const files = corpusFiles(this).filter(({ name }, at) => at % 8 === 0 || !name.includes("history"));
    for (const { name, text } of files) fields += compare(name, text);
    console.log(`      ${fields} fields compared`);
    assert.ok(fields > 5_000);
  }).timeout(120_000);
});
