import { type Change, isHanded } from "#engine/changes/change.ts";
import type { Planned } from "#engine/changes/planned.ts";
import { remadeObjects } from "#engine/changes/remadeObjects.ts";
import { isCastable } from "#engine/schema/castable.ts";
import { mentions } from "#engine/schema/expressionNames.ts";
import { parentsOf, tableFinder, wholeColumns } from "#engine/schema/inherited.ts";
import type { Column, ColumnType, Schema } from "#engine/schema/model.ts";
import { nameKey, type QualifiedName } from "#engine/schema/name.ts";
import { catalogObjectKey, collationKey, columnKey, type ObjectKey, tableKey } from "#engine/schema/objectKey.ts";
import { sameGenerated, sameType } from "#engine/schema/same.ts";

/** What changes of columns and enums can't be done under those who use them. */
export interface Obstructions {
  /** Columns whose type changes at all. */
  readonly retyped: ReadonlySet<ObjectKey>;
  /** Of those, where values of the old type and of the new don't compare. */
  readonly recast: ReadonlySet<ObjectKey>;
  /** Columns that are dropped and added anew under their name, as they will be. */
  readonly remade: ReadonlyMap<ObjectKey, Remade>;
  /** Columns whose collation is made anew: they have another meanwhile. */
  readonly recollated: ReadonlyMap<ObjectKey, { readonly table: QualifiedName; readonly column: Column }>;
  /** Columns that get another collation, with those that are named before and after. */
  readonly recollating: ReadonlyMap<ObjectKey, readonly string[]>;
  /** True where a text that mentions these names may read a retyped column. */
  readonly readsRetyped: (names: ReadonlySet<string>) => boolean;
  /** Adds a column of a table, and the same of all its heirs, to keys of columns whose type changes. */
  readonly retype: (table: QualifiedName, column: string, into: Set<ObjectKey>) => void;
}

export interface Remade {
  readonly column: Column;
  readonly fill: string | null;
}

export function obstructionsOf(changes: readonly Change[], before: Schema, planned: Planned): Obstructions {
  const retyped = new Set<ObjectKey>();
  const recast = new Set<ObjectKey>();
  const remade = new Map<ObjectKey, Remade>();
  const places = new Map<string, Set<string>>();
  const heirs = heirsIn(before);
  const add = (table: QualifiedName, column: string, into: Set<ObjectKey>) => {
    into.add(columnKey(table, column));
    for (const heir of heirs(table)) add(heir, column, into);
  };
  const retype = (table: QualifiedName, column: string, how: { readonly recasts: boolean }) => {
    add(table, column, retyped);
    if (how.recasts) add(table, column, recast);
    places.set(table.name, (places.get(table.name) ?? new Set()).add(column));
  };

  const altered = new Map<ObjectKey, Extract<Change, { kind: "alterColumn" }>>();
  const madeAnew = new Set<string>();
  for (const change of changes) {
    if (change.kind === "dropEnumValue" || change.kind === "reorderEnum") madeAnew.add(nameKey(change.enum));
    if (change.kind !== "alterColumn") continue;
    const { table, from, to } = change;
    altered.set(columnKey(table, to.name), change);
    // A collation is given with the type.
    if (!sameType(from.type, to.type) || from.collation !== to.collation) {
      retype(table, to.name, { recasts: familyOf(from.type) !== familyOf(to.type) });
    }
  }
  for (const { name, columns } of madeAnew.size > 0 ? before.tables : []) {
    for (const column of columns) {
      if (column.type.kind !== "enum" || !madeAnew.has(nameKey(column.type.name))) continue;
      retype(name, column.name, { recasts: true });
    }
  }

  const recollating = recollatingOf(altered.values(), add);
  const recollated = recollatedIn(changes, before, planned);
  for (const { table, column } of recollated.values()) retype(table, column.name, { recasts: false });

  const { functions, columns: ofRemadeTypes } = remadeObjects(changes, before, planned);
  const changing = new Set(retyped);
  for (const { table, column, kind } of ofRemadeTypes) {
    add(table, column, changing);
    // A domain's columns are of what it stands for, others are text.
    if (kind !== "domain") add(table, column, recast);
  }

  for (const [key, change] of altered) {
    const { fill } = change;
    if (isHanded(fill) || !mustBeRemade(change.from, change.to)) continue;
    // The fill of a change that is undone was of the column's other type.
    remade.set(key, { column: change.to, fill: change.to.nullable ? null : fill });
    planned.replaced.add(change);
  }
  for (const { name: table, columns } of changing.size + functions.size > 0 ? before.tables : []) {
    if (planned.drops.has(tableKey(table))) continue;
    for (const column of columns) {
      const key = columnKey(table, column.name);
      if (column.generated === null || planned.drops.has(key) || remade.has(key)) continue;
      const change = altered.get(key);
      const to = change?.to ?? column;
      if (to.generated === null) continue;
      if (!readsAny(to.generated.expression, table, changing) && !calls(column, functions)) continue;
      remade.set(key, { column: to, fill: null });
      if (change) planned.replaced.add(change);
    }
  }
  for (const { name: table, columns } of remade.size > 0 ? before.tables : []) {
    for (const { name } of columns) if (remade.has(columnKey(table, name))) retype(table, name, { recasts: true });
  }
  const readsRetyped = (names: ReadonlySet<string>) =>
    [...places].some(([table, columns]) => names.has(table) && [...columns].some((column) => names.has(column)));
  return { retyped, recast, remade, recollated, recollating, readsRetyped, retype: add };
}

