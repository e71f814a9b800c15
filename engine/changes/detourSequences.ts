import type { Change } from "#engine/changes/change.ts";
import type { Planned } from "#engine/changes/planned.ts";
import type { Schema, Sequence } from "#engine/schema/model.ts";
import { columnKey, type ObjectKey, sequenceKey, tableKey } from "#engine/schema/objectKey.ts";

/** Sequences that go with a column (OWNED BY) which is made anew, or whose table is: meanwhile they go with none. */
export function detourSequences(before: Schema, changes: readonly Change[], planned: Planned): Change[] {
  const owned = before.sequences.filter(({ name, ownedBy }) => ownedBy && !planned.drops.has(sequenceKey(name)));
  if (owned.length === 0) return [];
  const gone = droppedKeys(changes);
  const altered = new Map(
    changes
      .toReversed()
      .flatMap((change) => (change.kind === "alterSequence" ? [[sequenceKey(change.from.name), change] as const] : [])),
  );
  return owned.flatMap((sequence): Change[] => {
    const { name, ownedBy } = sequence;
    if (!ownedBy || ![tableKey(ownedBy.table), columnKey(ownedBy.table, ownedBy.column)].some((key) => gone.has(key))) {
      return [];
    }
    const change = altered.get(sequenceKey(name));
    if (change?.to.ownedBy === null) return [];
    if (change) planned.replaced.add(change);
    const free: Sequence = { ...sequence, ownedBy: null };
    return [
      { kind: "alterSequence", from: sequence, to: free },
      { kind: "alterSequence", from: free, to: change?.to ?? sequence },
    ];
  });
}

function droppedKeys(changes: readonly Change[]): ReadonlySet<ObjectKey> {
  return new Set(
    changes.flatMap((change) => {
      if (change.kind === "dropTable") return [tableKey(change.table.name)];
      return change.kind === "dropColumn" ? [columnKey(change.table, change.column.name)] : [];
    }),
  );
}
