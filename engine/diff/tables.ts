import type { Change } from "#engine/changes/change.ts";
import { diffColumns } from "#engine/diff/columns.ts";
import type { DiffContext } from "#engine/diff/context.ts";
import { addForeignKeys, diffForeignKeys, dropForeignKeys } from "#engine/diff/foreignKeys.ts";
import { diffIndexes } from "#engine/diff/indexes.ts";
import { diffKeys } from "#engine/diff/keys.ts";
import type { Differences } from "#engine/diff/match.ts";
import type { Schema, Table } from "#engine/schema/model.ts";

/** `tables` are the differences between the tables of `from` and of `to`. Foreign keys are changes of their own. */
export function diffTables(from: Schema, to: Schema, tables: Differences<Table>, context: DiffContext): Change[] {
  const changed = tables.changed.flatMap(([a, b]) => [
    ...diffColumns(a, b, context),
    ...diffKeys(a, b, context),
    ...diffIndexes(a, b, context),
  ]);
  return [
    ...tables.removed.flatMap((table): Change[] => [
      ...dropForeignKeys(table),
      { kind: "dropTable", table: { ...table, foreignKeys: [] } },
    ]),
    ...tables.added.map((table): Change => ({ kind: "createTable", table: { ...table, foreignKeys: [] } })),
    ...changed,
    ...tables.added.flatMap(addForeignKeys),
    ...diffForeignKeys(from, to, tables.changed, changed, context),
  ];
}
