import assert from "node:assert/strict";

import fc from "fast-check";

import type { Problem } from "#engine/core/problem.ts";
import type { RevisionGraph } from "#engine/revisions/graph.ts";
import { ancestors } from "#engine/revisions/lineage.ts";
import { type Plan, planDowngrade, planUpgrade } from "#engine/revisions/plan.ts";
import { sqlRange } from "#engine/revisions/range.ts";
import { currentRevisions } from "#engine/revisions/rows.ts";
import { anyGraph, graphOf } from "#test/engine/revisions/graphs.ts";

const line = graphOf("a b<a c<b d<c");
const fork = graphOf("a b<a c<b[left] d<b[right] d2<d");

/** `a b` for the steps, or the message and what more is said of it. */
function said(plan: Plan): string {
  return refusal(plan.problems) ?? plan.steps.map((step) => step.id).join(" ");
}

function refusal([problem]: readonly Problem[]): string | null {
  return problem ? [problem.message, ...(problem.details ?? [])].join(" | ") : null;
}

describe("planUpgrade", () => {
  const cases: [RevisionGraph, string[], string, string][] = [
    [line, [], "head", "a b c d"],
    [line, ["b"], "head", "c d"],
    [line, ["b"], "+1", "c"],
    [line, ["b"], "c", "c"],
    [line, ["d"], "b", ""],
    [line, ["d"], "head", ""],
    [line, [], "base", ""],
    [line, [], "base+2", "a b"],
    [line, ["a"], "b+1", "b c"],
    [line, ["b"], "+3", "Relative revision +3 didn't produce 3 migrations"],
    [line, [], "d+1", "Walked too far | There are not so many revisions from there as d+1 asks for."],
    [
      line,
      ["b"],
      "a:c",
      "Range revision not allowed | A range is for printing SQL, which asks no database where it stands: --sql.",
    ],
    [
      line,
      ["zz"],
      "head",
      "Can't locate revision identified by 'zz' | The database has zz applied, and no file has it.",
    ],
    [line, [], "zz", "Can't locate revision identified by 'zz' | No revision and no branch label begins so."],
    [line, [], "", "Can't locate revision identified by '' | No revision and no branch label begins so."],
    [line, ["a", "c"], "head", "Requested revision c overlaps with other requested revisions a | c stands on a."],
    [
      fork,
      [],
      "head",
      "Multiple head revisions are present for given argument 'head'; please specify a specific target revision, '<branchname>@head' to narrow to a specific head, or 'heads' for all heads | The heads are c, d2.",
    ],
    [fork, [], "heads", "a b d d2 c"],
    [fork, ["c"], "right@head", "d d2"],
    [fork, ["c"], "right@+1", "d"],
    [fork, ["b"], "+1", "Ambiguous walk | c and d are all one step above."],
    [fork, ["c", "d"], "+1", "Ambiguous upgrade from multiple current revisions | The current revisions are c, d."],
    [fork, [], "left@d", "Can't locate revision identified by 'd' | It is not on the branch 'left'."],
  ];
  for (const [graph, current, target, expected] of cases) {
    it(`{${current.join(", ")}} to ${target}`, () => {
      assert.equal(said(planUpgrade(graph, current, target)), expected);
    });
  }

  it("leaves the rows as they are where there is nothing to do or something wrong", () => {
    assert.deepEqual(planUpgrade(line, ["d"], "b").rows, ["d"]);
    assert.deepEqual(planUpgrade(line, ["d"], "zz").rows, ["d"]);
  });

  it("finds a beginning of an id, and says which there are", () => {
    const graph = graphOf("abcd11 abcd22<abcd11 ef0011<abcd22");
    assert.equal(said(planUpgrade(graph, [], "abcd1")), "abcd11");
    assert.equal(
      said(planUpgrade(graph, [], "abcd")),
      "Can't locate revision identified by 'abcd' | It is ambiguous: it begins 'abcd11' and 'abcd22'.",
    );
  });

  it("takes an id or label that looks like a distance for what it is", () => {
    const graph = graphOf("a b<a[feat-1] c<b");
    assert.equal(said(planUpgrade(graph, [], "feat-1")), "a b");
    assert.equal(said(planUpgrade(graph, [], "feat-1+1")), "a b c");
  });
});

