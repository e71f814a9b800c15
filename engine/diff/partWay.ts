import { applyAll } from "#engine/changes/apply.ts";
import type { Change } from "#engine/changes/change.ts";
import { footprint, type Footprint, isMention } from "#engine/changes/footprint.ts";
import { order } from "#engine/changes/order.ts";
import { bareDiff, type DiffOptions } from "#engine/diff/diff.ts";
import type { ObjectKey } from "#engine/schema/objectKey.ts";
import type { Schema } from "#engine/schema/model.ts";

interface PartWayOptions extends Pick<DiffOptions, "home" | "renames"> {
  readonly wanted: (change: Change) => boolean;
}

/**
 * `from` brought part of the way to `to`: by the differences that `wanted` names, and by those that they can't do
 * without, since what goes can't be referred to, and what comes must find what it refers to.
 */
export function partWay(from: Schema, to: Schema, { wanted, ...options }: PartWayOptions): Schema {
  const left = new Map(bareDiff(from, to, options).map((change) => [change, footprint(change)]));
  const taken = new Map([...left].filter(([change]) => wanted(change)));
  for (const change of taken.keys()) left.delete(change);
  // What is taken may need what is left, which may need more.
  for (let found = true; found;) {
    found = false;
    for (const [change, print] of left) {
      if (![...taken.values()].some((one) => needs(one, print))) continue;
      left.delete(change);
      taken.set(change, print);
      found = true;
    }
  }
  return left.size === 0 ? to : applyAll(from, order([...taken.keys()], from));
}

/** Whether `one` can't be without `other`. */
function needs(one: Footprint, other: Footprint): boolean {
  return meet(one.drops, other.readsBefore) || meet(one.readsAfter, other.creates) || meet(one.creates, other.drops);
}

function meet(left: readonly ObjectKey[], right: readonly ObjectKey[]): boolean {
  return left.some((key) => !isMention(key) && right.includes(key));
}
