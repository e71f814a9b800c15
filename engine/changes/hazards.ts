import {
  type Change,
  type ChangeKind,
  type ChangeTable,
  dispatch,
  type Handover,
  isHanded,
  isHandover,
} from "#engine/changes/change.ts";
import { conversionOf } from "#engine/changes/conversions.ts";
import { stateCursor } from "#engine/changes/cursor.ts";
import type { Check, Column, ColumnType, ForeignKey, Index, PrimaryKey, Schema, Table } from "#engine/schema/model.ts";
import { partitionsBelow } from "#engine/schema/inherited.ts";
import { nameKey, type QualifiedName, sameName } from "#engine/schema/name.ts";
import { columnKey } from "#engine/schema/objectKey.ts";

/** What may happen to rows that are there when a change runs. What does happen is for the database to say. */
export interface Hazard {
  /**
   * `dropsRows`: a table goes. `dropsValues`: a column goes. `narrowsValues`: some values become others: they are rounded,
   * cut, or told apart no longer. `respellsValues`: they stay what they are, and read otherwise. `mayFail`: rows may not be
   * as the change requires, and it is refused with nothing lost.
   */
  readonly kind: "dropsRows" | "dropsValues" | "narrowsValues" | "respellsValues" | "mayFail";
  readonly table: QualifiedName;
  /** Null where it concerns rows as a whole. */
  readonly column: string | null;
  /** The value that it is about, where it is about one value of an enum. */
  readonly value: string | null;
  /** What rows it would take, to follow the object's name: `has rows without a value`. */
  readonly text: string;
}

/** The hazards of `change` in the schema before it. A table that is not there yet has no rows to lose. */
function hazardsOfOne(change: Change, before: Schema): Hazard[] {
  return dispatch(table, change, before);
}

/** One among others: a change before may have renamed what it is about. */
export interface HazardInRun extends Hazard {
  /** The names that it has before the first of the changes. */
  readonly was: { readonly table: QualifiedName; readonly column: string | null };
}

/**
 * The hazards of changes that run one after the other, each told once: of those that have any. Rows of tables that the
 * changes themselves make are nobody's, and what steps aside and comes back finds rows as it left them, unless their
 * values became others meanwhile.
 */
export function hazardsOf(
  changes: readonly Change[],
  before: Schema,
): { readonly change: Change; readonly hazards: readonly HazardInRun[] }[] {
  const stateBefore = stateCursor(before, changes);
  const names = trackNames();
  const made = new Set<string>();
  const left = new Set<string>();
  const recast = new Set<string>();
  return changes.flatMap((change, at) => {
    names.follow(change);
    if (change.kind === "createTable") made.add(nameKey(change.table.name));
    if (change.kind === "renameTable" && made.delete(nameKey(change.from))) made.add(nameKey(change.to));
    const promise = promiseOf(change);
    if (promise !== null && change.kind.startsWith("drop")) left.add(promise);
    else if (promise !== null && left.has(promise) && !concernedTables(change).some((key) => recast.has(key)))
      return [];
    for (const key of recastTables(change)) recast.add(key);
    if (!mayConcernRows.has(change.kind)) return [];
    const found = hazardsOfOne(change, stateBefore(at)).filter(({ table: name }) => !made.has(nameKey(name)));
    if (found.length === 0) return [];
    return [{ change, hazards: found.map((hazard) => ({ ...hazard, was: names.before(hazard) })) }];
  });
}

/** Leads from names after the renamings that were followed back to those before. */
function trackNames() {
  const tables = new Map<string, QualifiedName>();
  const columns = new Map<string, string>();
  const table = (name: QualifiedName) => tables.get(nameKey(name)) ?? name;
  const key = (name: QualifiedName, column: string) => columnKey(table(name), column);
  return {
    follow(change: Change): void {
      if (change.kind === "renameTable") {
        const first = table(change.from);
        tables.delete(nameKey(change.from));
        tables.set(nameKey(change.to), first);
      } else if (change.kind === "renameColumn") {
        const first = columns.get(key(change.table, change.from)) ?? change.from;
        columns.delete(key(change.table, change.from));
        columns.set(key(change.table, change.to), first);
      }
    },
    before({ table: name, column }: Hazard): HazardInRun["was"] {
      return { table: table(name), column: column === null ? null : (columns.get(key(name, column)) ?? column) };
    },
  };
}

/** Where values become others, so that they may not satisfy any more what they did. */
function recastTables(change: Change): string[] {
  if (change.kind === "dropColumn" && isHandover(change.fill)) return [];
  if (change.kind === "dropColumn") return [nameKey(change.table)];
  if (change.kind !== "alterColumn") return [];
  // Those that follow a key follow it, and it tells its rows apart.
  if (isHanded(change.fill)) return [];
  const isKept = change.fill === null && conversionOf(change.from.type, change.to.type) === "safe";
  return isKept ? [] : [nameKey(change.table)];
}

