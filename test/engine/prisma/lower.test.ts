import assert from "node:assert/strict";

import { lowerModels, type LoweredModels } from "#engine/prisma/lower.ts";
import { parseModels } from "#engine/prisma/parser.ts";
import { describeOrigin, originOf, placeOf } from "#engine/prisma/origins.ts";
import { plainPrimaryKey } from "#engine/schema/plain.ts";
import {
  columnKey,
  constraintKey,
  enumKey,
  enumValueKey,
  extensionKey,
  indexKey,
  namespaceKey,
  tableKey,
} from "#engine/schema/objectKey.ts";

const datasource = 'datasource db {\n  provider = "postgresql"\n}\n';

function lower(text: string, defaultSchema: string | null = null): LoweredModels {
  return lowerModels([parseModels("a.prisma", text).value], { defaultSchema });
}

/** Code and underlined text of each problem. */
function findings(text: string): [code: string, at: string][] {
  return lower(datasource + text).problems.map(({ code, message, place }) => {
    assert.match(message, /[.]$/u);
    assert.ok(place);
    return [code.replace("prisma/", ""), (datasource + text).slice(place.span.start, place.span.end)];
  });
}

describe("lowering reports what is unsound, and goes on", () => {
  const a = "model A {\n  id Int @id\n";
  const b = "model B {\n  id Int @id\n";
  const cases: readonly (readonly [title: string, text: string, ...found: (readonly [code: string, at: string])[]])[] =
    [
      ["an unknown type", `${a}  x Strin\n}`, ["unknownType", "Strin"]],
      ["an unsupported type that is none", `${a}  x Unsupported("1 2")\n}`, ["unknownType", 'Unsupported("1 2")']],
      ["two models of one name", `${a}}\n${a}}`, ["duplicateName", "A"]],
      ["a model and an enum of one name", `${a}}\nenum A {\n  X\n}`, ["duplicateName", "A"]],
      ["a model named as a scalar", "model Int {\n  id String @id\n}", ["badName", "Int"]],
      ["two models of one table", `${a}  @@map("t")\n}\n${b}  @@map("t")\n}`, ["duplicateName", "B"]],
      ["a table and an enum of one name", `${a}}\nenum E {\n  X\n  @@map("A")\n}`, ["duplicateName", "E"]],
      ["a field twice", `${a}  x Int\n  x String\n}`, ["duplicateName", "x"]],
      ["a column twice", `${a}  x Int @map("id")\n}`, ["duplicateName", "x"]],
      ["a value twice", `${a}}\nenum E {\n  X\n  X\n  Y @map("X")\n}`, ["duplicateName", "X"], ["duplicateName", "Y"]],
      ["an enum without values", `${a}}\nenum E {\n}`, ["emptyEnum", "enum E"]],
      ["a composite type", `${a}}\ntype T {\n  x Int\n}`, ["compositeType", "type T"]],
      ["no id", "model A {\n  x Int\n}", ["missingId", "A"]],
      ["no id but an optional key", "model A {\n  x Int? @unique\n}", ["missingId", "A"]],
      ["two ids", `${a}  x Int @id\n}`, ["duplicateId", "@id"]],
      ["an optional id", "model A {\n  id Int? @id\n}", ["optionalId", "Int?"], ["missingId", "A"]],
      ["an unknown field in an index", `${a}  @@index([nope])\n}`, ["unknownField", "nope"]],
      ["a field twice in an index", `${a}  @@index([id, id])\n}`, ["duplicateName", "[id, id]"]],
      [
        "a relation in an index",
        `${a}  b B? @relation(fields: [id], references: [id])\n  @@index([b])\n}\n${b}  as A[]\n}`,
        ["unknownField", "b"],
      ],
      ["an index without fields", `${a}  @@index([])\n}`, ["missingFields", "@@index([])"]],
      ["an unknown index type", `${a}  @@index([id], type: Tree)\n}`, ["badIndexType", "type: Tree"]],
      ["an unknown field in a condition", `${a}  @@index([id], where: { nope: 1 })\n}`, ["unknownField", "nope"]],
      ["an unreadable condition", `${a}  @@index([id], where: { id: [1] })\n}`, ["badCondition", "[1]"]],
      ["a native type of another scalar", `${a}  x Int @db.VarChar(3)\n}`, ["badNativeType", "@db.VarChar(3)"]],
      ["an unknown native type", `${a}  x Int @db.Tiny\n}`, ["badNativeType", "@db.Tiny"]],
      [
        "a native type out of range",
        `${a}  x Decimal @db.Decimal(5)\n  y DateTime @db.Time(7)\n}`,
        ["badNativeType", "@db.Decimal(5)"],
        ["badNativeType", "@db.Time(7)"],
      ],
      ["a native type of another datasource", `${a}  x String @pg.Text\n}`, ["badNativeType", "@pg.Text"]],
      [
        "a default of another type",
        `${a}  x Int @default("1")\n  y DateTime @default("soon")\n}`,
        ["badDefault", '"1"'],
        ["badDefault", '"soon"'],
      ],
      ["a default that is no value of the enum", `${a}  e E @default(Z)\n}\nenum E {\n  X\n}`, ["badDefault", "Z"]],
      [
        "a function that PostgreSQL lacks",
        `${a}  x Int @default(sequence())\n  y Int @default(now())\n  z String @default(autoincrement())\n}`,
        ["badDefault", "sequence()"],
        ["badDefault", "now()"],
        ["badDefault", "autoincrement()"],
      ],
      ["a list without a list as default", `${a}  x Int[] @default(1)\n}`, ["badDefault", "1"]],
      [
        "an unknown attribute",
        `${a}  x Int @uniqe\n  @@fulltext([x])\n}`,
        ["unknownAttribute", "fulltext"],
        ["unknownAttribute", "uniqe"],
      ],
      [
        "a relation without an opposite",
        `${a}  b B @relation(fields: [id], references: [id])\n}\n${b}}`,
        ["missingOpposite", "b"],
      ],
      [
        "a relation with several opposites",
        `${a}  b B @relation(fields: [id], references: [id])\n}\n${b}  x A[]\n  y A[]\n}`,
        ["ambiguousRelation", "b"],
      ],
      ["a relation without fields", `${a}  b B\n}\n${b}  as A[]\n}`, ["badRelation", "b"]],
      [
        "a relation with fields on both sides",
        `${a}  b B @relation(fields: [id], references: [id])\n}\n${b}  a A @relation(fields: [id], references: [id])\n}`,
        ["badRelation", "b"],
      ],
      [
        "a relation without references",
        `${a}  b B @relation(fields: [id])\n}\n${b}  as A[]\n}`,
        ["badRelation", "@relation(fields: [id])"],
      ],
      [
        "more fields than references",
        `${a}  x Int\n  b B @relation(fields: [id, x], references: [id])\n}\n${b}  as A[]\n}`,
        ["badRelation", "@relation(fields: [id, x], references: [id])"],
      ],
      [
        "an unknown field in a relation",
        `${a}  b B @relation(fields: [no], references: [nope])\n}\n${b}  as A[]\n}`,
        ["unknownField", "no"],
        ["unknownField", "nope"],
      ],
      [
        "references that are not unique",
        `${a}  b B @relation(fields: [id], references: [x])\n}\n${b}  x Int\n  as A[]\n}`,
        ["badRelation", "@relation(fields: [id], references: [x])"],
      ],
      [
        "fields of another type",
        `${a}  x String\n  b B @relation(fields: [x], references: [id])\n}\n${b}  as A[]\n}`,
        ["badRelation", "@relation(fields: [x], references: [id])"],
      ],
      [
        "lists with a composite id",
        `model A {\n  x Int\n  y Int\n  bs B[]\n  @@id([x, y])\n}\n${b}  as A[]\n}`,
        ["badRelation", "bs"],
      ],
      [
        "a name for two constraints of a table",
        `${a}  x Int\n  b B @relation("1", fields: [x], references: [id])\n  c B @relation("2", fields: [x], references: [id])\n}\n${b}  x A[] @relation("1")\n  y A[] @relation("2")\n}`,
        ["duplicateName", '@relation("2", fields: [x], references: [id])'],
      ],
      [
        "a name for two indexes of a schema",
        `${a}  @@index([id], map: "i")\n}\n${b}  @@index([id], map: "i")\n}`,
        ["duplicateName", '@@index([id], map: "i")'],
      ],
      [
        "a name that is too long",
        `${a}  x Int @unique(map: "${"x".repeat(64)}")\n}`,
        ["longName", `@unique(map: "${"x".repeat(64)}")`],
      ],
      ["a table name that is cut", `${a}  @@map("${"é".repeat(32)}")\n}`, ["longName", "A"]],
      ["a schema without schemas", `${a}  @@schema("x")\n}`, ["unknownSchema", '@@schema("x")']],
    ];
  for (const [title, text, ...found] of cases) {
    it(title, () => {
      assert.deepEqual(findings(text), found);
      assert.ok(lower(datasource + text).schema.namespaces.length > 0);
    });
  }

  it("a provider other than PostgreSQL", () => {
    const { problems, datasource: source } = lower('datasource db {\n  provider = "mysql"\n}\n');
    assert.deepEqual(
      problems.map((p) => p.code),
      ["prisma/provider"],
    );
    assert.equal(source?.provider, "mysql");
  });

  it("a second datasource", () => {
    assert.deepEqual(findings(datasource.replace("db", "other")), [["duplicateName", "datasource other"]]);
  });

  it("what is sound beside what is not", () => {
    const { schema } = lower(
      `${datasource}model A {\n  id Int @id\n  x Strin\n  y Int @db.VarChar\n  @@index([x])\n  @@index([y])\n}\n`,
    );
    const [table] = schema.tables;
    assert.deepEqual(
      table?.columns.map((c) => c.name),
      ["id", "y"],
    );
    assert.deepEqual(
      table.indexes.map((i) => i.name),
      ["A_y_idx"],
    );
  });
});

