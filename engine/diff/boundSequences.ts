import type { Change, ChangeOf } from "#engine/changes/change.ts";
import { invert } from "#engine/changes/invert.ts";
import { asExpression } from "#engine/schema/inherited.ts";
import type { Column, Schema, Sequence } from "#engine/schema/model.ts";
import { nameKey } from "#engine/schema/name.ts";
import { columnKey, type ObjectKey } from "#engine/schema/objectKey.ts";
import { plainSequence, sequenceTypeOf } from "#engine/schema/plain.ts";

/** Two schemas with the sequences that stay looked at alike, and what leads from the first to it, and from it to the second. */
export interface LookedAtAlike {
  readonly frees: readonly ChangeOf<"freeSequence">[];
  readonly from: Schema;
  readonly to: Schema;
  readonly binds: readonly Change[];
}

/**
 * A sequence that is the own one of a column (SERIAL) on one side only, and on the other stands for itself: it stays, with
 * the number that it has come to and whatever else draws from it, and only whom it goes with is different.
 */
export function lookAtAlike(from: Schema, to: Schema): LookedAtAlike {
  const frees = freed(from, to);
  const binds = freed(to, from);
  return {
    frees,
    from: withFreed(from, frees),
    to: withFreed(to, binds),
    binds: binds.map((change) => invert(change)),
  };
}

function freed(schema: Schema, other: Schema): ChangeOf<"freeSequence">[] {
  if (other.sequences.length === 0) return [];
  const standing = new Set(other.sequences.map(({ name }) => nameKey(name)));
  const counting = new Set(
    other.tables.flatMap(({ name, columns }) => columns.filter(countsUp).map((column) => columnKey(name, column.name))),
  );
  return schema.tables.flatMap(({ name: table, columns }) =>
    columns.flatMap((column): ChangeOf<"freeSequence">[] => {
      // One that gets another sequence keeps its own under another name.
      if (column.default?.kind !== "serial" || counting.has(columnKey(table, column.name))) return [];
      if (!standing.has(nameKey(column.default.sequence))) return [];
      const options = column.sequence ?? plainSequence(sequenceTypeOf(column.type));
      const sequence: Sequence = { ...options, name: column.default.sequence, ownedBy: { table, column: column.name } };
      const to: Column = { ...column, default: asExpression(column.default), sequence: null };
      return [{ kind: "freeSequence", table, from: column, to, sequence }];
    }),
  );
}

function countsUp(column: Column): boolean {
  return column.default?.kind === "serial";
}

function withFreed(schema: Schema, frees: readonly ChangeOf<"freeSequence">[]): Schema {
  if (frees.length === 0) return schema;
  const columns = new Map<ObjectKey, Column>(frees.map(({ table, to }) => [columnKey(table, to.name), to]));
  return {
    ...schema,
    sequences: [...schema.sequences, ...frees.map(({ sequence }) => sequence)],
    tables: schema.tables.map((table) => ({
      ...table,
      columns: table.columns.map((column) => columns.get(columnKey(table.name, column.name)) ?? column),
    })),
  };
}
