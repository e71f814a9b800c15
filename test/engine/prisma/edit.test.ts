import assert from "node:assert/strict";

import fc from "fast-check";

import type { EnumBlock, Field, ModelBlock, SchemaDocument } from "#engine/prisma/ast.ts";
import {
  appendBlock,
  appendBlockAttribute,
  removeBlock,
  removeBlockAttribute,
  setBlockAttribute,
} from "#engine/prisma/edit/blocks.ts";
import {
  insertField,
  removeAttribute,
  removeMember,
  renameInPlace,
  replaceType,
  setAttribute,
} from "#engine/prisma/edit/fields.ts";
import { applyEdits, type TextEdit } from "#engine/prisma/edit/textEdit.ts";
import { parseModels } from "#engine/prisma/parser.ts";
import { goldenFiles } from "#test/engine/prisma/corpus.ts";
import { outline } from "#test/engine/prisma/outline.ts";

const text = `model Task {
  id          Int     @id // key
  title       String
  description String? @map("body") // long
  // about the next
  /// Documents done.
  done        Boolean // flag

  @@map("tasks")
}

/// Documents E.
enum E {
  A
  LONGER @map("l")
}
`;

function model(document: SchemaDocument): ModelBlock {
  const found = document.items.find((item) => item.kind === "model");
  assert.ok(found);
  return found;
}

function enumeration(document: SchemaDocument): EnumBlock {
  const found = document.items.find((item) => item.kind === "enum");
  assert.ok(found);
  return found;
}

function field(document: SchemaDocument, name: string): Field {
  const found = model(document).members.find((m) => m.kind === "field" && m.name.text === name);
  assert.ok(found?.kind === "field");
  return found;
}

function edited(edit: (document: SchemaDocument) => TextEdit[], before = text): string {
  const { value } = parseModels("a.prisma", before);
  return applyEdits(before, edit(value));
}

/** The lines that an edit took away and put in. */
function changes(edit: (document: SchemaDocument) => TextEdit[], before = text): string[] {
  const [from, to] = [before, edited(edit, before)].map((t) => t.split("\n"));
  const gone = (from ?? []).filter((line) => !(to ?? []).includes(line)).map((line) => `-${line}`);
  return [...gone, ...(to ?? []).filter((line) => !(from ?? []).includes(line)).map((line) => `+${line}`)];
}