describe("lowering", () => {
  it("joins the blocks of several files", () => {
    const files = [
      ["a.prisma", "model A {\n  id Int @id\n  b B[]\n  e E\n}\n"],
      [
        "b.prisma",
        `${datasource}model B {\n  id Int @id\n  aId Int\n  a A @relation(fields: [aId], references: [id])\n}\n`,
      ],
      ["c.prisma", "enum E {\n  X\n}\n"],
    ] as const;
    const { schema, problems, origins } = lowerModels(
      files.map(([file, text]) => parseModels(file, text).value),
      { defaultSchema: null },
    );
    assert.deepEqual(problems, []);
    assert.deepEqual(
      schema.tables.map((t) => [t.name.name, t.foreignKeys.length]),
      [
        ["A", 0],
        ["B", 1],
      ],
    );
    assert.equal(placeOf(origins, tableKey({ schema: "public", name: "B" }))?.file, "b.prisma");
  });

  it("puts what names no schema into the connection's", () => {
    const { schema } = lower(
      `${datasource}model A {\n  id Int @id @default(autoincrement())\n  e E\n}\nenum E {\n  X\n}\n`,
      "app",
    );
    assert.deepEqual(schema.namespaces, ["app"]);
    assert.deepEqual(schema.tables[0]?.name, { schema: "app", name: "A" });
    assert.deepEqual(schema.enums[0]?.name, { schema: "app", name: "E" });
    assert.deepEqual(schema.tables[0].columns[0]?.default, {
      kind: "serial",
      sequence: { schema: "app", name: "A_id_seq" },
    });
  });

  it("knows the datasource", () => {
    const text = `datasource pg {
  provider          = "postgres"
  url               = env("DATABASE_URL")
  directUrl         = "postgresql://localhost/x"
  shadowDatabaseUrl = env("SHADOW")
  relationMode      = "prisma"
  schemas           = ["a", "b"]
  extensions        = [citext, uuid_ossp(map: "uuid-ossp", schema: "x", version: "1.1")]
}
generator client {
  provider        = "prisma-client-js"
  previewFeatures = ["partialIndexes"]
}
`;
    const { datasource: source, problems } = lower(text);
    assert.deepEqual(problems, []);
    assert.ok(source);
    const { place, url, directUrl, shadowDatabaseUrl, ...rest } = source;
    assert.equal(text.slice(place.span.start, place.span.end), "datasource pg");
    assert.deepEqual(
      [url, directUrl, shadowDatabaseUrl].map((s) => (s?.kind === "env" ? s.variable : s?.value)),
      ["DATABASE_URL", "postgresql://localhost/x", "SHADOW"],
    );
    assert.deepEqual(rest, {
      name: "pg",
      provider: "postgres",
      schemas: ["a", "b"],
      extensions: [
        { name: "citext", schema: null, version: null },
        { name: "uuid-ossp", schema: "x", version: "1.1" },
      ],
      relationMode: "prisma",
      previewFeatures: ["partialIndexes"],
    });
  });

  it("without a datasource takes native types by any name", () => {
    const { datasource: source, problems } = lower("model A {\n  id Int @id @db.SmallInt\n}\n");
    assert.equal(source, null);
    assert.deepEqual(problems, []);
  });

  it("keeps hostile names as they are", () => {
    const { schema } = lower(
      `${datasource}model A {\n  id Int @id @map("a\\"b")\n  @@map("x\\"; DROP TABLE y; --")\n}\n`,
    );
    assert.equal(schema.tables[0]?.name.name, 'x"; DROP TABLE y; --');
    assert.deepEqual(schema.tables[0].primaryKey, plainPrimaryKey('x"; DROP TABLE y; --_pkey', ['a"b']));
  });

  it("maps enum values in conditions", () => {
    const { schema } = lower(
      `${datasource}model A {\n  id Int @id\n  e E\n  @@index([id], where: { e: "X" })\n  @@index([e], where: { e: { not: X } })\n}\nenum E {\n  X @map("it's x")\n}\n`,
    );
    assert.deepEqual(
      schema.tables[0]?.indexes.map((i) => i.predicate),
      [`"e" != 'it''s x'`, `"e" = 'it''s x'`],
    );
  });

  it("numbers sequences whose names would be one", () => {
    const { schema } = lower(
      `${datasource}model a_b {\n  id Int @id\n  c Int @default(autoincrement())\n}\nmodel a {\n  id Int @id\n  b_c Int @default(autoincrement())\n}\n`,
    );
    const names = schema.tables.flatMap((t) =>
      t.columns.flatMap((c) => (c.default?.kind === "serial" ? [c.default.sequence.name] : [])),
    );
    assert.deepEqual(names, ["a_b_c_seq1", "a_b_c_seq"]);
  });

  it("cuts sequence names as PostgreSQL does", () => {
    const table = "t".repeat(50);
    const { schema } = lower(
      `${datasource}model ${table} {\n  id Int @id @default(autoincrement())\n  ${"c".repeat(40)} Int @default(autoincrement())\n}\n`,
    );
    const names = schema.tables[0]?.columns.map((c) => (c.default?.kind === "serial" ? c.default.sequence.name : null));
    assert.deepEqual(names, [`${table}_id_seq`, `${"t".repeat(29)}_${"c".repeat(29)}_seq`]);
  });
});

