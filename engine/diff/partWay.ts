import { applyAll } from "#engine/changes/apply.ts";
import type { Change } from "#engine/changes/change.ts";
import { footprint, type Footprint, isMention } from "#engine/changes/footprint.ts";
import { order } from "#engine/changes/order.ts";
import { withOwnSequences } from "#engine/diff/boundSequences.ts";
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
  const all = bareDiff(from, to, options);
  const left = new Map(all.map((change) => [change, { change, print: footprint(change) }]));
  const taken = new Map([...left].filter(([change]) => wanted(change)));
  for (const change of taken.keys()) left.delete(change);
  // What is taken may need what is left, which may need more.
  for (let found = true; found;) {
    found = false;
    for (const [change, other] of left) {
      if (![...taken.values()].some((one) => needs(one, other))) continue;
      left.delete(change);
      taken.set(change, other);
      found = true;
    }
  }
  if (left.size === 0) return to;
  // As they stood: renamings, and how a sequence is looked at, part what can be sorted.
  const steps = all.filter((change) => taken.has(change));
  return withOwnSequences(applyAll(from, order(steps, from)));
}

interface Step {
  readonly change: Change;
  readonly print: Footprint;
}

/** Whether `one` can't be without `other`. */
function needs(one: Step, other: Step): boolean {
  const { drops, readsAfter, creates } = one.print;
  return (
    meet(drops, other.print.readsBefore) ||
    meet(readsAfter, other.print.creates) ||
    meet(creates, other.print.drops) ||
    // A sequence that is looked at for itself first.
    (other.change.kind === "freeSequence" && meet(one.print.writes, other.print.creates)) ||
    (isCalled(one.change) && isCaller(other.change) && mentionsMeet(drops, other.print.readsBefore)) ||
    (isCaller(one.change) && isCalled(other.change) && mentionsMeet(readsAfter, other.print.creates))
  );
}

/** What the text of a default, an index or a check calls, and PostgreSQL tells of by name alone. */
function isCalled(change: Change): boolean {
  if (change.kind === "createObject" || change.kind === "dropObject") return change.object.kind === "function";
  return change.kind === "createSequence" || change.kind === "dropSequence" || change.kind === "freeSequence";
}

/** Objects know what they depend on, and what a function's body names need not be there. */
function isCaller({ kind }: Change): boolean {
  return kind !== "createObject" && kind !== "dropObject" && kind !== "alterObject";
}

function mentionsMeet(left: readonly ObjectKey[], right: readonly ObjectKey[]): boolean {
  return left.some((key) => isMention(key) && right.includes(key));
}

function meet(left: readonly ObjectKey[], right: readonly ObjectKey[]): boolean {
  return left.some((key) => !isMention(key) && right.includes(key));
}
