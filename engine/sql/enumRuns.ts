import type { Change } from "#engine/changes/change.ts";
import { sameName } from "#engine/schema/name.ts";

/** Neighbouring changes that are carried out as one, and the one that stands for them. */
export interface Run {
  readonly lead: Change;
  /** The index after the last of them. */
  readonly end: number;
}

/**
 * The change at `at`, with those after it that make the same enum anew: a type that loses three values moves its columns
 * once. Values that come on the way cost nothing then.
 */
export function enumRunFrom(changes: readonly Change[], at: number): Run {
  const first = changes[at];
  if (!first) throw new Error("no change at this index");
  const alone = { lead: first, end: at + 1 };
  if (!changesValues(first)) return alone;
  let end = at;
  for (let next = changes[end]; next && changesValues(next) && sameName(next.enum, first.enum); next = changes[++end]);
  const lead = changes.slice(at, end).find(({ kind }) => kind !== "addEnumValue");
  return lead ? { lead, end } : alone;
}

function changesValues(change: Change) {
  return change.kind === "addEnumValue" || change.kind === "dropEnumValue" || change.kind === "reorderEnum";
}
