import { type ChangeCase, type ComparedCase, models } from "#test/real/changes/case.ts";

const lost = "the values are lost";

/** Wide enough that Prisma cuts the table's name inside a character. */
const wide = "Ä".repeat(15);

function theirs(does: string, outcome: string, change: ChangeCase): ComparedCase {
  return { theirs: does, outcome, ...change };
}

/** What Prisma 7.10 gets wrong. */
export const prismaCases: Readonly<Record<string, ComparedCase>> = {
  "a field is renamed": theirs(
    "DROP + ADD",
    lost,
    models("model t { id Int @id; a String @unique }", "model t { id Int @id; b String @unique }", {
      rows: "INSERT INTO t VALUES (1, 'x')",
      renames: ["t.a=b"],
      up: { t: "1|x" },
      keepsFiles: true,
    }),
  ),
  "@map changes": theirs(
    "DROP + ADD",
    lost,
    models("model t { id Int @id; a String }", 'model t { id Int @id; a String @map("b") }', {
      rows: "INSERT INTO t VALUES (1, 'x')",
      renames: ["t.a=b"],
      up: { t: "1|x" },
      keepsFiles: true,
    }),
  ),
  "@@map changes, or a model is renamed": theirs(
    "DROP + CREATE",
    "the rows are lost",
    models(
      "model t { id Int @id @default(autoincrement()) }",
      'model t { id Int @id @default(autoincrement()); @@map("u") }',
      {
        rows: "INSERT INTO t DEFAULT VALUES",
        renames: ["t=u"],
        up: { u: "1" },
        then: "INSERT INTO u DEFAULT VALUES",
        keepsFiles: true,
      },
    ),
  ),
  "String → Int": theirs(
    "DROP + ADD",
    lost,
    models("model t { id Int @id; a String }", "model t { id Int @id; a Int }", {
      rows: "INSERT INTO t VALUES (1, '7')",
      up: { t: "1|7" },
    }),
  ),
  "String → @db.Uuid": theirs(
    "DROP + ADD",
    lost,
    models("model t { id Int @id; a String }", "model t { id Int @id; a String @db.Uuid }", {
      rows: "INSERT INTO t VALUES (1, '6f9619ff-8b86-d011-b42d-00cf4fc964ff')",
      up: { t: "1|6f9619ff-8b86-d011-b42d-00cf4fc964ff" },
    }),
  ),
  "scalar → list": theirs(
    "DROP + ADD",
    lost,
    models("model t { id Int @id; a String }", "model t { id Int @id; a String[] }", {
      rows: "INSERT INTO t VALUES (1, 'x')",
      up: { t: "1|{x}" },
    }),
  ),
  "the model of a many-to-many relation is renamed": theirs(
    "DROP + CREATE",
    "the rows are lost",
    models(
      "model Post { id Int @id; tags Tag[] } model Tag { id Int @id; posts Post[] }",
      "model Article { id Int @id; tags Tag[] } model Tag { id Int @id; posts Article[] }",
      {
        rows: 'INSERT INTO "Post" VALUES (1); INSERT INTO "Tag" VALUES (2); INSERT INTO "_PostToTag" VALUES (1, 2)',
        renames: ["Post=Article"],
        up: { '"_ArticleToTag"': "1|2" },
        keepsFiles: true,
      },
    ),
  ),
  "a table moves to another @@schema": theirs(
    "DROP + CREATE, in a schema that is not there",
    "fails",
    models('model t { id Int @id; @@schema("public") }', 'model t { id Int @id; @@schema("app") }', {
      rows: "INSERT INTO t VALUES (1)",
      up: { "app.t": "1" },
      keepsFiles: true,
    }),
  ),
  "an enum moves to another @@schema": theirs(
    "DROP + CREATE, in a schema that is not there",
    "fails",
    models(
      'enum e { A; @@schema("public") } model t { id Int @id; e e; @@schema("public") }',
      'enum e { A; @@schema("app") } model t { id Int @id; e e; @@schema("public") }',
      { rows: "INSERT INTO t VALUES (1, 'A')", up: { t: "1|A" }, keepsFiles: true },
    ),
  ),
  "a value of an enum is renamed by @map": theirs(
    "a new type, and a cast through text",
    "fails on rows with the old value",
    models("enum e { A; B } model t { id Int @id; e e }", 'enum e { A; B @map("b") } model t { id Int @id; e e }', {
      rows: "INSERT INTO t VALUES (1, 'B')",
      renames: ["e.B=b"],
      up: { t: "1|b" },
      keepsFiles: true,
    }),
  ),
  "a value of an enum is added, and is the default at once": theirs(
    "ADD VALUE + SET DEFAULT in one script",
    "fails in one transaction (55P04)",
    models("enum e { A } model t { id Int @id; e e }", "enum e { A; B } model t { id Int @id; e e @default(B) }", {
      rows: "INSERT INTO t VALUES (1, 'A')",
      up: { t: "1|A" },
      then: "INSERT INTO t VALUES (2)",
    }),
  ),
  "Int → BigInt with autoincrement": theirs(
    "SET DATA TYPE BIGSERIAL",
    "invalid",
    models("model t { id Int @id @default(autoincrement()) }", "model t { id BigInt @id @default(autoincrement()) }", {
      rows: "INSERT INTO t DEFAULT VALUES",
      up: { t: "1", "SELECT data_type FROM pg_sequences": "bigint" },
    }),
  ),
  "autoincrement is added": theirs(
    "a sequence from 1",
    "new ids collide with those that are there",
    models("model t { id Int @id }", "model t { id Int @id @default(autoincrement()) }", {
      rows: "INSERT INTO t VALUES (1), (2)",
      up: { "SELECT nextval('t_id_seq')": "3" },
    }),
  ),
  "autoincrement goes": theirs(
    'DROP SEQUENCE ""',
    "invalid",
    models("model t { id Int @id @default(autoincrement()) }", "model t { id Int @id }", {
      rows: "INSERT INTO t DEFAULT VALUES",
      up: { "SELECT count(*) FROM pg_sequences": "0" },
    }),
  ),
  "a required column without a default comes to rows": theirs(
    "ADD COLUMN … NOT NULL",
    "fails",
    models("model t { id Int @id }", "model t { id Int @id; a Int }", {
      rows: "INSERT INTO t VALUES (4)",
      fills: ["t.a=id + 1"],
      up: { t: "4|5" },
    }),
  ),
  "a partial index on a mapped value of an enum": theirs(
    "the value's name in the models",
    "invalid",
    models(
      'enum e { A @map("a") } model t { id Int @id; e e }',
      'enum e { A @map("a") } model t { id Int @id; e e; @@index([id], map: "i", where: { e: A }) }',
      {
        rows: "INSERT INTO t VALUES (1, 'a')",
        up: { "SELECT count(*) FROM pg_indexes WHERE indexdef LIKE '%''a''%'": "1" },
      },
    ),
  ),
  "documentation changes": theirs(
    "nothing",
    "right",
    models("model t { id Int @id }", "/// A table.\nmodel t { id Int @id }", {
      rows: "INSERT INTO t VALUES (1)",
      up: { t: "1" },
    }),
  ),
  "a many-to-many relation between models of long names": theirs(
    "the engine panics",
    "no SQL",
    models(
      `model X${wide} { id Int @id } model Y${wide}${"y".repeat(9)} { id Int @id }`,
      `model X${wide} { id Int @id; ys Y${wide}${"y".repeat(9)}[] } model Y${wide}${"y".repeat(9)} { id Int @id; xs X${wide}[] }`,
    ),
  ),
  "an index changes": theirs(
    "DROP + CREATE",
    "ran: writes wait meanwhile",
    models(
      'model t { id Int @id; a Int; b Int; @@index([a], map: "i") }',
      'model t { id Int @id; a Int; b Int; @@index([a, b], map: "i") }',
      {
        rows: "INSERT INTO t VALUES (1, 2, 3)",
      },
    ),
  ),
  "right after its own push: BIGINT[], an expression, CHAR, an operator class": theirs(
    "the same change each time",
    "never comes to rest",
    models(
      "model t { id Int @id }",
      'model t { id Int @id; a BigInt[] @default([1]); b String @default(dbgenerated("lower(\'X\')")); c String @default("x") @db.Char; d String @default("y") @db.VarChar(9); @@index([d(ops: raw("varchar_pattern_ops"))]) }',
      { rows: "INSERT INTO t VALUES (1)", up: { "SELECT a, b, c FROM t": "{1}|x|x" } },
    ),
  ),
  "right after its own push: @db.Bit without a length": theirs(
    "DROP COLUMN + ADD each time",
    "never comes to rest, and the values are lost",
    models("model t { id Int @id }", 'model t { id Int @id; a String @default("1") @db.Bit }', {
      rows: "INSERT INTO t VALUES (1)",
      up: { t: "1|1" },
    }),
  ),
};