describe("origins", () => {
  const text = `datasource db {
  provider   = "postgresql"
  extensions = [citext, x(map: "y")]
}

model Task {
  id     Int    @id
  title  String @map("the_title") @unique
  owner  User   @relation(fields: [title], references: [name])
  labels Label[]

  @@index([title])
  @@map("tasks")
}

model User {
  name  String @id
  tasks Task[]
}

model Label {
  id    Int    @id
  tasks Task[]
}

enum State {
  OPEN @map("open")

  @@map("states")
}
`;
  const { origins, problems } = lower(text);
  const at = (name: string): { schema: string; name: string } => ({ schema: "public", name });
  const cases: readonly (readonly [title: string, key: string, underlined: string, words: string])[] = [
    ["a table", tableKey(at("tasks")), "Task", "Task"],
    ["a column", columnKey(at("tasks"), "the_title"), "title", "Task.title"],
    ["a primary key", constraintKey(at("tasks"), "tasks_pkey"), "@id", "Task.id"],
    ["a unique index", indexKey(at("tasks"), "tasks_the_title_key"), "@unique", "Task.title"],
    ["an index", indexKey(at("tasks"), "tasks_the_title_idx"), "@@index([title])", "Task"],
    ["a foreign key", constraintKey(at("tasks"), "tasks_the_title_fkey"), "owner", "Task.owner"],
    ["an enum", enumKey(at("states")), "State", "State"],
    ["a value", enumValueKey(at("states"), "open"), "OPEN", "State.OPEN"],
    ["an extension", extensionKey("y"), 'x(map: "y")', "db"],
    ["a namespace", namespaceKey("public"), "datasource db", "db"],
    ["a join table", tableKey(at("_LabelToTask")), "tasks", "Label.tasks"],
    ["its column", columnKey(at("_LabelToTask"), "B"), "tasks", "Label.tasks"],
    ["its foreign key", constraintKey(at("_LabelToTask"), "_LabelToTask_A_fkey"), "tasks", "Label.tasks"],
    ["a column that no field names: its table", columnKey(at("tasks"), "gone"), "Task", "Task"],
    ["a value that is gone: its enum", enumValueKey(at("states"), "gone"), "State", "State"],
  ];
  it("need sound models", () => {
    assert.deepEqual(problems, []);
  });
  for (const [title, key, underlined, words] of cases) {
    it(title, () => {
      const origin = originOf(origins, key);
      assert.ok(origin);
      assert.equal(text.slice(origin.place.span.start, origin.place.span.end), underlined);
      assert.equal(describeOrigin(origin), words);
      assert.ok(origin.declaration.start <= origin.place.span.start || origin.what === "datasource");
    });
  }
  it("what no model names has none", () => {
    assert.equal(placeOf(origins, tableKey(at("gone"))), null);
    assert.equal(placeOf(origins, columnKey(at("gone"), "x")), null);
    assert.equal(placeOf(origins, extensionKey("gone")), null);
  });
});
