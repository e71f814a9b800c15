import assert from "node:assert/strict";

import fc from "fast-check";

import type { Checked } from "#engine/core/problem.ts";
import type { SchemaDocument } from "#engine/prisma/ast.ts";
import { lowerModels, type LoweredModels } from "#engine/prisma/lower.ts";
import { parseModels } from "#engine/prisma/parser.ts";
import { reparseModels } from "#engine/prisma/reparse.ts";
import { mutate, mutation } from "#test/engine/prisma/damage.ts";
import { corpusFiles, goldenFiles, type ModelFile } from "#test/engine/prisma/corpus.ts";

const asked = process.env["RETORT_FUZZ_RUNS"];
const runs = Number(asked ?? 150);

/** Models that refer to the one before, with the same names in all of them. */
function modelsText(count: number): string {
  const models = Array.from({ length: count }, (_, at) => {
    const [name, other] = [at, (at + count - 1) % count].map((each) => `Model${each.toString()}`);
    const next = `Model${((at + 1) % count).toString()}`;
    return `model ${name ?? ""} {
  id      Int      @id @default(autoincrement())
  title   String   @db.VarChar(200)
  slug    String   @unique
  state   State    @default(open)
  otherId Int
  other   ${other ?? ""} @relation(fields: [otherId], references: [id])
  next    ${next}[]
  peers   ${other ?? ""}[] @relation("peers${at.toString()}")
  friends ${next}[] @relation("peers${((at + 1) % count).toString()}")

  @@index([otherId, title])
  @@map("model_${at.toString()}")
}
`;
  });
  const datasource = 'datasource db {\n  provider = "postgresql"\n}\n';
  return [datasource, ...models, "enum State {\n  open\n  done\n}\n"].join("\n");
}

const joined = `model Able {
  id    String @id @db.Uuid
  zeds  Zed[]
}

model Zed {
  id    Int    @id
  ables Able[]
}
`;

const referred = `model Able {
  id  Int  @id
  key Int  @unique
  zed Zed?
}

model Zed {
  key  Int  @unique
  able Able @relation(fields: [key], references: [key])
}
`;

const options = { defaultSchema: null };

interface Reading {
  readonly documents: readonly Checked<SchemaDocument>[];
  readonly models: LoweredModels;
}

function readAnew(texts: readonly string[]): Reading {
  const documents = texts.map((text, at) => parseModels(`${at.toString()}.prisma`, text));
  return { documents, models: lowerModels(valuesOf(documents), options) };
}

function readAgain(before: Reading, texts: readonly string[]): Reading {
  const documents = before.documents.map((document, at) => reparseModels(document, texts[at] ?? ""));
  return { documents, models: lowerModels(valuesOf(documents), options, before.models) };
}

function valuesOf(documents: readonly Checked<SchemaDocument>[]): readonly SchemaDocument[] {
  return documents.map(({ value }) => value);
}

/** Reading on from another version comes to what reading the text alone does, places included. */
function checkReading(again: Reading, texts: readonly string[]): void {
  const anew = readAnew(texts);
  assert.deepEqual(again.documents, anew.documents);
  const plain = ({ schema, datasource, problems, origins }: LoweredModels) => ({
    schema,
    datasource,
    problems,
    origins: [...origins],
  });
  assert.deepEqual(plain(again.models), plain(anew.models));
}

/** How many tables of `after` are the very ones of `before`. */
function takenOver(before: Reading, after: Reading): number {
  const old = new Set(before.models.schema.tables);
  return after.models.schema.tables.filter((table) => old.has(table)).length;
}

/** Edits as people make them, of one line. `at` picks the line, `kind` what becomes of it. */
type Edit = (text: string) => string;

const lines = [
  "  extra Int?",
  '  extra String @default("a")',
  "  extra Int @default(autoincrement())",
  "  extra String @unique",
  '  other DateTime @default(now()) @map("an_other")',
  "  @@index([id])",
  '  @@unique([id], map: "a_name")',
  '  @@map("another")',
  "  /// a comment",
  `  ${"long".repeat(16)} Int?`,
  `  long String? @map("${"name".repeat(17)}")`,
  "  @@index([id(nothing: 1), id(sort: Desc, nobody: 2)])",
  "  extra Missing",
  "",
  "}",
  "model New {",
  "  id Int @id",
  "/* open",
  "*/",
];

