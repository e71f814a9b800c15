import type { Change, ChangeOf } from "#engine/changes/change.ts";
import { equal } from "#engine/core/equal.ts";
import { invert } from "#engine/changes/invert.ts";
import { asExpression } from "#engine/schema/inherited.ts";
import type { Column, Schema, Sequence, SequenceOptions } from "#engine/schema/model.ts";
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
  const [here, there] = [
    { schema: from, counting: countingIn(from) },
    { schema: to, counting: countingIn(to) },
  ] as const;
  const frees = freed(here, there);
  const binds = freed(there, here);
  return {
    frees,
    from: withFreed(from, frees),
    to: withFreed(to, binds),
    binds: binds.map((change) => invert(change)),
  };
}

function freed(here: Side, there: Side): ChangeOf<"freeSequence">[] {
  // One that gets another sequence keeps its own under another name.
  const { owners, columns: counting } = there.counting;
  if ([...here.counting.columns].every((column) => counting.has(column))) return [];
  const { schema } = here;
  const other = there.schema;
  if (other.sequences.length === 0 && owners.size === 0) return [];
  const standing = new Set(other.sequences.map(({ name }) => nameKey(name)));
  const moved = movedFrom(here.counting.owners, owners, schema, other);
  return schema.tables.flatMap(({ name: table, columns }) =>
    columns.flatMap((column): ChangeOf<"freeSequence">[] => {
      if (column.default?.kind !== "serial" || counting.has(columnKey(table, column.name))) return [];
      if (!standing.has(nameKey(column.default.sequence)) && !moved.has(columnKey(table, column.name))) return [];
      const options = column.sequence ?? plainSequence(sequenceTypeOf(column.type));
      const sequence: Sequence = { ...options, name: column.default.sequence, ownedBy: { table, column: column.name } };
      const to: Column = { ...column, default: asExpression(column.default), sequence: null };
      return [{ kind: "freeSequence", table, from: column, to, sequence }];
    }),
  );
}

/** The schema with each sequence that stands for itself, and is owned by the column that draws from it, as that column's own. */
export function withOwnSequences(schema: Schema): Schema {
  const own = new Map(
    schema.sequences.flatMap((sequence) =>
      sequence.ownedBy ? [[columnKey(sequence.ownedBy.table, sequence.ownedBy.column), sequence] as const] : [],
    ),
  );
  if (own.size === 0) return schema;
  const bound = new Set<Sequence>();
  const tables = schema.tables.map((table) => ({
    ...table,
    columns: table.columns.map((column): Column => {
      const sequence = own.get(columnKey(table.name, column.name));
      if (!sequence || column.generated) return column;
      const value = { kind: "serial", sequence: sequence.name } as const;
      if (!equal(column.default, asExpression(value))) return column;
      bound.add(sequence);
      return { ...column, default: value, sequence: unusualOptions(sequence, column.type) };
    }),
  }));
  if (bound.size === 0) return schema;
  return { ...schema, tables, sequences: schema.sequences.filter((sequence) => !bound.has(sequence)) };
}

function unusualOptions(sequence: Sequence, type: Column["type"]): SequenceOptions | null {
  const options: SequenceOptions = {
    type: sequence.type,
    start: sequence.start,
    increment: sequence.increment,
    min: sequence.min,
    max: sequence.max,
    cache: sequence.cache,
    cycle: sequence.cycle,
  };
  return equal(options, plainSequence(sequenceTypeOf(type))) ? null : options;
}

interface Side {
  readonly schema: Schema;
  readonly counting: Counting;
}

interface Counting {
  readonly owners: Owners;
  readonly columns: ReadonlySet<ObjectKey>;
}

/** By sequence (its `nameKey`), the column that it is the own one of. */
type Owners = ReadonlyMap<string, ObjectKey>;

/** The columns that count up by a sequence of their own. */
function countingIn({ tables }: Schema): Counting {
  const owners = new Map<string, ObjectKey>();
  const counting = new Set<ObjectKey>();
  for (const { name, columns } of tables) {
    for (const { name: column, default: value } of columns) {
      if (value?.kind !== "serial") continue;
      const key = columnKey(name, column);
      owners.set(nameKey(value.sequence), key);
      counting.add(key);
    }
  }
  return { owners, columns: counting };
}

/**
 * Columns whose sequence becomes the own one of another that had none, where both are there on both sides. One that had
 * its own keeps it, under the name that got free.
 */
function movedFrom(own: Owners, theirs: Owners, schema: Schema, other: Schema): ReadonlySet<ObjectKey> {
  const owning = new Set(own.values());
  const pairs = [...own].flatMap(([sequence, from]) => {
    const to = theirs.get(sequence);
    return to === undefined || to === from || owning.has(to) ? [] : [[from, to] as const];
  });
  if (pairs.length === 0) return new Set();
  const [here, there] = [schema, other].map(
    ({ tables }) => new Set(tables.flatMap(({ name, columns }) => columns.map((each) => columnKey(name, each.name)))),
  );
  return new Set(pairs.flatMap(([from, to]) => (here?.has(to) && there?.has(from) ? [from] : [])));
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