function concernedTables(change: Change): string[] {
  const own = "table" in change && "schema" in change.table ? [nameKey(change.table)] : [];
  return change.kind === "addForeignKey" ? [...own, nameKey(change.foreignKey.references.table)] : own;
}

/** What rows must satisfy while a thing is there. */
function promiseOf(change: Change): string | null {
  const on = "table" in change && "schema" in change.table ? nameKey(change.table) : "";
  if (change.kind === "addPrimaryKey" || change.kind === "dropPrimaryKey") {
    return `unique\0${on}\0${change.primaryKey.columns.toSorted().join("\0")}`;
  }
  if (change.kind === "createIndex" || change.kind === "dropIndex") {
    const { unique, keys, predicate } = change.index;
    const what = keys.map((key) => (key.on.kind === "column" ? key.on.name : `(${key.on.sql})`)).toSorted();
    return unique ? `unique\0${on}\0${what.join("\0")}${predicate === null ? "" : `\0where\0${predicate}`}` : null;
  }
  if (change.kind === "addForeignKey" || change.kind === "dropForeignKey") {
    const { columns, references, validated, enforced, match } = change.foreignKey;
    // One that nobody checked the rows against promises nothing.
    if (!validated || !enforced) return null;
    const whole = match === "full" && columns.length > 1 ? "\0full" : "";
    return `foreignKey\0${on}\0${JSON.stringify([columns, references])}${whole}`;
  }
  if (change.kind === "addCheck" || change.kind === "dropCheck") return `check\0${on}\0${change.check.definition}`;
  return null;
}

/** The kinds that the table below has an answer for. */
const mayConcernRows: ReadonlySet<ChangeKind> = new Set<ChangeKind>([
  "dropEnumValue",
  "dropTable",
  "addColumn",
  "dropColumn",
  "alterColumn",
  "addPrimaryKey",
  "alterPrimaryKey",
  "createIndex",
  "alterIndex",
  "addForeignKey",
  "alterForeignKey",
  "addCheck",
  "alterCheck",
  "attachPartition",
]);

const none = (): Hazard[] => [];

const table: ChangeTable<Hazard[], [Schema]> = {
  createNamespace: none,
  dropNamespace: none,
  createExtension: none,
  dropExtension: none,
  alterExtension: none,
  createEnum: none,
  dropEnum: none,
  renameEnum: none,
  addEnumValue: none,
  dropEnumValue: (c, before) =>
    before.tables.flatMap(({ name, columns }) =>
      columns
        .filter(({ type }) => type.kind === "enum" && sameName(type.name, c.enum))
        .map(({ name: column }) =>
          c.replacement === null
            ? { ...hazard("mayFail", name, column, `may hold ${c.value}, which goes`), value: c.value }
            : {
                ...hazard("narrowsValues", name, column, `holds ${c.replacement} where it held ${c.value}`),
                value: c.value,
              },
        ),
    ),
  renameEnumValue: none,
  reorderEnum: none,
  createTable: none,
  dropTable: (c, before) =>
    inExisting(c.table.name, before, ({ name, partitionBy }) =>
      // Partitions hold the rows, and some were let go before.
      partitionBy !== null && partitionsBelow(name, before.tables).length === 0
        ? []
        : [hazard("dropsRows", name, null, "goes with its rows")],
    ),
  renameTable: none,
  attachPartition: (c, before) =>
    inExisting(c.table, before, () => [hazard("mayFail", c.table, null, "may hold rows that are not the partition's")]),
  detachPartition: none,
  addParent: none,
  dropParent: none,
  addColumn: (c, before) =>
    inExisting(c.table, before, () =>
      isHandover(c.fill)
        ? handedHazards(c.table, c.fill)
        : lacksValue(c.column) && c.fill === null
          ? [hazard("mayFail", c.table, c.column.name, "is required, and existing rows have no value for it")]
          : [],
    ),
  dropColumn: (c, before) =>
    inExisting(c.table, before, () =>
      c.column.generated === null && !isHandover(c.fill)
        ? [hazard("dropsValues", c.table, c.column.name, "goes with its values")]
        : [],
    ),
  renameColumn: none,
  alterColumn: (c, before) =>
    inExisting(c.table, before, (existing) => [
      ...(isHanded(c.fill) || c.from.generated !== null
        ? []
        : converted(c.table, c.to.name, { from: c.from.type, to: c.to.type })),
      ...(c.from.nullable && !c.to.nullable
        ? c.fill === null || isHanded(c.fill)
          ? [hazard("mayFail", c.table, c.to.name, "becomes required, and rows may have no value")]
          : filledHazards(existing, c.to.name)
        : []),
    ]),
  addPrimaryKey: (c, before) => keyHazards(c.table, c.primaryKey, before),
  alterPrimaryKey: (c, before) => keyHazards(c.table, c.to, before),
  dropPrimaryKey: none,
  createIndex: (c, before) => indexHazards(c.table, c.index, before),
  alterIndex: (c, before) => indexHazards(c.table, c.to, before),
  dropIndex: none,
  renameIndex: none,
  addForeignKey: (c, before) => foreignKeyHazards(c.table, c.foreignKey, before),
  alterForeignKey: (c, before) => foreignKeyHazards(c.table, c.to, before),
  dropForeignKey: none,
  addCheck: (c, before) => checkHazards(c.table, c.check, before),
  alterCheck: (c, before) => checkHazards(c.table, c.to, before),
  dropCheck: none,
  renameConstraint: none,
  createSequence: none,
  dropSequence: none,
  alterSequence: none,
  freeSequence: none,
  bindSequence: none,
  createObject: none,
  dropObject: none,
  alterObject: none,
  runSql: none,
};

