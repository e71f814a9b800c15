import assert from "node:assert/strict";

import fc from "fast-check";

import { utf8Length } from "#engine/schema/nameLength.ts";
import { serialName } from "#engine/sql/serials.ts";

describe("the name of a SERIAL's sequence", () => {
  const cases: readonly (readonly [table: string, column: string, expected: string])[] = [
    ["tasks", "id", "tasks_id_seq"],
    ["Tasks", "due at", "Tasks_due at_seq"],
    ["t".repeat(63), "id", `${"t".repeat(56)}_id_seq`],
    ["id", "c".repeat(63), `id_${"c".repeat(56)}_seq`],
    ["t".repeat(63), "c".repeat(63), `${"t".repeat(29)}_${"c".repeat(29)}_seq`],
    // Half a character is none.
    ["ä".repeat(31), "b".repeat(63), `${"ä".repeat(14)}_${"b".repeat(29)}_seq`],
    ["表".repeat(21), "id", `${"表".repeat(18)}_id_seq`],
  ];
  for (const [table, column, expected] of cases) {
    it(expected, () => {
      assert.equal(serialName(table, column), expected);
    });
  }

  it("fits", () => {
    const name = fc.string({ unit: "grapheme", minLength: 1, maxLength: 63 });
    fc.assert(
      fc.property(name, name, (table, column) => {
        assert.ok(utf8Length(serialName(table, column)) <= 63);
      }),
    );
  });
});
