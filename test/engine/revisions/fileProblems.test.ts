import assert from "node:assert/strict";

import { type Found, parse } from "#test/engine/revisions/parse.ts";

const top = "-- m\n--\n-- Revision: a1\n";
const up = "\n-- retort: upgrade\nSELECT 1;\n";
const down = "-- retort: downgrade\n\\if false\nSELECT 2;\n\\endif\n";

/** Header lines that are wrong; each leaves a revision of the rest. */
const headers: Record<string, Found[]> = {
  "-- Revises": ["error revision/malformedHeader «-- Revises»"],
  "-- Revises: a-b": ["error revision/malformedHeader «-- Revises: a-b»"],
  "-- Revises: b,": ["error revision/malformedHeader «-- Revises: b,»"],
  "-- Revises: b, b": ["error revision/malformedHeader «-- Revises: b, b»"],
  "-- Created: yesterday": ["error revision/malformedHeader «-- Created: yesterday»"],
  "-- Created: 2026-13-01T00:00:00Z": ["error revision/malformedHeader «-- Created: 2026-13-01T00:00:00Z»"],
  "-- Created:": ["error revision/malformedHeader «-- Created:»"],
  "-- Labels: head": ["error revision/malformedHeader «-- Labels: head»"],
  "-- Renames: -> b": ["error revision/malformedHeader «-- Renames: -> b»"],
  "-- Renames: a to b": ["error revision/malformedHeader «-- Renames: a to b»"],
  '-- Accepts loss: "a': ['error revision/malformedHeader «-- Accepts loss: "a»'],
  "-- Depend on: b": ["warning revision/unknownHeader «-- Depend on: b»"],
  "-- Created: 2026-11-22T10:30:00Z\n-- created: 2026-11-22T10:30:01Z": [
    "error revision/duplicateHeader «-- created: 2026-11-22T10:30:01Z»",
  ],
};

describe("a header that is wrong", () => {
  for (const [line, expected] of Object.entries(headers)) {
    it(line, () => {
      const { file, found } = parse(`${top}${line}\n${up}${down}`);
      assert.deepEqual(found, expected);
      assert.equal(file?.revision.id, "a1");
      assert.equal(file.revision.up[0]?.sql, "SELECT 1;");
    });
  }

  it("leaves nothing where no id can be read", () => {
    for (const id of ["a-b", "a@b", "a+b", "a:b", "a/b", "..", "a b", "a,b", "head", 'a"b', "CON?"]) {
      const { file, found } = parse(`-- m\n--\n-- Revision: ${id}\n${up}${down}`);
      assert.equal(file, null, id);
      assert.deepEqual(found, [`error revision/malformedHeader «-- Revision: ${id}»`]);
    }
    assert.deepEqual(parse(`${up}${down}`), { file: null, found: ["error revision/missingRevision «»"] });
    assert.deepEqual(parse(`-- m\n${up}${down}`), { file: null, found: ["error revision/missingRevision «-- m»"] });
  });
});

/** Sections that are wrong; `${top}` stands before each. */
const sections: Record<string, [string, Found[]]> = {
  "text before the first mark": [
    `SELECT 0; -- a\n/* b */ SELECT 1;\n${up}${down}`,
    ["error revision/textOutsideSection «SELECT 0; -- a\n/* b */ SELECT 1;»"],
  ],
  "a mark that is none": [
    `${up}-- retort: downgrad\n\\if false\nSELECT 2;\n\\endif`,
    ["error revision/malformedMark «-- retort: downgrad»"],
  ],
  "a mark that is written loosely": [
    `${up}--retort: downgrade\n\\if false\nSELECT 2;\n\\endif`,
    ["error revision/malformedMark «--retort: downgrade»"],
  ],
  "a mark that does not begin its line": [
    `${up}  -- retort: downgrade\n\\if false\nSELECT 2;\n\\endif`,
    ["error revision/malformedMark «-- retort: downgrade»"],
  ],
  "a reason left out": [
    `${up}-- retort: downgrade (irreversible)\n`,
    ["error revision/malformedMark «-- retort: downgrade (irreversible)»"],
  ],
  "a zero byte": [`${up.trimEnd()} -- \0\n${down}`, ["error revision/zeroByte «\0»"]],
  "no way up": [down, ["error revision/missingUpgrade «-- Revision: a1»"]],
  "no way down": [up, ["warning revision/missingDowngrade «-- Revision: a1»"]],
  "a way down without its guard": [
    `${up}-- retort: downgrade\nSELECT 2;\n-- retort: downgrade\nSELECT 3;`,
    ["warning revision/unguardedDowngrade «-- retort: downgrade»"],
  ],
  "a way up inside the guard": [
    `\\if false\n${up}\\endif\n${down}`,
    ["error revision/guardedUpgrade «-- retort: upgrade»"],
  ],
  "a guard left open": [`${up}${down.replace("\\endif\n", "")}`, ["error revision/unclosedGuard «\\if false»"]],
  "a guard closed twice": [`${up}${down}\\endif\n`, ["error revision/unopenedGuard «\\endif»"]],
  "SQL after the guard": [`${up}${down}SELECT 3;`, ["error revision/dividedSection «SELECT 3;»"]],
  "another psql command": [
    `\n-- retort: upgrade\n\\set x 1\nSELECT 1;\n${down}`,
    ["error revision/metaCommand «\\set x 1»"],
  ],
  "SQL in an irreversible section": [
    `${up}-- retort: downgrade (irreversible: gone)\nSELECT 2;`,
    ["error revision/irreversibleSql «SELECT 2;»"],
  ],
  "irreversible and not": [
    `${up}${down}-- retort: downgrade (irreversible: gone)\n`,
    ["error revision/twoWaysDown «-- retort: downgrade»"],
  ],
  "a quote left open": [`\n-- retort: upgrade\nSELECT 'it''s;\n${down}`, ["error sql/unclosed «'it''s;»"]],
};

describe("a section that is wrong", () => {
  for (const [name, [text, expected]] of Object.entries(sections)) {
    it(name, () => {
      const { file, found } = parse(`${top}${text}`);
      assert.deepEqual(found, expected);
      assert.equal(file?.revision.id, "a1");
    });
  }

  it("does not open a way down that nobody wrote", () => {
    assert.equal(parse(`${top}${up}`).file?.revision.irreversible, "its file has no downgrade section");
  });
});
