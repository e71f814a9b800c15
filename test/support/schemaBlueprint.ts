import fc from "fast-check";

/**
 * A schema by small numbers, each taken modulo what there is to choose from: whatever the numbers, what is built from
 * them is valid in PostgreSQL, and fast-check can shrink it.
 */
export interface Blueprint {
  /** A second PostgreSQL schema beside `public`. */
  readonly second: boolean;
  readonly extensions: number;
  readonly enums: readonly EnumBlueprint[];
  readonly tables: readonly TableBlueprint[];
  readonly sequences: readonly PartBlueprint[];
  readonly objects: readonly PartBlueprint[];
}

export interface EnumBlueprint {
  readonly name: number;
  readonly place: number;
  readonly values: readonly number[];
}

export interface TableBlueprint {
  readonly name: number;
  readonly place: number;
  readonly columns: readonly PartBlueprint[];
  /** Columns of the primary key; none without. */
  readonly primaryKey: readonly number[];
  readonly indexes: readonly PartBlueprint[];
  readonly foreignKeys: readonly PartBlueprint[];
  readonly checks: readonly PartBlueprint[];
}

/** `name` tells parts apart; the rest are choices. */
export interface PartBlueprint {
  readonly name: number;
  readonly kind: number;
  readonly on: readonly number[];
  readonly options: number;
}

const small = fc.nat(7);
const choice = fc.nat(1000);

const part: fc.Arbitrary<PartBlueprint> = fc.record(
  { name: small, kind: choice, on: fc.array(small, { minLength: 1, maxLength: 3 }), options: choice },
  { noNullPrototype: true },
);

const enumType: fc.Arbitrary<EnumBlueprint> = fc.record(
  { name: fc.nat(2), place: fc.nat(3), values: fc.uniqueArray(fc.nat(5), { minLength: 1, maxLength: 5 }) },
  { noNullPrototype: true },
);

const table: fc.Arbitrary<TableBlueprint> = fc.record(
  {
    name: fc.nat(5),
    place: fc.nat(3),
    columns: fc.array(part, { minLength: 1, maxLength: 6 }),
    primaryKey: fc.uniqueArray(small, { maxLength: 2 }),
    indexes: fc.array(part, { maxLength: 3 }),
    foreignKeys: fc.array(part, { maxLength: 2 }),
    checks: fc.array(part, { maxLength: 2 }),
  },
  { noNullPrototype: true },
);

export const blueprint: fc.Arbitrary<Blueprint> = fc.record(
  {
    second: fc.boolean(),
    extensions: fc.nat(3),
    enums: fc.array(enumType, { maxLength: 3 }),
    tables: fc.array(table, { maxLength: 4 }),
    sequences: fc.array(part, { maxLength: 1 }),
    objects: fc.array(part, { maxLength: 3 }),
  },
  { noNullPrototype: true },
);

/** One edit of a blueprint, of the kind that somebody makes between two revisions. */
export type Edit = (before: Blueprint) => Blueprint;

export const edit: fc.Arbitrary<Edit> = fc.oneof(
  table.map((added): Edit => (b) => ({ ...b, tables: [...b.tables, added] })),
  choice.map((at): Edit => (b) => ({ ...b, tables: without(b.tables, at) })),
  enumType.map((added): Edit => (b) => ({ ...b, enums: [...b.enums, added] })),
  choice.map((at): Edit => (b) => ({ ...b, enums: without(b.enums, at) })),
  fc
    .tuple(choice, enumType)
    .map(([at, { values }]): Edit => (b) => ({ ...b, enums: edited(b.enums, at, (e) => ({ ...e, values })) })),
  fc
    .tuple(
      choice,
      fc.array(fc.tuple(fc.constantFrom(...lists()), choice, part, fc.nat(2)), { minLength: 1, maxLength: 4 }),
    )
    .map(([at, steps]): Edit => (b) => ({
      ...b,
      tables: edited(b.tables, at, (t) => steps.reduce((each, step) => editTable(each, ...step), t)),
    })),
  fc
    .tuple(choice, fc.uniqueArray(small, { maxLength: 2 }))
    .map(([at, primaryKey]): Edit => (b) => ({ ...b, tables: edited(b.tables, at, (t) => ({ ...t, primaryKey })) })),
  part.map((added): Edit => (b) => ({ ...b, objects: [...b.objects, added] })),
  choice.map((at): Edit => (b) => ({ ...b, objects: without(b.objects, at) })),
  part.map((added): Edit => (b) => ({ ...b, sequences: [added] })),
  fc.boolean().map((second): Edit => (b) => ({ ...b, second })),
);

type PartList = "columns" | "indexes" | "foreignKeys" | "checks";

function lists(): readonly PartList[] {
  return ["columns", "indexes", "foreignKeys", "checks"];
}

function editTable(
  table: TableBlueprint,
  list: PartList,
  at: number,
  part: PartBlueprint,
  how: number,
): TableBlueprint {
  const parts = table[list];
  if (how === 0) return { ...table, [list]: [...parts, part] };
  if (how === 1) return { ...table, [list]: without(parts, at) };
  return { ...table, [list]: edited(parts, at, (old) => ({ ...part, name: old.name })) };
}

function without<T>(items: readonly T[], at: number): readonly T[] {
  return items.length === 0 ? items : items.toSpliced(at % items.length, 1);
}

function edited<T>(items: readonly T[], at: number, change: (item: T) => T): readonly T[] {
  return items.map((item, index) => (index === at % items.length ? change(item) : item));
}