describe("planDowngrade", () => {
  const cases: [RevisionGraph, string[], string, string][] = [
    [line, ["d"], "-1", "d"],
    [line, ["d"], "b", "d c"],
    [line, ["d"], "base", "d c b a"],
    [line, ["d"], "head-1", "d"],
    [line, ["d"], "a-1", "d c b a"],
    [line, ["b"], "b", ""],
    [line, ["b"], "c", "Destination c is not a valid downgrade target from current head(s) | c is not applied."],
    [line, ["b"], "-3", "Relative revision -3 didn't produce 3 migrations"],
    [line, [], "-1", "Relative revision -1 didn't produce 1 migrations"],
    [line, ["b"], "+1", "Relative revision +1 didn't produce 1 migrations"],
    [line, ["zz"], "-1", "Can't locate revision identified by 'zz' | The database has zz applied, and no file has it."],
    [fork, ["c", "d2"], "b", "c d2 d"],
    [fork, ["c", "d2"], "left@b", "c"],
    [fork, ["c", "d2"], "right@-1", "d2"],
    [
      fork,
      ["c", "d2"],
      "-1",
      "downgrade -1 from multiple heads is ambiguous | The current revisions are c, d2. | Name one: c@-1 or d2@-1.",
    ],
    [fork, ["c"], "right@-1", "No current revision is on the branch 'right' | right@-1 counts from there."],
    [fork, ["c"], "d", "Destination d is not a valid downgrade target from current head(s) | d is not applied."],
  ];
  for (const [graph, current, target, expected] of cases) {
    it(`{${current.join(", ")}} to ${target}`, () => {
      assert.equal(said(planDowngrade(graph, current, target)), expected);
    });
  }
});

describe("plans on any graph", () => {
  const anyState = anyGraph.chain((graph) =>
    fc
      .subarray([...graph.nodes.keys()])
      .map((ids) => ({ graph, applied: ancestors(graph.nodes, ids) }))
      .map(({ graph: g, applied }) => ({ graph: g, applied, current: currentRevisions(g, applied) })),
  );

  it("current revisions tell all that is applied", () => {
    fc.assert(
      fc.property(anyState, ({ graph, applied, current }) => {
        assert.deepEqual(ancestors(graph.nodes, current), applied);
      }),
    );
  });

  it("an upgrade applies each after what it stands on, and its rows are the current revisions", () => {
    fc.assert(
      fc.property(anyState, fc.nat(), ({ graph, applied, current }, choice) => {
        const ids = [...graph.nodes.keys()];
        const target = choice % 3 === 0 ? "heads" : (ids[choice % ids.length] ?? "heads");
        const plan = planUpgrade(graph, current, target);
        assert.deepEqual(plan.problems, []);
        const now = new Set(applied);
        for (const step of plan.steps) {
          for (const need of graph.nodes.get(step.id)?.needs ?? []) assert.ok(now.has(need));
          assert.ok(!now.has(step.id));
          now.add(step.id);
          assert.deepEqual(step.rowsAfter, currentRevisions(graph, now));
        }
        if (target === "heads") assert.equal(now.size, ids.length);
        else assert.ok(now.has(target));
      }),
    );
  });

  it("a downgrade takes each before what it stands on, and its rows are the current revisions", () => {
    fc.assert(
      fc.property(anyState, fc.nat(), ({ graph, applied, current }, choice) => {
        const ids = [...applied];
        const target = choice % 3 === 0 ? "base" : (ids[choice % ids.length] ?? "base");
        const plan = planDowngrade(graph, current, target);
        const above = graph.nodes.get(target)?.children.some((id) => applied.has(id));
        // A revision that only other branches stand on is no target: there is nothing above it to go.
        if (target !== "base" && !current.includes(target) && !above) {
          assert.deepEqual(
            plan.problems.map((p) => p.code),
            ["graph/notApplied"],
          );
          return;
        }
        assert.deepEqual(plan.problems, []);
        const now = new Set(applied);
        for (const step of plan.steps) {
          assert.ok(now.delete(step.id));
          for (const id of now) assert.ok(!graph.nodes.get(id)?.needs.includes(step.id));
          assert.deepEqual(step.rowsAfter, currentRevisions(graph, now));
        }
        if (target === "base") assert.deepEqual([...now], []);
        else assert.ok(now.has(target));
      }),
    );
  });

  it("what came up in one order goes down in the other", () => {
    fc.assert(
      fc.property(anyGraph, (graph) => {
        const up = planUpgrade(graph, [], "heads");
        const down = planDowngrade(graph, up.rows, "base");
        assert.deepEqual(
          down.steps.map((step) => step.id),
          up.steps.map((step) => step.id).reverse(),
        );
      }),
    );
  });
});

describe("sqlRange", () => {
  const cases: [Parameters<typeof sqlRange>[1], string, unknown][] = [
    ["upgrade", "head", { current: [], target: "head" }],
    ["upgrade", "b:d", { current: ["b"], target: "d" }],
    ["upgrade", "base:d", { current: [], target: "d" }],
    ["downgrade", "d:b", { current: ["d"], target: "b" }],
    ["downgrade", "b", "downgrade with --sql requires <fromrev>:<torev>"],
    ["upgrade", "a:b:c", "upgrade with --sql requires <fromrev>:<torev>"],
    ["upgrade", "zz:b", "Can't locate revision identified by 'zz' | No revision and no branch label begins so."],
  ];
  for (const [direction, range, expected] of cases) {
    it(`${direction} ${range}`, () => {
      const { value, problems } = sqlRange(line, direction, range);
      assert.deepEqual(refusal(problems) ?? value, expected);
    });
  }
});
