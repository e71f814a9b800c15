import assert from "node:assert/strict";

import fc from "fast-check";

import { buildGraph, currentRevisions, planDowngrade, planStamp, planUpgrade } from "#engine/index.ts";
import { bruteForce } from "#test/engine/revisions/bruteForce.ts";
import { anyNodes } from "#test/engine/revisions/graphs.ts";

const numRuns = Number(process.env["RETORT_GRAPH_RUNS"] ?? 400);

/** Any revisions, some of which are applied. */
const anyState = anyNodes.chain((revisions) =>
  fc.subarray(revisions.map(({ id }) => id)).map((some) => {
    const model = bruteForce(revisions);
    const applied = model.below(some);
    return { revisions, model, applied, rows: model.maximal(applied), graph: buildGraph(revisions).value };
  }),
);

/** What of a plan the model has, too. */
function stepsOf(plan: ReturnType<typeof planUpgrade>) {
  return plan.steps.map(({ id, rowsAfter }) => ({ id, rowsAfter }));
}

describe("plans, against a model by brute force", function () {
  this.timeout(Math.max(60_000, numRuns * 100));

  it("current revisions are the maximal ones", () => {
    fc.assert(
      fc.property(anyState, ({ graph, applied, rows }) => {
        assert.deepEqual(currentRevisions(graph, applied), rows);
      }),
      { numRuns },
    );
  });

  it("an upgrade to a revision, or to all heads", () => {
    fc.assert(
      fc.property(anyState, fc.nat(), ({ revisions, model, graph, rows }, choice) => {
        const id = revisions[choice % revisions.length]?.id ?? "";
        const [target, targets] = choice % 4 === 0 ? ["heads", model.maximal(revisions.map((r) => r.id))] : [id, [id]];
        const plan = planUpgrade(graph, rows, target);
        assert.deepEqual(plan.problems, []);
        assert.deepEqual(stepsOf(plan), model.upgrade(rows, targets));
      }),
      { numRuns },
    );
  });

  it("a downgrade to a revision, or to base", () => {
    fc.assert(
      fc.property(anyState, fc.nat(), ({ revisions, model, graph, rows }, choice) => {
        const target = choice % 4 === 0 ? null : (revisions[choice % revisions.length]?.id ?? null);
        const plan = planDowngrade(graph, rows, target ?? "base");
        const expected = model.downgrade(rows, target);
        if (expected) assert.deepEqual(plan.problems, []);
        else
          assert.deepEqual(
            plan.problems.map(({ code }) => code),
            ["graph/notApplied"],
          );
        assert.deepEqual(stepsOf(plan), expected ?? []);
      }),
      { numRuns },
    );
  });

  it("a stamp moves the rows on one line with its target, and leaves the others", () => {
    fc.assert(
      fc.property(anyState, fc.nat(), ({ revisions, model, graph, rows }, choice) => {
        const target = revisions[choice % revisions.length]?.id ?? "";
        const plan = planStamp(graph, rows, [target]);
        assert.deepEqual(plan.problems, []);
        assert.deepEqual(plan.rows, model.maximal(plan.rows));
        // Rows on no line with the target stay; of those on one, only the target does.
        const line = new Set([...model.below([target]), ...model.above([target])]);
        const expected = rows.includes(target) ? rows : [...rows.filter((id) => !line.has(id)), target];
        assert.deepEqual(plan.rows, model.maximal(expected));
        assert.equal(planStamp(graph, rows, [target], { purge: true }).rows.join(), target);
      }),
      { numRuns },
    );
  });
});
