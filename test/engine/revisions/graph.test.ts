import assert from "node:assert/strict";

import fc from "fast-check";

import { buildGraph } from "#engine/revisions/graph.ts";
import { ancestors } from "#engine/revisions/lineage.ts";
import { orderDown } from "#engine/revisions/order.ts";
import { planUpgrade } from "#engine/revisions/plan.ts";
import { anyGraph, graphOf, nodes } from "#test/engine/revisions/graphs.ts";

describe("buildGraph", () => {
  it("knows heads, bases, forks and merges", () => {
    const graph = graphOf("a b<a c<a m<b,c x y<x~a");
    assert.deepEqual(graph.heads, ["m", "y"]);
    assert.deepEqual(graph.bases, ["a", "x"]);
    assert.deepEqual(graph.branchPoints, ["a"]);
    assert.deepEqual(graph.mergePoints, ["m"]);
  });

  it("tells heads that something depends on from real ones", () => {
    const graph = graphOf("a x~a");
    assert.deepEqual(graph.heads, ["a", "x"]);
    assert.deepEqual(graph.realHeads, ["x"]);
  });

  it("orders as an upgrade of everything would, whatever the load order", () => {
    assert.deepEqual([...graphOf("d<b c<b b<a a").nodes.keys()], ["a", "b", "c", "d"]);
    assert.deepEqual([...graphOf("a b<a c<b d<b").nodes.keys()], ["a", "b", "d", "c"]);
  });

  it("reads labels as what to depend on, and leaves out what the branch has below", () => {
    const graph = graphOf("a[core] x~core y<x~core z<y~a,x");
    assert.deepEqual(graph.nodes.get("x")?.needs, ["a"]);
    assert.deepEqual(graph.nodes.get("y")?.needs, ["x"]);
    assert.deepEqual(graph.nodes.get("z")?.needs, ["y", "x"]);
  });

  it("carries labels up the branch, and down a plain line", () => {
    const graph = graphOf("a b<a c<b[left] d<b[right] e<d m<c,e");
    const labels = Object.fromEntries([...graph.nodes.values()].map((node) => [node.id, node.branchLabels]));
    assert.deepEqual(labels, { a: [], b: [], c: ["left"], d: ["right"], e: ["right"], m: ["left", "right"] });
    assert.deepEqual(graphOf("a b<a[x] c<b").nodes.get("a")?.branchLabels, ["x"]);
    assert.deepEqual(graphOf("a b<a[x] c<b d<b").nodes.get("a")?.branchLabels, []);
  });

  const faults: Record<string, [string, string[], string[]]> = {
    "an id twice": ["a b<a b<a", ["Revision b is present more than once | It is in b.sql already."], ["a", "b"]],
    "a label twice": ["a[x] b<a[x]", ["Branch name 'x' in revision b already used by revision a"], ["a", "b"]],
    "a label that is an id": ["a b<a[a]", ["Branch name 'a' in revision b already used by revision a"], ["a", "b"]],
    "a parent that is missing": [
      "a b<a,gone",
      ["Can't locate revision identified by 'gone' | `Revises` of revision b names it, and no file has it."],
      ["a", "b"],
    ],
    "a dependency that is missing": [
      "a b<a~gone",
      ["Can't locate revision identified by 'gone' | `Depends on` of revision b names it, and no file has it."],
      ["a", "b"],
    ],
    "a cycle": ["a b<d c<b d<c e<d", ["Cycle is detected in revisions (b, c, d, e)"], ["a"]],
    "a cycle beside a way in and out": ["a b<a,c c<b d<c", ["Cycle is detected in revisions (b, c, d)"], ["a"]],
    "a cycle through a dependency": ["a b<a~c c<b", ["Dependency cycle is detected in revisions (a, b, c)"], ["a"]],
    "a revision on itself": ["a<a b", ["Self-loop is detected in revisions (a)"], ["a", "b"]],
    "a revision that depends on itself": ["a~a", ["Dependency self-loop is detected in revisions (a)"], ["a"]],
  };
  for (const [name, [text, messages, usable]] of Object.entries(faults)) {
    it(`tells of ${name} and keeps the rest`, () => {
      const { value, problems } = buildGraph(nodes(text));
      assert.deepEqual(
        problems.map((p) => [p.message, ...(p.details ?? [])].join(" | ")),
        messages,
      );
      for (const problem of problems) {
        assert.equal(problem.severity, "error");
        assert.match(problem.place?.file ?? "", /^\w+\.sql$/);
      }
      assert.deepEqual([...value.nodes.keys()].sort(), usable);
    });
  }

  it("does not run what stands on a missing revision, and runs the rest", () => {
    const { value } = buildGraph(nodes("a b<a,gone c<b d<a"));
    assert.match(planUpgrade(value, [], "c").problems[0]?.message ?? "", /^Can't locate revision identified by 'gone'/);
    assert.deepEqual(
      planUpgrade(value, [], "d").steps.map((step) => step.id),
      ["a", "d"],
    );
  });
});

describe("orderDown", () => {
  it("puts each before what it stands on, and leaves out none", () => {
    fc.assert(
      fc.property(anyGraph, fc.infiniteStream(fc.boolean()), (graph, coin) => {
        const ids = [...graph.nodes.keys()].filter(() => coin.next().value === true);
        const order = orderDown(graph.nodes, ids);
        assert.deepEqual(order.toSorted(), ids.toSorted());
        for (const [at, id] of order.entries()) {
          const needs = graph.nodes.get(id)?.needs ?? [];
          assert.ok(!order.slice(0, at).some((before) => needs.includes(before)));
        }
      }),
    );
  });
});

describe("ten thousand revisions", () => {
  const line = (count: number) =>
    Array.from({ length: count }, (_, at) => {
      const parents = at === 0 ? [] : [`r${at - 1}`];
      return { id: `r${at}`, parents, dependsOn: [], labels: at % 100 === 0 ? [`l${at}`] : [], place: null };
    });

  /** The least of several runs, in milliseconds of the processor: other programs on the machine do not count. */
  const cost = (count: number) => {
    const revisions = line(count);
    const runs = Array.from({ length: 5 }, () => {
      const start = process.cpuUsage();
      const graph = buildGraph(revisions).value;
      assert.equal(planUpgrade(graph, [], "head").steps.length, count);
      assert.equal(ancestors(graph.nodes, ["r1"]).size, 2);
      const { user, system } = process.cpuUsage(start);
      return (user + system) / 1000;
    });
    return Math.min(...runs);
  };

  it("take ten times as long as one thousand, not a hundred times", function () {
    this.timeout(60_000);
    cost(1000);
    const [small, large] = [cost(1000), cost(10_000)];
    assert.ok(large < 40 * Math.max(small, 1), `${small} ms for 1,000, ${large} ms for 10,000`);
  });
});
