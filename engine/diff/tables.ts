import type { Change } from "#engine/changes/change.ts";
import { diffColumns } from "#engine/diff/columns.ts";
import type { DiffContext } from "#engine/diff/context.ts";
import { addForeignKeys, diffForeignKeys, dropForeignKeys } from "#engine/diff/foreignKeys.ts";
import { diffIndexes } from "#engine/diff/indexes.ts";
import { diffKeys } from "#engine/diff/keys.ts";
import { differences } from "#engine/diff/match.ts";
import type { Table } from "#engine/schema/model.ts";
import { nameKey } from "#engine/schema/name.ts";
import { sameTable } from "#engine/schema/same.ts";

/** Foreign keys are changes of their own. */
export function diffTables(from: readonly Table[], to: readonly Table[], context: DiffContext): Change[] {
  // Of renamed columns there may be more to do than equality tells.
  const same = context.renamedColumns.size > 0 ? () => false : sameTable;
  const { removed, added, changed } = differences(from, to, (table) => nameKey(table.name), same);
  return [
    ...removed.flatMap((table): Change[] => [
      ...dropForeignKeys(table),
      { kind: "dropTable", table: { ...table, foreignKeys: [] } },
    ]),
    ...added.flatMap((table): Change[] => [
      { kind: "createTable", table: { ...table, foreignKeys: [] } },
      ...addForeignKeys(table),
    ]),
    ...changed.flatMap(([a, b]) => [
      ...diffColumns(a, b, context),
      ...diffKeys(a, b, context),
      ...diffIndexes(a, b, context),
      ...diffForeignKeys(a, b),
    ]),
  ];
}
