import assert from "node:assert/strict";

import { barredBy } from "#client/views/wayDown.ts";
import type { RevisionStatus } from "#protocol/state.ts";

/** Newest first: `id:parents status`, `!` where it is irreversible. */
const cases: readonly (readonly [title: string, history: readonly string[], barred: readonly string[]])[] = [
  ["everything has a way down", ["c:b current", "b:a applied", "a: applied"], []],
  ["below what has none nothing is reached", ["c:b current", "b:a applied!", "a: applied"], ["a", "base"]],
  ["the tip bars all", ["b:a current!", "a: applied"], ["a", "base"]],
  ["what is pending bars nothing", ["b:a pending!", "a: current"], []],
  ["the other branch is free", ["d:c current", "b:a current!", "c: applied", "a: applied"], ["a", "base"]],
  ["a merge bars both sides", ["m:b,c current!", "b:a applied", "c:a applied", "a: applied"], ["a", "b", "base", "c"]],
  ["what was edited may have been applied with a way down", ["b:a edited!", "a: applied"], []],
];

describe("revisions that no way leads down to", () => {
  for (const [title, history, barred] of cases) {
    it(title, () => {
      assert.deepEqual([...barredBy(history.map(parse))].toSorted(), barred);
    });
  }
});

function parse(line: string) {
  const [, id = "", parents = "", status = "", irreversible = ""] = /^(\w+):(\S*) (\w+)(!?)$/.exec(line) ?? [];
  return {
    id,
    parents: parents.split(",").filter(Boolean),
    status: status as RevisionStatus,
    irreversible: irreversible === "" ? null : "rows are gone",
  };
}
