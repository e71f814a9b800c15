import type { Change } from "#engine/changes/change.ts";
import { stateCursor } from "#engine/changes/cursor.ts";
import { laterNames } from "#engine/changes/laterNames.ts";
import { undo } from "#engine/changes/undo.ts";
import type { Column, Schema } from "#engine/schema/model.ts";
import { standInFor } from "#engine/sql/standIns.ts";

/**
 * The changes that undo `changes`, which lead from `before` to `after`. A required column that comes back finds rows
 * whose values went with it: they get a plain stand-in, so that the way back is open on a table with rows too; what is to
 * be unique gets another one in each row. None is made up for a reference: it would refer to nothing.
 */
export function wayBack(changes: readonly Change[], before: Schema, after: Schema): Change[] {
  const back = undo(changes, after);
  const stateBefore = stateCursor(after, back);
  return back.map((change, at) => {
    if (change.kind !== "addColumn" || change.fill !== null || !lacksValue(change.column)) return change;
    const { table, column } = laterNames({ table: change.table, column: change.column.name }, back.slice(at + 1));
    const { enums } = stateBefore(at);
    return {
      ...change,
      fill: standInFor({ table, column, type: change.column.type }, { tables: before.tables, enums }),
    };
  });
}

function lacksValue(column: Column): boolean {
  return !column.nullable && column.default === null && column.identity === null && column.generated === null;
}