function recollatingOf(
  altered: Iterable<Extract<Change, { kind: "alterColumn" }>>,
  add: Obstructions["retype"],
): Obstructions["recollating"] {
  const found = new Map<ObjectKey, readonly string[]>();
  for (const { table, from, to } of altered) {
    if (from.collation === to.collation) continue;
    const keys = new Set<ObjectKey>();
    add(table, to.name, keys);
    const named = [from.collation, to.collation].filter((each) => each !== null);
    for (const key of keys) found.set(key, named);
  }
  return found;
}

function recollatedIn(changes: readonly Change[], { tables }: Schema, planned: Planned): Obstructions["recollated"] {
  const gone = new Set(
    changes.flatMap((change) =>
      change.kind === "dropObject" && change.object.kind === "collation" ? [catalogObjectKey(change.object)] : [],
    ),
  );
  const come = changes.flatMap((change) => (change.kind === "createObject" ? [catalogObjectKey(change.object)] : []));
  const anew = new Set(come.filter((key) => gone.has(key)));
  if (anew.size === 0) return new Map();
  // One that its parent lets go has its columns for itself.
  const left = new Set(changes.flatMap((change) => (change.kind === "detachPartition" ? [nameKey(change.table)] : [])));
  const find = tableFinder(tables);
  return new Map(
    tables.flatMap((each) =>
      (left.has(nameKey(each.name)) ? wholeColumns(each, find) : each.columns).flatMap((column) => {
        const table = each.name;
        const key = columnKey(table, column.name);
        const isAway = planned.drops.has(key) || planned.drops.has(tableKey(table));
        return !isAway && anew.has(collationKey(column.collation) ?? "") ? [[key, { table, column }] as const] : [];
      }),
    ),
  );
}

/** Those that have their columns from a table. */
function heirsIn({ tables }: Schema): (table: QualifiedName) => readonly QualifiedName[] {
  let heirs: Map<string, QualifiedName[]> | null = null;
  return (table) => {
    if (!heirs) {
      heirs = new Map();
      for (const each of tables) {
        for (const parent of parentsOf(each)) {
          heirs.set(nameKey(parent), [...(heirs.get(nameKey(parent)) ?? []), each.name]);
        }
      }
    }
    return heirs.get(nameKey(table)) ?? [];
  };
}

/**
 * In place a column can cease to be generated, if its values are stored; it can't become so, nor compute otherwise. Nor
 * can it take a type that no cast leads to: its values go then, which is a hazard to be accepted.
 */
function mustBeRemade(from: Column, to: Column): boolean {
  if (to.generated === null) return from.generated?.stored === false || !isCastable(from.type, to.type);
  return !sameGenerated(from.generated, to.generated);
}

function calls({ generated }: Column, functions: ReadonlySet<string>): boolean {
  return generated !== null && [...mentions(generated.expression)].some((name) => functions.has(name));
}

/** What a column computes from can't be retyped under it. */
function readsAny(sql: string, table: QualifiedName, columns: ReadonlySet<ObjectKey>): boolean {
  return [...mentions(sql)].some((name) => columns.has(columnKey(table, name)));
}

/** Types of one family compare with one another, and foreign keys may join them. */
function familyOf(type: ColumnType): string {
  const array = type.array ? "[]" : "";
  if (type.kind === "builtin") return (families[type.name] ?? type.name) + array;
  return type.kind === "enum" ? `enum\0${nameKey(type.name)}${array}` : `${type.schema ?? ""}\0${type.name}${array}`;
}

const families: Readonly<Record<string, string>> = {
  int2: "integer",
  int4: "integer",
  int8: "integer",
  varchar: "text",
  bpchar: "text",
  text: "text",
};