/** Of a key: what refers to it gets the same values. */
function handedHazards(name: QualifiedName, { takenBy, value }: Handover): Hazard[] {
  if (value.kind === "followed") return [];
  if (value.kind === "own") return converted(name, takenBy, value);
  return [hazard("narrowsValues", name, takenBy, "gets another value in each row, and so does what refers to it")];
}

/** What is promised of a column that rows are given one value for. */
function filledHazards({ name, indexes, foreignKeys }: Table, column: string): Hazard[] {
  const isUnique = indexes.some(
    ({ unique, keys }) => unique && keys.some(({ on }) => on.kind === "column" && on.name === column),
  );
  const refers = foreignKeys.some(({ columns }) => columns.includes(column));
  return [
    ...(isUnique ? [hazard("mayFail", name, column, "is unique, and several rows may be given one value")] : []),
    ...(refers ? [hazard("mayFail", name, column, "is given a value that its foreign key may not find")] : []),
  ];
}

function keyHazards(table: QualifiedName, { columns }: PrimaryKey, before: Schema): Hazard[] {
  return inExisting(table, before, () => [
    hazard("mayFail", table, only(columns), "becomes the primary key, and may hold NULL or duplicates"),
  ]);
}

function indexHazards(table: QualifiedName, { unique, keys }: Index, before: Schema): Hazard[] {
  const columns = keys.flatMap(({ on }) => (on.kind === "column" ? [on.name] : []));
  return inExisting(table, before, () =>
    unique ? [hazard("mayFail", table, only(columns), "becomes unique, and may hold duplicates")] : [],
  );
}

function foreignKeyHazards(table: QualifiedName, { validated, columns }: ForeignKey, before: Schema): Hazard[] {
  return inExisting(table, before, () =>
    validated
      ? [hazard("mayFail", table, only(columns), "gets a foreign key, and may hold values without a match")]
      : [],
  );
}

function checkHazards(table: QualifiedName, { name, definition }: Check, before: Schema): Hazard[] {
  return inExisting(table, before, () =>
    /\bNOT VALID\s*$/i.test(definition)
      ? []
      : [hazard("mayFail", table, null, `gets the check ${name}, and may hold rows against it`)],
  );
}

function hazard(kind: Hazard["kind"], name: QualifiedName, column: string | null, text: string): Hazard {
  return { kind, table: name, column, value: null, text };
}

function inExisting(name: QualifiedName, before: Schema, answer: (existing: Table) => Hazard[]): Hazard[] {
  const existing = before.tables.find((each) => sameName(each.name, name));
  return existing ? answer(existing) : [];
}

function lacksValue(column: Column): boolean {
  return !column.nullable && column.default === null && column.identity === null && column.generated === null;
}

function converted(
  name: QualifiedName,
  column: string,
  { from, to }: { readonly from: ColumnType; readonly to: ColumnType },
): Hazard[] {
  switch (conversionOf(from, to)) {
    case "safe":
      return [];
    case "respells":
      return [hazard("respellsValues", name, column, "may hold values that its new type spells otherwise")];
    case "refuses":
      return [hazard("mayFail", name, column, "may hold values that its new type has no room for")];
    case "narrows": {
      const isCut = from.array && !to.array;
      const text = isCut ? "may hold lists of which only the first value stays" : narrowing;
      return [hazard("narrowsValues", name, column, text)];
    }
    case "parses":
      return [hazard("mayFail", name, column, "may hold values that its new type does not read, or spells otherwise")];
  }
}

const narrowing = "may hold values that its new type rounds, cuts or refuses";

function only(columns: readonly string[]): string | null {
  return columns.length === 1 ? (columns[0] ?? null) : null;
}
