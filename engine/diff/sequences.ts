import type { Change } from "#engine/changes/change.ts";
import { differences } from "#engine/diff/match.ts";
import type { Sequence } from "#engine/schema/model.ts";
import { nameKey } from "#engine/schema/name.ts";
import { sameSequence } from "#engine/schema/same.ts";

export function diffSequences(from: readonly Sequence[], to: readonly Sequence[]): Change[] {
  const { removed, added, changed } = differences(from, to, (sequence) => nameKey(sequence.name), sameSequence);
  return [
    ...removed.map((sequence): Change => ({ kind: "dropSequence", sequence })),
    ...added.map((sequence): Change => ({ kind: "createSequence", sequence })),
    ...changed.map(([a, b]): Change => ({ kind: "alterSequence", from: a, to: b })),
  ];
}
