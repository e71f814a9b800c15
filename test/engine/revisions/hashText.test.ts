import assert from "node:assert/strict";

import { hashInput } from "#engine/revisions/hashText.ts";
import type { Section } from "#engine/revisions/revision.ts";

const inTransaction = (sql: string): Section => ({ mode: "transaction", sql });
const outside = (sql: string): Section => ({ mode: "no transaction", sql });

describe("hashInput", () => {
  it("is the mode and the tokens of each section", () => {
    assert.equal(
      hashInput([inTransaction("SELECT a -- b\n + 'c d';"), outside("SELECT 1")]),
      "transaction\0SELECT\0a\0+\0'c d'\0;\0\0no transaction\0SELECT\u00001",
    );
    assert.equal(hashInput([]), "");
  });

  const same: [string, Section[], Section[]][] = [
    ["white space", [inTransaction("SELECT  1 ,\n2;")], [inTransaction("SELECT 1,2;")]],
    ["comments", [inTransaction("/* a */ SELECT 1; -- b")], [inTransaction("SELECT 1;")]],
    ["line ends", [inTransaction("SELECT $$a\r\nb$$, '\r\n'")], [inTransaction("SELECT $$a\nb$$, '\n'")]],
    ["sections without SQL", [inTransaction("-- nothing"), outside("")], []],
  ];
  for (const [name, a, b] of same) {
    it(`is the same whatever the ${name}`, () => {
      assert.equal(hashInput(a), hashInput(b));
    });
  }

  const different: [string, Section[], Section[]][] = [
    ["a constant", [inTransaction("SET DEFAULT 1")], [inTransaction("SET DEFAULT 2")]],
    ["the case of a word", [inTransaction("SELECT a")], [inTransaction("SELECT A")]],
    ["white space in a quote", [inTransaction("SELECT 'a  b'")], [inTransaction("SELECT 'a b'")]],
    ["a comment in a quote", [inTransaction("SELECT $$ /* a */ $$")], [inTransaction("SELECT $$ $$")]],
    ["where words part", [inTransaction("SELECT ab")], [inTransaction("SELECT a b")]],
    ["the mode", [inTransaction("SELECT 1")], [outside("SELECT 1")]],
    ["where sections part", [inTransaction("a b")], [inTransaction("a"), inTransaction("b")]],
    ["the order of sections", [inTransaction("a"), outside("b")], [outside("b"), inTransaction("a")]],
    ["a section called as a token", [inTransaction("a transaction b")], [inTransaction("a"), inTransaction("b")]],
  ];
  for (const [name, a, b] of different) {
    it(`tells apart ${name}`, () => {
      assert.notEqual(hashInput(a), hashInput(b));
    });
  }
});
