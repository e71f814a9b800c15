import assert from "node:assert/strict";

import fc from "fast-check";

import { groupBranches, type HistoryPart } from "#client/views/branches.ts";
import type { RevisionState } from "#protocol/state.ts";

/** The histories of the table: newest first, `id` or `id:parent,parent`, a label in brackets. */
const cases: readonly (readonly [title: string, history: string, expected: readonly unknown[]])[] = [
  ["nothing", "", []],
  ["a line", "c:b b:a a", ["c", "b", "a"]],
  ["two heads", "d:b c:b b:a a", [{ d: ["d"] }, { c: ["c"] }, "b", "a"]],
  ["branches of several revisions", "e:d f:c d:b c:b b:a a", [{ e: ["e", "d"] }, { f: ["f", "c"] }, "b", "a"]],
  ["a merge", "m:d,c d:b c:b b:a a", ["m", { d: ["d"] }, { c: ["c"] }, "b", "a"]],
  ["a merge that goes on", "n:m m:d,c d:b c:b b:a a", ["n", "m", { d: ["d"] }, { c: ["c"] }, "b", "a"]],
  ["two bases", "d:c b:a c a", [{ d: ["d", "c"] }, { b: ["b", "a"] }]],
  ["a branch of a branch", "e:d f:d c:b d:b b", [{ e: ["e", "d"] }, { f: ["f"] }, { c: ["c"] }, "b"]],
  ["a label names the branch", "d[billing]:b c:b b:a a", [{ billing: ["d"] }, { c: ["c"] }, "b", "a"]],
  ["a label further down does too", "e:d d[billing]:b c:b b", [{ billing: ["e", "d"] }, { c: ["c"] }, "b"]],
  ["a parent without a file is a base", "c:gone b:a a", [{ c: ["c"] }, { b: ["b", "a"] }]],
  [
    "a knot is taken apart by its ends",
    "x:p,q y:q,r p:a q:a r:a a",
    [{ x: ["x", { p: ["p"] }, { q: ["q"] }] }, { y: ["y", "r"] }, "a"],
  ],
];

describe("groupBranches", () => {
  for (const [title, history, expected] of cases) {
    it(title, () => {
      assert.deepEqual(shown(groupBranches(parse(history))), expected);
    });
  }

  it("shows every revision once, each above what it stands on within its group", () => {
    fc.assert(
      fc.property(graphs, (revisions) => {
        const listed = flat(groupBranches(revisions)).map(({ id }) => id);
        assert.deepEqual(listed.toSorted(), revisions.map(({ id }) => id).toSorted());
        check(groupBranches(revisions));
      }),
    );
  });

  it("a line of ten thousand is a line, a comb of ten thousand is a comb", () => {
    const line = Array.from({ length: 10_000 }, (_, i) => revision(String(10_000 - i), [String(9_999 - i)]));
    assert.equal(groupBranches(line).length, 10_000);
    const comb = Array.from({ length: 10_000 }, (_, i) =>
      revision(String(10_000 - i), i < 5000 ? [String(5000 - i)] : i < 9999 ? [String(9_999 - i)] : []),
    );
    assert.equal(flat(groupBranches(comb)).length, 10_000);
  }).timeout(20_000);
});

const graphs = fc
  .array(fc.array(fc.nat(), { maxLength: 3 }), { maxLength: 12 })
  .map((picks) =>
    picks
      .map((parents, at) =>
        revision(String(at), at === 0 ? [] : [...new Set(parents.map((pick) => String(pick % at)))]),
      )
      .toReversed(),
  );

/** Within a list, nothing stands below its own parent. */
function check(parts: readonly HistoryPart[]): void {
  const seen = new Set<string>();
  for (const part of parts) {
    const revisions = part.kind === "revision" ? [part.revision] : part.branch.revisions;
    for (const { parents } of revisions) for (const parent of parents) assert.ok(!seen.has(parent));
    if (part.kind === "revision") seen.add(part.revision.id);
    else check(part.branch.parts);
  }
}

function flat(parts: readonly HistoryPart[]): readonly RevisionState[] {
  return parts.flatMap((part) => (part.kind === "revision" ? [part.revision] : flat(part.branch.parts)));
}

function shown(parts: readonly HistoryPart[]): readonly unknown[] {
  return parts.map((part) =>
    part.kind === "revision" ? part.revision.id : { [part.branch.name]: shown(part.branch.parts) },
  );
}

function parse(history: string): readonly RevisionState[] {
  return history
    .split(" ")
    .filter((word) => word !== "")
    .map((word) => {
      const [, id = "", label, parents = ""] = /^(\w+)(?:\[(\w+)\])?(?::(.*))?$/.exec(word) ?? [];
      return { ...revision(id, parents.split(",").filter(Boolean)), labels: label === undefined ? [] : [label] };
    });
}

function revision(id: string, parents: readonly string[]): RevisionState {
  return {
    id,
    shortId: id,
    message: id,
    created: null,
    parents,
    labels: [],
    head: false,
    branchPoint: false,
    mergePoint: false,
    status: "pending",
    stopped: null,
    uri: null,
    appliedAt: null,
    irreversible: null,
    proof: null,
    operations: [],
  };
}
