import assert from "node:assert/strict";

import { parseModels } from "#engine/prisma/parser.ts";
import { model, outline } from "#test/engine/prisma/outline.ts";

describe("reading models", () => {
  const sound: readonly (readonly [title: string, text: string, ...outline: string[]])[] = [
    ["nothing", ""],
    ["only a byte order mark", "\ufeff", "<blank>"],
    ["a byte order mark before a block", `\ufeff${model("id Int @id")}`, "model A", "  id Int @id"],
    ["line ends of all kinds", "model A {\r\n  id Int\r  b Int\n}", "model A", "  id Int", "  b Int"],
    ["no space before the brace", "model A{\nid Int\n}", "model A", "  id Int"],
    ["two blocks joined by a brace", "model A {\n} model B {\n}\n", "model A", "model B"],
    [
      "keywords as names",
      "model model {\n  enum Int\n  view String\n}\n",
      "model model",
      "  enum Int",
      "  view String",
    ],
    [
      "comments everywhere",
      '// a\n/// b\n/* c\n d */\nmodel A { // e\n  // f\n  /* g */ id Int // h\n  @@map("x") /// i\n} // j\n',
      "<comment>",
      "<comment>",
      "<comment>",
      "model A",
      "  <comment>",
      "  id Int",
      '  @@map("x")',
    ],
    [
      "braces in comments and strings",
      model("// }", 'a String @default("}{") // }'),
      "model A",
      "  <comment>",
      '  a String @default("}{")',
    ],
    [
      "arities",
      model("a Int", "b Int?", "c Int[]", "d Int ?"),
      "model A",
      "  a Int",
      "  b Int?",
      "  c Int[]",
      "  d Int?",
    ],
    [
      "unsupported types",
      model('a Unsupported("circle")?', 'b Unsupported("geometry(Point, 4326)")[]', "Unsupported Int"),
      "model A",
      "  a Unsupported<circle>?",
      "  b Unsupported<geometry(Point, 4326)>[]",
      "  Unsupported Int",
    ],
    [
      "attributes without a space",
      model('a Int@id@map("b")', "b Int @ id ()"),
      "model A",
      '  a Int @id @map("b")',
      "  b Int @id()",
    ],
    [
      "native types",
      model("a String @db.VarChar(20)", "b Decimal @pg.Decimal(10, 2)"),
      "model A",
      "  a String @db.VarChar(20)",
      "  b Decimal @pg.Decimal(10, 2)",
    ],
    [
      "named arguments",
      model('@@index(fields: [a, b(sort: Desc, ops: raw("x"))], map: "i", type: Gin)'),
      "model A",
      '  @@index(fields: [a, b(sort: Desc, ops: raw("x"))], map: "i", type: Gin)',
    ],
    [
      "objects",
      model("@@index([a], where: { b: true, c: { not: null } })"),
      "model A",
      "  @@index([a], where: {b: true, c: {not: null}})",
    ],
    [
      "numbers",
      model("a Float @default(-1.50)", "b Int[] @default([1, -2])"),
      "model A",
      "  a Float @default(-1.50)",
      "  b Int[] @default([1, -2])",
    ],
    [
      "escapes",
      model(String.raw`a String @default("\" \\ \/ \b\f\n\r\t \u00e9 \ud83d\ude00")`),
      "model A",
      `  a String @default(${JSON.stringify('" \\ / \b\f\n\r\t é 😀')})`,
    ],
    [
      "settings",
      'datasource db {\n  provider = "postgresql"\n  url = env("X") // y\n  schemas = ["a", "b"]\n  extensions = [citext, x(map: "y-z", version: "1.1")]\n}\n',
      "datasource db",
      '  provider = "postgresql"',
      '  url = env("X")',
      '  schemas = ["a", "b"]',
      '  extensions = [citext, x(map: "y-z", version: "1.1")]',
    ],
    [
      "enums",
      'enum E {\n  A\n  B @map("b")\n\n  @@map("e")\n}\n',
      "enum E",
      "  A",
      '  B @map("b")',
      "  <blank>",
      '  @@map("e")',
    ],
    ["views and types", "view V {\n  a Int\n}\ntype T {\n  b Int\n}\n", "view V", "  a Int", "type T", "  b Int"],
  ];
  for (const [title, text, ...expected] of sound) {
    it(title, () => {
      const { value, problems } = parseModels("a.prisma", text);
      assert.deepEqual(outline(value), expected);
      assert.deepEqual(problems, []);
    });
  }

  it("spans are the thing itself", () => {
    const text = '  model A {\n    a  Int?   @map( "b" ) // c\n\n  @@map("x") /* y */ // z\n } // q\n';
    const [item] = parseModels("a.prisma", text).value.items;
    assert.ok(item?.kind === "model");
    const cut = ({ start, end }: { start: number; end: number }): string => text.slice(start, end);
    const [field, , attribute] = item.members;
    assert.ok(
      field?.kind === "field" && attribute?.kind === "attribute" && field.type && field.comment && attribute.comment,
    );
    assert.deepEqual(
      [item.head, item.span, item.opening, item.closing, field.span, field.extent, field.type.span, field.comment].map(
        cut,
      ),
      [
        "model A",
        text.slice(2, -6),
        "  model A {\n",
        " } // q\n",
        'a  Int?   @map( "b" )',
        '    a  Int?   @map( "b" ) // c\n',
        "Int?",
        "// c",
      ],
    );
    assert.deepEqual([attribute.span, attribute.attribute.span, attribute.comment].map(cut), [
      '@@map("x")',
      '@@map("x")',
      "// z",
    ]);
    assert.deepEqual(
      field.attributes.map((a) => cut(a.span)),
      ['@map( "b" )'],
    );
  });
});
