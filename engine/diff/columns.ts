import type { Change } from "#engine/changes/change.ts";
import { conversionOf } from "#engine/changes/conversions.ts";
import type { DiffContext } from "#engine/diff/context.ts";
import { differences } from "#engine/diff/match.ts";
import { isCastable } from "#engine/schema/castable.ts";
import type { Column, Table } from "#engine/schema/model.ts";
import { type QualifiedName, sameName } from "#engine/schema/name.ts";
import { columnKey } from "#engine/schema/objectKey.ts";
import { sameColumn } from "#engine/schema/same.ts";

export function diffColumns(from: Table, to: Table, context: DiffContext): Change[] {
  const table = to.name;
  const { removed, added, changed } = differences(
    from.columns,
    to.columns,
    (column) => column.name,
    (a, b) => sameColumn(a, b) && !followsRename(from, a, b, context),
  );
  return [
    ...added.map((column): Change => ({ kind: "addColumn", table, column, fill: fillOf(table, column, context) })),
    ...changed.map(([a, b]): Change => {
      // Keys may get values of their own, whatever a cast would make of theirs.
      const isRekeyed = to.primaryKey?.columns.includes(b.name) === true && conversionOf(a.type, b.type) !== "safe";
      const lacksValues = a.nullable || isRekeyed || !isCastable(a.type, b.type);
      const fill = lacksValues && !b.nullable ? fillOf(table, b, context) : null;
      return { kind: "alterColumn", table, from: a, to: b, fill };
    }),
    // For the way back.
    ...removed.map((column): Change => ({ kind: "dropColumn", table, column, fill: fillOf(table, column, context) })),
  ];
}

function fillOf(table: QualifiedName, column: Column, { fills }: DiffContext): string | null {
  return fills.get(columnKey(table, column.name)) ?? null;
}

/** A SERIAL's sequence bears the names of its table and column: where one of these is renamed on request, it follows. */
function followsRename(from: Table, a: Column, b: Column, { renamedColumns }: DiffContext): boolean {
  if (a.default?.kind !== "serial" || b.default?.kind !== "serial") return false;
  return renamedColumns.has(columnKey(from.name, a.name)) && !sameName(a.default.sequence, b.default.sequence);
}
