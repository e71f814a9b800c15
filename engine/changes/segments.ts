import { applyAll } from "#engine/changes/apply.ts";
import type { Change, ChangeKind } from "#engine/changes/change.ts";
import type { Schema } from "#engine/schema/model.ts";

/**
 * The changes with each stretch between which every name means the same put through `change`; the schema before a stretch
 * is computed when it is asked for. A renaming changes what the names after it mean, a sequence that is freed or bound is
 * looked at otherwise after it, and nobody knows what `runSql` does: they stay where they are.
 */
export function mapSegments(
  changes: readonly Change[],
  before: Schema,
  change: (segment: readonly Change[], before: () => Schema) => readonly Change[],
): Change[] {
  const mapped: Change[] = [];
  let start = 0;
  const close = (end: number) => {
    const from = start;
    const segment = changes.slice(from, end);
    if (segment.length > 0) mapped.push(...change(segment, () => applyAll(before, changes.slice(0, from))));
    start = end + 1;
  };
  for (const [at, each] of changes.entries()) {
    if (!barriers.has(each.kind)) continue;
    close(at);
    mapped.push(each);
  }
  close(changes.length);
  return mapped;
}

const barriers: ReadonlySet<ChangeKind> = new Set<ChangeKind>([
  "renameTable",
  "renameColumn",
  "renameEnum",
  "renameEnumValue",
  "freeSequence",
  "bindSequence",
  "runSql",
]);
