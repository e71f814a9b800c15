import { sortedBy } from "#engine/core/compare.ts";
import { equal } from "#engine/core/equal.ts";
import type { ColumnType, Index, IndexKey, Table } from "#engine/schema/model.ts";
import { keysBeside, saysOperatorClass } from "#engine/schema/unsaid.ts";

export interface IndexOverlay {
  readonly partialIndexes: boolean;
  /** Columns that are there after. */
  readonly standing: ReadonlySet<string>;
  /** Of those, the ones that the model has a field for. */
  readonly named: ReadonlySet<string>;
  /** True for an expression over a column that goes. */
  readonly readsGone: (sql: string) => boolean;
  /** A relation of the models refers to these columns. */
  readonly isReferenced: (columns: readonly string[]) => boolean;
}

/** The model's indexes with what only recorded ones can say, and recorded ones that no model could name. */
export function overlayIndexes(model: Table, recorded: Table, options: IndexOverlay): readonly Index[] {
  const asked = new Map(model.indexes.map((index) => [index.name, index]));
  const left = new Map(recorded.indexes.map((index) => [index.name, index]));
  const pairs = new Map<Index, Index>();
  for (const index of model.indexes) {
    const before = left.get(index.name);
    if (before) pairs.set(index, before);
    left.delete(index.name);
  }
  for (const index of model.indexes) {
    if (pairs.has(index)) continue;
    // Another name for the same: it will be renamed, and keeps what it has.
    const before = [...left.values()].find((old) => isSayable(old, options) && sameAsked(index, old));
    if (before) pairs.set(index, before);
    if (before) left.delete(before.name);
  }
  const merged = model.indexes.map((index) => {
    const before = pairs.get(index);
    return before ? overlayIndex(index, before, model, options) : index;
  });
  const beyond = [...left.values()].filter(
    (index) => !asked.has(index.name) && !isSayable(index, options) && canStand(index, options),
  );
  return sortedBy([...merged, ...beyond], (index) => index.name);
}

function overlayIndex(asked: Index, recorded: Index, table: Table, options: IndexOverlay): Index {
  const { predicate } = recorded;
  // What one method takes, another may not know.
  const keeps = asked.method === recorded.method;
  const isText = (column: string) => isTextual(table.columns.find(({ name }) => name === column)?.type);
  const columns = asked.keys.flatMap(({ on }) => (on.kind === "column" ? [on.name] : []));
  const model = options.isReferenced(columns) ? asked : { ...asked, keys: keysBeside(asked, recorded) };
  // PostgreSQL lets a foreign key refer only to a key that holds for every row, and at once.
  const referenced =
    model.unique && options.isReferenced(model.keys.flatMap(({ on }) => (on.kind === "column" ? [on.name] : [])));
  const keepsPredicate = !options.partialIndexes && predicate !== null && !options.readsGone(predicate) && !referenced;
  return {
    ...model,
    constraint: model.unique && recorded.constraint,
    deferrable: model.unique && !referenced ? recorded.deferrable : "no",
    withoutOverlaps: model.unique && recorded.withoutOverlaps,
    partOf: recorded.partOf,
    keys: keeps ? model.keys.map((key, at) => overlayKey(key, recorded.keys[at], isText)) : model.keys,
    include: keeps ? recorded.include.filter((column) => options.standing.has(column)) : model.include,
    predicate: keepsPredicate ? predicate : model.predicate,
    nullsNotDistinct: recorded.nullsNotDistinct,
    valid: recorded.valid,
    storage: keeps ? recorded.storage : model.storage,
  };
}

/** Whose patterns `text_pattern_ops` and its like compare. */
function isTextual(type: ColumnType | undefined): boolean {
  return type?.kind === "builtin" && !type.array && ["text", "varchar", "bpchar"].includes(type.name);
}

function overlayKey(model: IndexKey, recorded: IndexKey | undefined, isText: (column: string) => boolean): IndexKey {
  if (recorded === undefined || !equal(model.on, recorded.on)) return model;
  const nulls = model.descending === recorded.descending ? recorded.nulls : model.nulls;
  const isUnsaid = model.operatorClass === null && recorded.operatorClass !== null;
  const fits = !isUnsaid || (model.on.kind === "column" && isText(model.on.name));
  const operatorClass =
    fits && saysOperatorClass(model.operatorClass, recorded.operatorClass)
      ? recorded.operatorClass
      : model.operatorClass;
  return { ...model, nulls, operatorClass, collation: recorded.collation };
}

/** Whether the two are one as far as models can tell. */
function sameAsked(model: Index, recorded: Index): boolean {
  return (
    model.unique === recorded.unique &&
    model.method === recorded.method &&
    (model.predicate === null) === (recorded.predicate === null) &&
    model.keys.length === recorded.keys.length &&
    model.keys.every((key, at) => {
      const old = recorded.keys[at];
      return equal(key.on, old?.on) && key.descending === old?.descending && key.operatorClass === old.operatorClass;
    })
  );
}

/** Prisma has words for it: if no model says them, it is to go. It has none for methods that extensions bring (`hnsw`). */
function isSayable(index: Index, { partialIndexes, named }: IndexOverlay): boolean {
  if (index.predicate !== null && !partialIndexes) return false;
  if (!methods.has(index.method)) return false;
  return index.keys.every(({ on }) => on.kind === "column" && named.has(on.name));
}

const methods: ReadonlySet<string> = new Set(["btree", "hash", "gin", "gist", "spgist", "brin"]);

function canStand(index: Index, { standing, readsGone }: IndexOverlay): boolean {
  return (
    index.include.every((column) => standing.has(column)) &&
    index.keys.every(({ on }) => (on.kind === "column" ? standing.has(on.name) : !readsGone(on.sql))) &&
    (index.predicate === null || !readsGone(index.predicate))
  );
}
