import assert from "node:assert/strict";
import fc from "fast-check";

import { type Edge, toposort } from "#engine/core/toposort.ts";

describe("toposort", () => {
  it("without edges is a stable sort by rank", () => {
    const ranks = [2, 1, 2, 0, 1];
    assert.deepEqual(toposort(5, [], (node) => ranks[node] ?? 0).order, [3, 1, 4, 0, 2]);
  });

  it("respects every edge of a graph without cycles, whatever the ranks", () => {
    const node = fc.nat(19);
    fc.assert(
      fc.property(fc.array(fc.tuple(node, node), { maxLength: 60 }), fc.infiniteStream(fc.nat(3)), (pairs, stream) => {
        const edges = pairs.map(([a, b]): Edge => [Math.min(a, b), Math.max(a, b)]);
        const ranks = [...stream.take(20)];
        const { order, forced } = toposort(20, edges, (each) => ranks[each] ?? 0);
        assert.deepEqual(forced, []);
        assert.deepEqual(
          order.toSorted((a, b) => a - b),
          Array.from({ length: 20 }, (_, each) => each),
        );
        for (const [a, b] of edges) assert.ok(a === b || order.indexOf(a) < order.indexOf(b));
      }),
    );
  });

  it("takes each node of a cycle once, the first by rank first, and tells which were forced", () => {
    const { order, forced } = toposort(
      4,
      [
        [0, 1],
        [1, 2],
        [2, 0],
        [2, 3],
      ],
      (node) => (node === 1 ? 0 : 1),
    );
    assert.deepEqual(order, [1, 2, 0, 3]);
    assert.deepEqual(forced, [1]);
  });
});
