import type { Change } from "#engine/changes/change.ts";
import { invert } from "#engine/changes/invert.ts";
import { differences } from "#engine/diff/match.ts";
import type { Sequence } from "#engine/schema/model.ts";
import { nameKey } from "#engine/schema/name.ts";
import { sameSequence } from "#engine/schema/same.ts";

/** A sequence that goes with a column comes before it and goes after it: defaults may use it. */
function apart(sequence: Sequence): Change[] {
  const free = { ...sequence, ownedBy: null };
  const create: Change = { kind: "createSequence", sequence: free };
  return sequence.ownedBy ? [create, { kind: "alterSequence", from: free, to: sequence }] : [create];
}

export function diffSequences(from: readonly Sequence[], to: readonly Sequence[]): Change[] {
  const { removed, added, changed } = differences(from, to, (sequence) => nameKey(sequence.name), sameSequence);
  return [
    ...removed.flatMap((sequence) =>
      apart(sequence)
        .map((change) => invert(change))
        .toReversed(),
    ),
    ...added.flatMap(apart),
    ...changed.map(([a, b]): Change => ({ kind: "alterSequence", from: a, to: b })),
  ];
}