describe("edits of models", () => {
  const cases: readonly (readonly [
    title: string,
    edit: (document: SchemaDocument) => TextEdit[],
    ...changes: string[],
  ])[] = [
    [
      "a field goes after the last one, in its columns",
      (d) => insertField(d, model(d), { name: "due", type: "DateTime?", attributes: ["@db.Date", "@unique"] }),
      "+  due         DateTime? @db.Date @unique",
    ],
    [
      "a field goes after another",
      (d) => insertField(d, model(d), { name: "x", type: "Int", attributes: ["@unique"] }, { after: field(d, "id") }),
      "+  x           Int     @unique",
    ],
    [
      "a field goes with its line and documentation",
      (d) => removeMember(model(d), field(d, "done"), d),
      "-  /// Documents done.",
      "-  done        Boolean // flag",
    ],
    [
      "an attribute takes the place of its like",
      (d) => setAttribute(d, field(d, "description"), '@map("text")'),
      '-  description String? @map("body") // long',
      '+  description String? @map("text") // long',
    ],
    [
      "an attribute goes after the others",
      (d) => setAttribute(d, field(d, "id"), "@default(1)"),
      "-  id          Int     @id // key",
      "+  id          Int     @id @default(1) // key",
    ],
    [
      "a first attribute goes into the column of its neighbours",
      (d) => setAttribute(d, field(d, "title"), "@unique"),
      "-  title       String",
      "+  title       String  @unique",
    ],
    [
      "a first attribute without neighbours goes after the type",
      (d) => setAttribute(d, field(d, "done"), "@default(true)"),
      "-  done        Boolean // flag",
      "+  done        Boolean @default(true) // flag",
    ],
    [
      "an enum value takes an attribute",
      (d) => {
        const [value] = enumeration(d).members;
        assert.ok(value?.kind === "value");
        return setAttribute(d, value, '@map("a")');
      },
      "-  A",
      '+  A      @map("a")',
    ],
    [
      "an attribute goes with the space before it",
      (d) => {
        const [attribute] = field(d, "description").attributes;
        assert.ok(attribute);
        return removeAttribute(d, attribute);
      },
      '-  description String? @map("body") // long',
      "+  description String? // long",
    ],
    [
      "a longer name takes its room from the gap",
      (d) => renameInPlace(d, field(d, "title").name, "headline"),
      "-  title       String",
      "+  headline    String",
    ],
    [
      "a name that is too long moves its own line",
      (d) => renameInPlace(d, field(d, "title").name, "aVeryLongHeadline"),
      "-  title       String",
      "+  aVeryLongHeadline String",
    ],
    [
      "a shorter name leaves the column as it is",
      (d) => renameInPlace(d, field(d, "description").name, "body"),
      '-  description String? @map("body") // long',
      '+  body        String? @map("body") // long',
    ],
    ["a block takes another name", (d) => renameInPlace(d, model(d).name, "Job"), "-model Task {", "+model Job {"],
    [
      "a type is replaced in its column",
      (d) => replaceType(d, field(d, "id"), "BigInt"),
      "-  id          Int     @id // key",
      "+  id          BigInt  @id // key",
    ],
    [
      "a type at the end of a line is replaced",
      (d) => replaceType(d, field(d, "title"), "Int?"),
      "-  title       String",
      "+  title       Int?",
    ],
    [
      "a block attribute goes after the others",
      (d) => appendBlockAttribute(d, model(d), "@@index([title])"),
      "+  @@index([title])",
    ],
    [
      "a block attribute takes the place of its like",
      (d) => setBlockAttribute(d, model(d), '@@map("jobs")'),
      '-  @@map("tasks")',
      '+  @@map("jobs")',
    ],
    [
      "a first block attribute goes after an empty line",
      (d) => setBlockAttribute(d, enumeration(d), '@@map("e")'),
      '+  @@map("e")',
    ],
    [
      "the last block attribute goes with the empty line before it",
      (d) => {
        const attribute = model(d).members.at(-1);
        assert.ok(attribute?.kind === "attribute");
        return removeBlockAttribute(model(d), attribute);
      },
      '-  @@map("tasks")',
    ],
    [
      "a block goes with its documentation",
      (d) => removeBlock(d, enumeration(d)),
      "-/// Documents E.",
      "-enum E {",
      "-  A",
      '-  LONGER @map("l")',
    ],
    ["a block comes at the end", (d) => appendBlock(d, "model B {\n  id Int @id\n}"), "+model B {", "+  id Int @id"],
  ];
  for (const [title, edit, ...expected] of cases) {
    it(title, () => {
      assert.deepEqual(changes(edit), expected);
      assert.deepEqual(parseModels("a.prisma", edited(edit)).problems, []);
    });
  }

  it("keep an empty line between blocks, and none too many", () => {
    assert.match(
      edited((d) => appendBlock(d, "enum F {\n  X\n}\n")),
      /\n\}\n\nenum F \{\n {2}X\n\}\n$/u,
    );
    assert.equal(
      edited((d) => appendBlock(d, "enum F {\n  X\n}"), ""),
      "enum F {\n  X\n}\n",
    );
    assert.equal(
      edited((d) => appendBlock(d, "enum F {\n  X\n}"), "// a"),
      "// a\n\nenum F {\n  X\n}\n",
    );
    assert.match(
      edited((d) => setBlockAttribute(d, enumeration(d), '@@map("e")')),
      /LONGER @map\("l"\)\n\n {2}@@map\("e"\)\n\}\n$/u,
    );
    assert.ok(!edited((d) => removeBlock(d, enumeration(d))).includes("\n\n\n"));
  });

  it("use the line ends of the file", () => {
    const windows = text.replaceAll("\n", "\r\n");
    const both = (d: SchemaDocument): TextEdit[] => [
      ...insertField(d, model(d), { name: "x", type: "Int", attributes: [] }),
      ...appendBlock(d, "enum F {\n  X\n}"),
      ...renameInPlace(d, field(d, "title").name, "name"),
    ];
    assert.equal(edited(both, windows), edited(both).replaceAll("\n", "\r\n"));
  });

  it("work in a model without fields, and in one without a last line", () => {
    const add = (d: SchemaDocument): TextEdit[] =>
      insertField(d, model(d), { name: "id", type: "Int", attributes: ["@id"] });
    assert.equal(edited(add, "model A {\n}\n"), "model A {\n  id Int @id\n}\n");
    assert.equal(edited(add, "model A {\n  x Int"), "model A {\n  x Int\n  id Int @id\n");
  });

  it("a rename changes one name and nothing else, wherever it is", () => {
    const targets = goldenFiles().flatMap((file) => {
      const { value } = parseModels(file.name, file.text);
      const count = value.items.flatMap((item) =>
        "members" in item ? item.members.filter((m) => m.kind === "field") : [],
      ).length;
      return Array.from({ length: count }, (_, at) => ({ file, at }));
    });
    fc.assert(
      fc.property(
        fc.constantFrom(...targets),
        fc.constantFrom("x", "aNameOfSomeLength", "é".repeat(40)),
        ({ file, at }, to) => {
          const { value } = parseModels(file.name, file.text);
          const target = value.items.flatMap((item) =>
            item.kind === "model" ? item.members.filter((m) => m.kind === "field") : [],
          )[at];
          assert.ok(target);
          const after = parseModels(file.name, applyEdits(file.text, renameInPlace(value, target.name, to)));
          assert.deepEqual(after.problems, []);
          const [before, now] = [outline(value), outline(after.value)];
          const changed = before.flatMap((line, i) => (line === now[i] ? [] : [[line, now[i]]]));
          assert.deepEqual(changed, [[changed[0]?.[0], changed[0]?.[0]?.replace(target.name.text, to)]]);
          assert.equal(now.length, before.length);
        },
      ),
    );
  }).timeout(60_000);
});
