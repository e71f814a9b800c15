import assert from "node:assert/strict";

import { compareBytes, cutName, indexName, isTooLong, sequenceName, withSuffix } from "#engine/prisma/lower/names.ts";

describe("names", () => {
  const t50 = "t".repeat(50);
  // Each of these is what PostgreSQL 18 calls the sequence of a SERIAL column.
  const sequences: readonly (readonly [table: string, column: string, sequence: string])[] = [
    ["tasks", "id", "tasks_id_seq"],
    [t50, "id", `${t50}_id_seq`],
    [t50, "c".repeat(40), `${"t".repeat(29)}_${"c".repeat(29)}_seq`],
    ["é".repeat(31), "ö".repeat(20), `${"é".repeat(14)}_${"ö".repeat(14)}_seq`],
    ["é".repeat(31), "x".repeat(30), `${"é".repeat(14)}_${"x".repeat(29)}_seq`],
  ];
  for (const [table, column, sequence] of sequences) {
    it(`the sequence ${sequence}`, () => {
      assert.equal(
        sequenceName(table, column, () => false),
        sequence,
      );
    });
  }

  it("a taken sequence is numbered within the 63 bytes", () => {
    const taken = [`${"t".repeat(29)}_${"c".repeat(29)}_seq`];
    assert.equal(
      sequenceName(t50, "c".repeat(40), (name) => taken.includes(name)),
      `${"t".repeat(29)}_${"c".repeat(28)}_seq1`,
    );
  });

  it("are cut between characters", () => {
    assert.equal(cutName("a".repeat(64)), "a".repeat(63));
    assert.equal(cutName("é".repeat(32)), "é".repeat(31));
    assert.equal(cutName("😀".repeat(16)), "😀".repeat(15));
    assert.equal(cutName("a".repeat(63)), "a".repeat(63));
    assert.equal(withSuffix("é".repeat(40), "_pkey"), `${"é".repeat(29)}_pkey`);
    assert.equal(indexName("t", ["a", "b"]), "t_a_b_idx");
  });

  it("are too long by their bytes", () => {
    assert.ok(!isTooLong("é".repeat(31)));
    assert.ok(isTooLong("é".repeat(32)));
    assert.ok(!isTooLong("a".repeat(63)));
    assert.ok(isTooLong("a".repeat(64)));
  });

  it("order by their bytes", () => {
    // U+FF21 comes after the surrogates of 😀 in UTF-16 and before it in UTF-8.
    const names = ["Beta", "a", "alpha", "ab", "😀", "\uff21", "Z"];
    assert.deepEqual(
      names.toSorted(compareBytes),
      names.toSorted((x, y) => Buffer.compare(Buffer.from(x), Buffer.from(y))),
    );
  });
});