/** All lines, and the one that `at`, from 0 to 1, picks among those that fit; where none does, an empty one. */
function lineAt(text: string, at: number, wanted = /^/): readonly [lines: string[], index: number, line: string] {
  const parts = text.split("\n");
  const fitting = parts.flatMap((line, index) => (wanted.test(line) ? [index] : []));
  const index = fitting[Math.floor(at * fitting.length)] ?? 0;
  return [parts, index, fitting.length === 0 ? "" : (parts[index] ?? "")];
}

const lineEdit: fc.Arbitrary<Edit> = fc
  .record({
    at: fc.double({ min: 0, max: 0.999, noNaN: true }),
    kind: fc.constantFrom("insert", "insert", "insert", "remove", "repeat", "optional", "type"),
    line: fc.constantFrom(...lines),
  })
  .map(({ at, kind, line }) => (text) => {
    const [parts, index, own] = lineAt(text, at);
    if (kind === "insert") parts.splice(index, 0, line);
    else if (kind === "remove") parts.splice(index, 1);
    else if (kind === "repeat") parts.splice(index, 0, own);
    else if (kind === "optional") parts[index] = own.replace(/^(\s+\w+\s+\w+)\b(?![?[])/, "$1?");
    else parts[index] = own.replace(/\b(Int|String)\b/, (type) => (type === "Int" ? "BigInt" : "Json"));
    return parts.join("\n");
  });

const fields = [
  "Int?",
  "Int @default(1)",
  "BigInt @default(autoincrement())",
  'String @default(dbgenerated("now()"))',
  "String? @unique",
  'DateTime @default(now()) @map("at_NAME")',
  "Json[]",
  "Decimal? @db.Decimal(10, 2) // with a comment",
  'Unsupported("tsvector")?',
  "Boolean? @ignore\n  @@index([NAME])",
];

/** A field more in one of the models, or the type of one changed, which leaves the models sound as a rule. */
const soundEdit: fc.Arbitrary<Edit> = fc
  .record({
    at: fc.double({ min: 0, max: 0.999, noNaN: true }),
    name: fc.nat(999).map((number) => `extra${number.toString()}`),
    field: fc.constantFrom(...fields),
    kind: fc.constantFrom("insert", "insert", "optional", "comment"),
  })
  .map(({ at, name, field, kind }) => (text) => {
    const wanted = kind === "optional" ? /^ +\w+ +(Int|String|Boolean)\b/ : /^model .*\{$/;
    const [parts, index, own] = lineAt(text, at, wanted);
    if (own === "") return text;
    if (kind === "optional")
      parts[index] = own.replace(/^( +\w+ +\w+)(\??)/, (_, type, sign) => `${type}${sign ? "" : "?"}`);
    else if (kind === "comment") parts.splice(index, 0, "", "// between");
    else parts.splice(index + 1, 0, `  ${name} ${field.replaceAll("NAME", name)}`);
    return parts.join("\n");
  });

const edit: fc.Arbitrary<Edit> = fc.oneof(
  { arbitrary: soundEdit, weight: 6 },
  { arbitrary: lineEdit, weight: 2 },
  {
    arbitrary: mutation.map(
      (each): Edit =>
        (text) =>
          mutate(text, [each]),
    ),
    weight: 1,
  },
);

describe("models that were edited are read as if they were new", () => {
  function check(files: readonly ModelFile[], count: number): void {
    const file = fc.constantFrom(...files.map(({ text }) => text));
    // In one file, or in two.
    const several = fc.tuple(file, fc.nat(20)).map(([text, at]) => {
      const breaks = [...text.matchAll(/^\}\n/gm)].map(({ index }) => index + 2);
      const cut = breaks[at];
      return cut === undefined ? [text] : [text.slice(0, cut), text.slice(cut)];
    });
    const edits = fc.array(fc.tuple(fc.nat(1), edit, fc.boolean()), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(several, edits, (texts, steps) => {
        let current: readonly string[] = texts;
        let reading = readAnew(texts);
        for (const [which, change, back] of steps) {
          const before = current;
          current = current.map((text, at) => (at === which % texts.length ? change(text) : text));
          reading = readAgain(reading, current);
          checkReading(reading, current);
          // What is broken is read whole, and would be from then on.
          if (!back && reading.models.problems.length === 0) continue;
          current = before;
          reading = readAgain(reading, current);
          checkReading(reading, current);
        }
      }),
      { numRuns: count },
    );
  }

  it(`${runs.toString()} chains of edits of small projects`, () => {
    check([...goldenFiles(), { name: "many", text: modelsText(8) }], runs);
  }).timeout(7_200_000);

  it("chains of edits of real projects", function () {
    check(
      corpusFiles(this).filter(({ text }) => text.length < 40_000),
      Math.ceil(runs / 20),
    );
  }).timeout(7_200_000);

  it("takes over every model that was not touched", () => {
    const text = modelsText(40);
    const first = readAnew([text]);
    const edited = text.replace("model Model20 {\n", "model Model20 {\n  extra Int?\n");
    assert.notEqual(edited, text);
    const second = readAgain(first, [edited]);
    checkReading(second, [edited]);
    assert.equal(takenOver(first, second), first.models.schema.tables.length - 1);

    const further = edited.replace("  extra Int?\n", '  extra Int?\n  more  String @default("x")\n\n  // why\n');
    const third = readAgain(second, [further]);
    checkReading(third, [further]);
    assert.equal(takenOver(first, third), first.models.schema.tables.length - 1);
  });

  it("takes over the other models where some are warned of, with their warnings at their new places", () => {
    const long = `  ${"long".repeat(16)} Int?\n\n  @@index([otherId`;
    const option = "  @@index([otherId(nothing: 1)";
    const warned = (text: string, model: number, line: string) => {
      const at = text.indexOf("  @@index([otherId", text.indexOf(`model Model${model.toString()} {`));
      return text.slice(0, at) + line + text.slice(at + "  @@index([otherId".length);
    };
    const text = warned(warned(modelsText(10), 7, long), 2, option);
    const first = readAgain(readAnew([text]), [text]);
    assert.equal(first.models.problems.length, 2);

    const edited = text.replace("model Model5 {\n", "model Model5 {\n  extra Int?\n");
    const second = readAgain(first, [edited]);
    checkReading(second, [edited]);
    assert.equal(takenOver(first, second), first.models.schema.tables.length - 1);

    // Another that is warned of, and one that is no more, before one that stays.
    const third = readAgain(second, [warned(edited, 4, long)]);
    checkReading(third, [warned(edited, 4, long)]);
    assert.equal(third.models.problems.length, 3);
    assert.equal(takenOver(second, third), first.models.schema.tables.length - 1);
    const mended = warned(edited, 4, long).replace("(nothing: 1)", "");
    const fourth = readAgain(third, [mended]);
    checkReading(fourth, [mended]);
    assert.equal(fourth.models.problems.length, 2);
    assert.equal(takenOver(third, fourth), first.models.schema.tables.length - 1);
  });

  for (const [what, text, from, to] of [
    ["a table's name", referred, "model Able {\n", 'model Able {\n  @@map("elsewhere")\n'],
    ["the type of an id", modelsText(10), "  id      Int      @id", "  id      BigInt   @id"],
    ["a model's name", modelsText(10), "model Model3 {", "model Renamed3 {"],
    ["the native type of an id in a join table", joined, "@id @db.Uuid", "@id @db.Char(36)"],
    ["whether a key is unique", referred, "key Int  @unique", "key Int"],
    ["which side of a relation holds the key", referred, " @relation(fields: [key], references: [key])", ""],
    ["the end of the last block", referred.trimEnd(), /$/, " // the end"],
    ["a line after the last block", referred.trimEnd(), /$/, "\nmodel More {\n  id Int @id\n}"],
  ] as const) {
    it(`sees ${what} everywhere`, () => {
      const edited = text.replace(from, to);
      assert.notEqual(edited, text);
      const first = readAnew([text]);
      assert.deepEqual(first.models.problems, []);
      checkReading(readAgain(first, [edited]), [edited]);
    });
  }
});
