import type { Change } from "#engine/changes/change.ts";
import { mentions } from "#engine/schema/expressionNames.ts";
import type { Column, ColumnType, Schema, Table } from "#engine/schema/model.ts";
import { nameKey, type QualifiedName } from "#engine/schema/name.ts";
import { columnKey, type ObjectKey } from "#engine/schema/objectKey.ts";
import { sameGenerated, sameType } from "#engine/schema/same.ts";

/** What equal things must step aside for: columns of changed tables that PostgreSQL can't alter under those who use them. */
export interface Rebuilds {
  /** Columns whose type changes at all. */
  readonly retyped: ReadonlySet<ObjectKey>;
  /** Of those, where values of the old type and of the new don't compare. */
  readonly recast: ReadonlySet<ObjectKey>;
  /** Columns that are dropped and added anew under their name. */
  readonly remade: ReadonlySet<ObjectKey>;
  /** True where a text that mentions these names may read a retyped column. */
  readonly readsRetyped: (names: ReadonlySet<string>) => boolean;
}

/** `enumChanges` tell the enums that are made anew; `changed` are the tables on both sides. */
export function rebuildsOf(
  changed: readonly (readonly [from: Table, to: Table])[],
  from: Schema,
  enumChanges: readonly Change[],
): Rebuilds {
  const retyped = new Set<ObjectKey>();
  const recast = new Set<ObjectKey>();
  const remade = new Set<ObjectKey>();
  const places: { readonly table: string; readonly column: string }[] = [];
  const retype = (table: QualifiedName, column: string) => {
    retyped.add(columnKey(table, column));
    places.push({ table: table.name, column });
  };

  const madeAnew = new Set(
    enumChanges.flatMap((c) => (c.kind === "dropEnumValue" || c.kind === "reorderEnum" ? [nameKey(c.enum)] : [])),
  );
  if (madeAnew.size > 0) {
    for (const { name, columns } of from.tables) {
      for (const column of columns) {
        if (column.type.kind !== "enum" || !madeAnew.has(nameKey(column.type.name))) continue;
        retype(name, column.name);
        recast.add(columnKey(name, column.name));
      }
    }
  }

  for (const [a, b] of changed) {
    const newColumns = new Map(b.columns.map((column) => [column.name, column]));
    for (const column of a.columns) {
      const other = newColumns.get(column.name);
      if (other === undefined || sameType(column.type, other.type)) continue;
      retype(b.name, column.name);
      if (familyOf(column.type) !== familyOf(other.type)) recast.add(columnKey(b.name, column.name));
    }
    for (const column of a.columns) {
      const other = newColumns.get(column.name);
      if (other !== undefined && mustBeRemade(column, other, b.name, retyped)) {
        remade.add(columnKey(b.name, column.name));
        retype(b.name, column.name);
        recast.add(columnKey(b.name, column.name));
      }
    }
  }
  return {
    retyped,
    recast,
    remade,
    readsRetyped: (names) => places.some(({ table, column }) => names.has(table) && names.has(column)),
  };
}

/** A column can cease to be generated in place, but not become so, nor compute from what is retyped. */
function mustBeRemade(from: Column, to: Column, table: QualifiedName, retyped: ReadonlySet<ObjectKey>): boolean {
  if (to.generated === null) return false;
  if (!sameGenerated(from.generated, to.generated)) return true;
  return [...mentions(to.generated.expression)].some((name) => retyped.has(columnKey(table, name)));
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
