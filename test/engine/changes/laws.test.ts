import assert from "node:assert/strict";
import fc from "fast-check";

import {
  apply,
  applyAll,
  type Change,
  diff,
  invert,
  invertAll,
  order,
  sameSchema,
  type Schema,
  undo,
} from "#engine/index.ts";
import { checkApplicable } from "#test/support/checkApplicable.ts";
import { anySchema, schemaPair } from "#test/support/schemaArbitrary.ts";

const runs = { numRuns: Number(process.env["RETORT_LAW_RUNS"] ?? 500) };

describe("laws of changes", () => {
  it("applying a diff reaches the target", () => {
    fc.assert(
      fc.property(schemaPair, ({ from, to }) => {
        assertSame(applyAll(from, diff(from, to)), to);
      }),
      runs,
    );
  });

  it("a diff of equals is empty", () => {
    fc.assert(
      fc.property(anySchema, (schema) => {
        assert.deepEqual(diff(schema, structuredClone(schema)), []);
      }),
      runs,
    );
  });

  it("undoing a diff returns to the start", () => {
    fc.assert(
      fc.property(schemaPair, ({ from, to }) => {
        assertSame(applyAll(to, invertAll(diff(from, to))), from);
      }),
      runs,
    );
  });

  it("invert is an involution", () => {
    fc.assert(
      fc.property(schemaPair, ({ from, to }) => {
        for (const change of diff(from, to)) assert.deepEqual(invert(invert(change)), change);
      }),
      runs,
    );
  });

  it("each change of a diff is valid when its turn comes, up and down", () => {
    fc.assert(
      fc.property(schemaPair, ({ from, to }) => {
        const up = diff(from, to);
        assertSame(runChecked(from, up), to);
        assertSame(runChecked(to, undo(up, to)), from);
      }),
      runs,
    );
  });

  it("an order is a permutation, whatever order came in, and a valid one", () => {
    fc.assert(
      fc.property(schemaPair, fc.infiniteStream(fc.nat()), ({ from, to }, random) => {
        const ordered = diff(from, to).filter(({ kind }) => !kind.endsWith("EnumValue") && kind !== "reorderEnum");
        if (ordered.some(({ kind }) => kind === "renameEnum" || kind === "renameTable")) return;
        const shuffled = ordered
          .map((change) => ({ change, at: Number(random.next().value) }))
          .sort((a, b) => a.at - b.at)
          .map(({ change }) => change);
        const again = order(shuffled, from);
        assert.deepEqual(new Set(again), new Set(ordered));
        assert.equal(again.length, ordered.length);
        if (ordered.length === diff(from, to).length) assertSame(runChecked(from, again), to);
      }),
      runs,
    );
  });
});

function runChecked(schema: Schema, changes: readonly Change[]): Schema {
  return changes.reduce((before, change) => {
    try {
      checkApplicable(before, change);
    } catch (error) {
      const list = changes.map((each) => `${each === change ? "→" : " "} ${JSON.stringify(each)}`).join("\n");
      throw new Error(`${(error as Error).message}\n${list}`, { cause: error });
    }
    return apply(before, change);
  }, schema);
}

function assertSame(actual: Schema, expected: Schema): void {
  if (!sameSchema(actual, expected)) assert.deepEqual(actual, expected);
}
