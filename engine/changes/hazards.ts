import { type Change, type ChangeTable, dispatch } from "#engine/changes/change.ts";
import { conversionOf } from "#engine/changes/conversions.ts";
import type { Column, Schema, Table } from "#engine/schema/model.ts";
import { type QualifiedName, sameName } from "#engine/schema/name.ts";

/** What may happen to rows that are there when a change runs. What does happen is for the database to say. */
export interface Hazard {
  /**
   * `dropsRows`: a table goes. `dropsValues`: a column goes. `narrowsValues`: not every value fits what the column
   * becomes: it is rounded, cut or refused. `mayFail`: rows may not be as the change requires, and it is refused.
   */
  readonly kind: "dropsRows" | "dropsValues" | "narrowsValues" | "mayFail";
  readonly table: QualifiedName;
  /** Null where it concerns rows as a whole. */
  readonly column: string | null;
  /** What rows it would take, to follow the object's name: `has rows without a value`. */
  readonly text: string;
}

/** The hazards of `change` in the schema before it. A table that is not there yet has no rows to lose. */
export function hazards(change: Change, before: Schema): Hazard[] {
  return dispatch(table, change, before);
}

const none = (): Hazard[] => [];

const table: ChangeTable<Hazard[], [Schema]> = {
  createNamespace: none,
  dropNamespace: none,
  createExtension: none,
  dropExtension: none,
  createEnum: none,
  dropEnum: none,
  renameEnum: none,
  addEnumValue: none,
  dropEnumValue: (c, before) =>
    before.tables.flatMap(({ name, columns }) =>
      columns
        .filter(({ type }) => type.kind === "enum" && sameName(type.name, c.enum))
        .map(({ name: column }) => hazard("narrowsValues", name, column, `may hold ${c.value}, which goes`)),
    ),
  renameEnumValue: none,
  reorderEnum: none,
  createTable: none,
  dropTable: (c, before) =>
    inExisting(c.table.name, before, () => [hazard("dropsRows", c.table.name, null, "goes with its rows")]),
  renameTable: none,
  addColumn: (c, before) =>
    inExisting(c.table, before, () =>
      lacksValue(c.column) && c.fill === null
        ? [hazard("mayFail", c.table, c.column.name, "is required, and existing rows have no value for it")]
        : [],
    ),
  dropColumn: (c, before) =>
    inExisting(c.table, before, () =>
      c.column.generated === null ? [hazard("dropsValues", c.table, c.column.name, "goes with its values")] : [],
    ),
  renameColumn: none,
  alterColumn: (c, before) =>
    inExisting(c.table, before, () => [
      ...converted(c.table, c.from, c.to),
      ...(c.from.nullable && !c.to.nullable && c.fill === null
        ? [hazard("mayFail", c.table, c.to.name, "becomes required, and rows may have no value")]
        : []),
    ]),
  addPrimaryKey: (c, before) =>
    inExisting(c.table, before, () => [
      hazard(
        "mayFail",
        c.table,
        only(c.primaryKey.columns),
        "becomes the primary key, and may hold NULL or duplicates",
      ),
    ]),
  dropPrimaryKey: none,
  createIndex: (c, before) =>
    inExisting(c.table, before, () => {
      const columns = c.index.keys.flatMap(({ on }) => (on.kind === "column" ? [on.name] : []));
      return c.index.unique
        ? [hazard("mayFail", c.table, only(columns), "becomes unique, and may hold duplicates")]
        : [];
    }),
  dropIndex: none,
  renameIndex: none,
  addForeignKey: (c, before) =>
    inExisting(c.table, before, () =>
      c.foreignKey.validated
        ? [
            hazard(
              "mayFail",
              c.table,
              only(c.foreignKey.columns),
              "gets a foreign key, and may hold values without a match",
            ),
          ]
        : [],
    ),
  dropForeignKey: none,
  addCheck: (c, before) =>
    inExisting(c.table, before, () =>
      /\bNOT VALID\s*$/i.test(c.check.definition)
        ? []
        : [hazard("mayFail", c.table, null, `gets the check ${c.check.name}, and may hold rows against it`)],
    ),
  dropCheck: none,
  renameConstraint: none,
  createSequence: none,
  dropSequence: none,
  alterSequence: none,
  createObject: none,
  // A partition is a table of its own that its parent reads through.
  dropObject: ({ object }) =>
    object.kind === "partition" && object.table !== null && !sameName(object.name, object.table)
      ? [hazard("dropsRows", object.name, null, "goes with its rows")]
      : [],
  runSql: none,
};

function hazard(kind: Hazard["kind"], name: QualifiedName, column: string | null, text: string): Hazard {
  return { kind, table: name, column, text };
}

function inExisting(name: QualifiedName, before: Schema, answer: (existing: Table) => Hazard[]): Hazard[] {
  const existing = before.tables.find((each) => sameName(each.name, name));
  return existing ? answer(existing) : [];
}

function lacksValue(column: Column): boolean {
  return !column.nullable && column.default === null && column.identity === null && column.generated === null;
}

function converted(name: QualifiedName, from: Column, to: Column): Hazard[] {
  if (from.generated !== null) return [];
  switch (conversionOf(from.type, to.type)) {
    case "safe":
      return [];
    case "narrows":
      return [hazard("narrowsValues", name, to.name, "may hold values that its new type cannot")];
    case "parses":
      return [hazard("mayFail", name, to.name, "may hold values that its new type does not read")];
  }
}

function only(columns: readonly string[]): string | null {
  return columns.length === 1 ? (columns[0] ?? null) : null;
}
