import assert from "node:assert/strict";

import { parseModels } from "#engine/prisma/parser.ts";
import { model, outline } from "#test/engine/prisma/outline.ts";

interface Finding {
  readonly code: string;
  readonly at: string;
}

function findings(text: string): Finding[] {
  return parseModels("a.prisma", text).problems.map(({ code, message, place }) => {
    assert.match(message, /^.+[.]$/su, "a message is a sentence");
    assert.ok(place);
    return { code: code.replace("prisma/", ""), at: text.slice(place.span.start, place.span.end) };
  });
}

describe("reading broken models", () => {
  const broken: readonly (readonly [
    title: string,
    text: string,
    found: readonly (readonly [code: string, at: string])[],
    ...outline: string[],
  ])[] = [
    ["a field without a type", model("a", "b Int"), [["missingType", "a"]], "model A", "  a ?", "  b Int"],
    ["a colon after the name", model("a: Int @id"), [["legacyColon", ":"]], "model A", "  a Int @id"],
    ["an exclamation mark", model("a Int! @id"), [["legacyRequired", "!"]], "model A", "  a Int @id"],
    ["an optional list", model("a Int[]?"), [["optionalList", "Int[]?"]], "model A", "  a Int[]"],
    ["a bracketed list", model("a [Int]"), [["legacyList", "[Int]"]], "model A", "  a Int[]"],
    [
      "odd names",
      model("_a Int", "1b Int", "c-d Int"),
      [
        ["badName", "_a"],
        ["badName", "1b"],
        ["badName", "c-d"],
      ],
      "model A",
      "  _a Int",
      "  1b Int",
      "  c-d Int",
    ],
    [
      "an attribute on a line of its own",
      model("a Int", "@id", "b Int"),
      [["unexpected", "@"]],
      "model A",
      "  a Int",
      "  <unknown>",
      "  b Int",
    ],
    [
      "a block attribute after a field",
      model("a Int @@id([a])"),
      [["blockAttribute", "@@"]],
      "model A",
      "  a Int @id([a])",
    ],
    ["an attribute without a name", model("a Int @", "b Int"), [["missingName", "@"]], "model A", "  a Int", "  b Int"],
    [
      "arguments over several lines",
      model("@@index([", "a", "])", "b Int"),
      [
        ["openList", "["],
        ["missingType", "a"],
        ["unexpected", "]"],
      ],
      "model A",
      "  @@index([])",
      "  a ?",
      "  <unknown>",
      "  b Int",
    ],
    [
      "trailing commas",
      model("@@index([a,],)"),
      [
        ["trailingComma", ","],
        ["trailingComma", ","],
      ],
      "model A",
      "  @@index([a])",
    ],
    [
      "a missing comma",
      model("@@index([a b])", "b Int"),
      [["unexpected", "b"]],
      "model A",
      "  @@index([a])",
      "  b Int",
    ],
    [
      "a missing value",
      model("a Int @default(,)", "b Int @map(name:)"),
      [
        ["missingValue", ","],
        ["missingValue", ")"],
      ],
      "model A",
      "  a Int @default(?)",
      "  b Int @map(name: ?)",
    ],
    [
      "an object without names",
      model("@@index([a], where: { 1 })"),
      [["missingValue", "1"]],
      "model A",
      "  @@index([a], where: {: ?})",
    ],
    [
      "an open string",
      model('a String @default("x)', "b Int"),
      [
        ["openString", '"x)'],
        ["openList", "("],
      ],
      "model A",
      '  a String @default("x)")',
      "  b Int",
    ],
    [
      "unknown escapes",
      model(String.raw`a String @default("C:\Users \u12 \ud83d")`),
      [
        ["badEscape", String.raw`\U`],
        ["badEscape", String.raw`\u12`],
        ["badEscape", String.raw`\ud83d`],
      ],
      "model A",
      `  a String @default(${JSON.stringify(String.raw`C:\Users \u12 \ud83d`)})`,
    ],
    [
      "rubbish at the end of a line",
      model("a Int @id 5", "b Int"),
      [["unexpected", "5"]],
      "model A",
      "  a Int @id",
      "  b Int",
    ],
    ["a block without a brace", "model A\nmodel B {\n}\n", [["missingBrace", "model A"]], "<unknown>", "model B"],
    [
      "a brace on the next line",
      "model A\n// x\n{\n  id Int\n}\n",
      [["missingBrace", "model A"]],
      "model A",
      "  id Int",
    ],
    ["a block without a name", "model {\n  id Int\n}\n", [["missingName", "model"]], "model ", "  id Int"],
    [
      "a model on one line",
      "model A { id Int @id }\n",
      [
        ["oneLine", "id"],
        ["oneLine", "}"],
      ],
      "model A",
      "  id Int @id",
    ],
    [
      "a missing closing brace",
      "model A {\n  a Int\n\nmodel B {\n  b Int\n}\n",
      [["openBlock", "model A"]],
      "model A",
      "  a Int",
      "  <blank>",
      "model B",
      "  b Int",
    ],
    ["a missing closing brace at the end", "enum E {\n  A", [["openBlock", "enum E"]], "enum E", "  A"],
    ["a brace too many", "model A {\n}\n}\nmodel B {\n}\n", [["unexpected", "}"]], "model A", "<unknown>", "model B"],
    [
      "an unknown keyword",
      "modle A {\n  a Int\n  @@id([a])\n}\nmodel B {\n}\n",
      [["unexpected", "modle"]],
      "<unknown>",
      "model B",
    ],
    [
      "a line outside every block",
      "type X = Int\nfoo bar\n",
      [
        ["missingBrace", "type X"],
        ["unexpected", "foo"],
      ],
      "<unknown>",
      "<unknown>",
    ],
    ["an open comment", "model A {\n}\n/* x\n", [["openComment", "/*"]], "model A", "<comment>"],
    [
      "a setting without a value",
      'datasource db {\n  url\n  provider =\n  "x"\n}\n',
      [
        ["missingValue", "url"],
        ["missingValue", ""],
        ["unexpected", '"x"'],
      ],
      "datasource db",
      "  url = ?",
      "  provider = ?",
      "  <unknown>",
    ],
    [
      "a bare Unsupported",
      model("a Unsupported(circle)", "b Int"),
      [["missingValue", "circle"]],
      "model A",
      "  a Unsupported",
      "  b Int",
    ],
  ];
  for (const [title, text, found, ...expected] of broken) {
    it(`${title} is a problem, and the rest is read`, () => {
      assert.deepEqual(
        findings(text),
        found.map(([code, at]) => ({ code, at })),
      );
      assert.deepEqual(outline(parseModels("a.prisma", text).value), expected);
    });
  }

  it("nesting without end is a problem, not an overflow", () => {
    const text = model(`@@index(${"[".repeat(200_000)}`);
    assert.deepEqual(
      findings(text).map((f) => f.code),
      ["missingValue"],
    );
  });
});
