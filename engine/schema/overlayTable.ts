import { sortedBy } from "#engine/core/compare.ts";
import { mentions } from "#engine/schema/expressionNames.ts";
import type { ForeignKey, PrimaryKey, Table } from "#engine/schema/model.ts";
import { type QualifiedName, sameName } from "#engine/schema/name.ts";
import { overlayColumn } from "#engine/schema/overlayColumn.ts";
import { overlayIndexes } from "#engine/schema/overlayIndexes.ts";
import { equal } from "#engine/core/equal.ts";
import { sameTable } from "#engine/schema/same.ts";
import type { Domains } from "#engine/schema/unsaid.ts";

export interface TableOverlay {
  readonly partialIndexes: boolean;
  readonly isModel: (table: QualifiedName) => boolean;
  /** The table is there after: a model's, or one that counts as nothing. */
  readonly stays: (table: QualifiedName) => boolean;
  /** A relation of the models refers to these columns of the table. */
  readonly isReferenced: (table: QualifiedName, columns: readonly string[]) => boolean;
  /** The column's sequence takes the name that the models give it. */
  readonly renamesSequence: (table: QualifiedName, column: string) => boolean;
  readonly domains: () => Domains;
}

/** Tables that were found to be the same before: of thousands of models few change between two looks at them. */
const agreed = new WeakMap<Table, Table>();

/** The model's table with what only the recorded one can say. */
export function overlayTable(model: Table, recorded: Table, options: TableOverlay): Table {
  if (agreed.get(model) === recorded) return recorded;
  if (sameTable(model, recorded)) {
    agreed.set(model, recorded);
    return recorded;
  }
  const old = new Map(recorded.columns.map((column) => [column.name, column]));
  const named = new Set(model.columns.map((column) => column.name));
  const unnamed = unnamedColumns(recorded, named);
  const standing = new Set([...named, ...unnamed.map((column) => column.name)]);
  const readsGone = (sql: string) => [...mentions(sql)].some((name) => old.has(name) && !standing.has(name));
  const parts = {
    readsGone,
    renamesSequence: (column: string) => options.renamesSequence(model.name, column),
    domains: options.domains(),
  };

  const table: Table = {
    ...recorded,
    columns: [...model.columns.map((column) => overlayColumn(column, old.get(column.name), parts)), ...unnamed],
    primaryKey: overlayPrimaryKey(model.primaryKey, recorded.primaryKey, standing),
    indexes: overlayIndexes(model, recorded, {
      ...options,
      standing,
      named,
      readsGone,
      isReferenced: (columns) => options.isReferenced(model.name, columns),
    }),
    foreignKeys: overlayForeignKeys(model, recorded, options),
    checks: recorded.checks.filter((check) => !readsGone(check.definition)),
  };
  return sameTable(table, recorded) ? recorded : table;
}

/** Generated columns need no field to stay: what they compute from has to. */
function unnamedColumns(recorded: Table, named: ReadonlySet<string>): Table["columns"] {
  const all = new Set(recorded.columns.map((column) => column.name));
  return recorded.columns.filter(
    ({ name, generated }) =>
      generated !== null &&
      !named.has(name) &&
      [...mentions(generated.expression)].every((mentioned) => !all.has(mentioned) || named.has(mentioned)),
  );
}

function overlayPrimaryKey(
  model: PrimaryKey | null,
  recorded: PrimaryKey | null,
  standing: ReadonlySet<string>,
): PrimaryKey | null {
  if (!model || !recorded || !equal(model.columns, recorded.columns)) return model;
  return { ...recorded, name: model.name, include: recorded.include.filter((column) => standing.has(column)) };
}

function overlayForeignKeys(model: Table, recorded: Table, { isModel, stays }: TableOverlay): readonly ForeignKey[] {
  const joins = (a: ForeignKey, b: ForeignKey) =>
    sameName(a.references.table, b.references.table) &&
    equal(a.columns, b.columns) &&
    equal(a.references.columns, b.references.columns);
  const asked = model.foreignKeys.map((key): ForeignKey => {
    const before =
      recorded.foreignKeys.find(({ name }) => name === key.name) ?? recorded.foreignKeys.find((old) => joins(old, key));
    if (!before) return key;
    const onDeleteColumns = before.onDelete === key.onDelete ? before.onDeleteColumns : [];
    return {
      ...before,
      name: key.name,
      columns: key.columns,
      references: key.references,
      onDelete: key.onDelete,
      onUpdate: key.onUpdate,
      onDeleteColumns: equal(before.columns, key.columns) ? onDeleteColumns : [],
    };
  });
  // A model can't point to a table that counts as nothing.
  const beyond = recorded.foreignKeys.filter(
    ({ name, references }) =>
      !isModel(references.table) && stays(references.table) && !asked.some((key) => key.name === name),
  );
  return sortedBy([...asked, ...beyond], (key) => key.name);
}
