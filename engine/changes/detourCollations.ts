import type { Change, ChangeOf } from "#engine/changes/change.ts";
import type { Obstructions } from "#engine/changes/obstructions.ts";
import type { Planned } from "#engine/changes/planned.ts";
import type { Column } from "#engine/schema/model.ts";
import { columnKey, type ObjectKey } from "#engine/schema/objectKey.ts";

/** Columns whose collation is made anew have that of their type meanwhile. */
export function detourCollations(
  changes: readonly Change[],
  { recollated, remade }: Obstructions,
  planned: Planned,
): Change[] {
  if (recollated.size === 0) return [];
  const altered = new Map<ObjectKey, ChangeOf<"alterColumn">[]>();
  for (const change of changes) {
    if (change.kind !== "alterColumn") continue;
    const key = columnKey(change.table, change.to.name);
    altered.set(key, [...(altered.get(key) ?? []), change]);
  }
  return [...recollated].flatMap(([key, { table, column: from }]): Change[] => {
    if (remade.has(key)) return [];
    const all = altered.get(key) ?? [];
    // It leaves the collation anyhow.
    if (all.some((each) => each.to.collation !== from.collation)) return [];
    const [change] = all;
    if (change) planned.replaced.add(change);
    const to = change?.to ?? from;
    if (from.generated || to.generated) {
      return [
        { kind: "dropColumn", table, column: from, fill: null },
        { kind: "addColumn", table, column: to, fill: null },
      ];
    }
    const between: Column = { ...from, collation: null };
    return [
      { kind: "alterColumn", table, from, to: between, fill: null },
      { kind: "alterColumn", table, from: between, to, fill: change?.fill ?? null },
    ];
  });
}
