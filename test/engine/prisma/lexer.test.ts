import assert from "node:assert/strict";

import fc from "fast-check";

import { Token, tokenize } from "#engine/prisma/lexer.ts";

const names = new Map<number, string>(Object.entries(Token).map(([name, kind]) => [kind, name]));

function read(text: string): string[] {
  const { kinds, starts, ends, count } = tokenize(text);
  return Array.from(
    { length: count },
    (_, i) => `${names.get(kinds[i] ?? -1) ?? "?"} ${text.slice(starts[i], ends[i])}`,
  );
}

describe("tokens", () => {
  const cases: readonly (readonly [text: string, ...tokens: string[]])[] = [
    [""],
    [" \t\u00a0\u3000"],
    ["\ufeffmodel", "word model"],
    ["Ä a文 𝒜b a_1", "word Ä", "word a文", "word 𝒜b", "word a_1"],
    [
      "_a 1a a-b 1-2 a-b-c é-1",
      "oddWord _a",
      "oddWord 1a",
      "oddWord a-b",
      "number 1",
      "number -2",
      "oddWord a-b-c",
      "oddWord é-1",
    ],
    [
      "1 -5 1.50 1. .5 1e5 -",
      "number 1",
      "number -5",
      "number 1.50",
      "number 1",
      "dot .",
      "dot .",
      "number 5",
      "oddWord 1e5",
      "unknown -",
    ],
    ['"a" "" "a\\"b" "\\\\"', 'string "a"', 'string ""', 'string "a\\"b"', 'string "\\\\"'],
    ['"a\nb', 'openString "a', "newline \n", "word b"],
    ['"a\\', 'openString "a\\'],
    ['"a\\\r\n"', 'openString "a\\', "newline \r\n", 'openString "'],
    ["a // b\nc", "word a", "comment // b", "newline \n", "word c"],
    ["a/* x\ny */b", "word a", "blockComment /* x\ny */", "word b"],
    ["/* x", "openBlockComment /* x"],
    ["/*/", "openBlockComment /*/"],
    ["\r\n\r\n\n\r", "newline \r\n", "newline \r\n", "newline \n", "newline \r"],
    ["@@id @a@b", "doubleAt @@", "word id", "at @", "word a", "at @", "word b"],
    [
      "{}()[],:=?!",
      "openBrace {",
      "closeBrace }",
      "openParen (",
      "closeParen )",
      "openBracket [",
      "closeBracket ]",
      "comma ,",
      "colon :",
      "equals =",
      "question ?",
      "exclamation !",
    ],
    ["a\u000b#😀", "word a", "unknown \u000b", "unknown #", "unknown 😀"],
  ];
  for (const [text, ...tokens] of cases) {
    it(JSON.stringify(text), () => {
      assert.deepEqual(read(text), tokens);
    });
  }

  it("leave out nothing but white space, whatever the text", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        const { starts, ends, count } = tokenize(text);
        let at = 0;
        for (let i = 0; i <= count; i += 1) {
          const start = starts[i] ?? -1;
          assert.match(text.slice(at, start), /^[\ufeff\t\p{Zs}]*$/u);
          at = ends[i] ?? -1;
          assert.ok(i === count ? at === start : at > start);
        }
        assert.equal(at, text.length);
      }),
    );
  });
});
