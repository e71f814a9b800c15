import type { Handover } from "#engine/changes/change.ts";
import type { Footprint } from "#engine/changes/footprint.ts";
import { mentions } from "#engine/schema/expressionNames.ts";
import { nameKey, type QualifiedName } from "#engine/schema/name.ts";
import { columnKey, type ObjectKey, tableKey } from "#engine/schema/objectKey.ts";

const none: Footprint = { creates: [], drops: [], writes: [], readsBefore: [], readsAfter: [] };

/** A column that is there for a moment: while others hold what they held, it is filled, and those that follow it after it. */
export function handingOver(table: QualifiedName, column: string, { takenBy, value }: Handover): Footprint {
  const reads = [tableKey(table), columnKey(table, takenBy)];
  const creates = [handoverKey(table, column)];
  if (value.kind === "given") reads.push(...[...mentions(value.sql)].map((name) => columnKey(table, name)));
  if (value.kind !== "followed") return { ...none, creates, readsBefore: reads };
  const { columns, references } = value.key;
  reads.push(...columns.map((each) => columnKey(table, each)));
  reads.push(tableKey(references.table), ...references.columns.map((each) => columnKey(references.table, each)));
  const source = handoverKey(references.table, value.column);
  return { ...none, creates: [...creates, `${source}\0followed`], readsBefore: reads, readsAfter: [source] };
}

/** It goes once its value is taken, and those that follow it have theirs. */
export function handedOver(table: QualifiedName, column: string, { takenBy }: Handover): Footprint {
  return {
    ...none,
    readsBefore: [tableKey(table)],
    readsAfter: [columnKey(table, takenBy), `${handoverKey(table, column)}\0followed`],
  };
}

/** A name that its column has within the changes alone, so that it may come and go among them. */
export function handoverKey(table: QualifiedName, column: string): ObjectKey {
  return `handover\0${nameKey(table)}\0${column}`;
}
