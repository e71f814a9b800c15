import fc from "fast-check";

/**
 * Models by small numbers, each taken modulo what there is to choose from: whatever the numbers, what is written of them
 * is as good as always valid to Prisma, and fast-check can shrink it.
 */
export interface ModelsPlan {
  /** The name of the datasource, several PostgreSQL schemas, relation mode, extensions: bit by bit. */
  readonly settings: number;
  readonly enums: readonly EnumPlan[];
  readonly models: readonly ModelPlan[];
  readonly relations: readonly RelationPlan[];
}

export interface EnumPlan {
  readonly name: number;
  readonly mapped: number;
  readonly place: number;
  readonly values: readonly NamePlan[];
}

/** A name in the models and, by `mapped`, one in the database. */
export interface NamePlan {
  readonly name: number;
  readonly mapped: number;
}

export interface ModelPlan extends NamePlan {
  readonly place: number;
  readonly id: number;
  readonly fields: readonly FieldPlan[];
  readonly keys: readonly KeyPlan[];
}

export interface FieldPlan extends NamePlan {
  readonly type: number;
  readonly arity: number;
  readonly value: number;
  readonly options: number;
}

export interface KeyPlan {
  readonly kind: number;
  readonly on: readonly number[];
  readonly mapped: number;
  readonly options: number;
}

export interface RelationPlan {
  readonly from: number;
  readonly to: number;
  readonly kind: number;
  readonly options: number;
}

const small = fc.nat(9);
const choice = fc.nat(9999);
const plain = { noNullPrototype: true } as const;

const namePlan: fc.Arbitrary<NamePlan> = fc.record({ name: small, mapped: choice }, plain);

const enumPlan: fc.Arbitrary<EnumPlan> = fc.record(
  { name: fc.nat(2), mapped: choice, place: fc.nat(3), values: fc.array(namePlan, { minLength: 1, maxLength: 5 }) },
  plain,
);

const fieldPlan: fc.Arbitrary<FieldPlan> = fc.record(
  { name: fc.nat(14), mapped: choice, type: choice, arity: fc.nat(5), value: choice, options: choice },
  plain,
);

const keyPlan: fc.Arbitrary<KeyPlan> = fc.record(
  { kind: choice, on: fc.array(fc.nat(20), { minLength: 1, maxLength: 3 }), mapped: choice, options: choice },
  plain,
);

const modelPlan: fc.Arbitrary<ModelPlan> = fc.record(
  {
    name: fc.nat(6),
    mapped: choice,
    place: fc.nat(3),
    id: choice,
    fields: fc.array(fieldPlan, { maxLength: 7 }),
    keys: fc.array(keyPlan, { maxLength: 3 }),
  },
  plain,
);

const relationPlan: fc.Arbitrary<RelationPlan> = fc.record(
  { from: small, to: small, kind: choice, options: choice },
  plain,
);

export const modelsPlan: fc.Arbitrary<ModelsPlan> = fc.record(
  {
    settings: fc.nat(31),
    enums: fc.array(enumPlan, { maxLength: 3 }),
    models: fc.array(modelPlan, { minLength: 1, maxLength: 4 }),
    relations: fc.array(relationPlan, { maxLength: 4 }),
  },
  plain,
);

/** What somebody does to models between two revisions. */
export type ModelsEdit = (before: ModelsPlan) => ModelsPlan;

type ListEdit<T> = (items: readonly T[]) => readonly T[];

const enumEdit: fc.Arbitrary<(before: EnumPlan) => EnumPlan> = fc.oneof(
  {
    weight: 3,
    arbitrary: listEdit(namePlan).map((edit) => (type: EnumPlan) => ({ ...type, values: edit(type.values) })),
  },
  choice.map((mapped) => (type: EnumPlan) => ({ ...type, mapped })),
  fc.nat(3).map((place) => (type: EnumPlan) => ({ ...type, place })),
);

const modelEdit: fc.Arbitrary<(before: ModelPlan) => ModelPlan> = fc.oneof(
  { weight: 5, arbitrary: listEdit(fieldPlan).map((edit) => (m: ModelPlan) => ({ ...m, fields: edit(m.fields) })) },
  { weight: 2, arbitrary: listEdit(keyPlan).map((edit) => (m: ModelPlan) => ({ ...m, keys: edit(m.keys) })) },
  choice.map((mapped) => (m: ModelPlan) => ({ ...m, mapped })),
  choice.map((id) => (m: ModelPlan) => ({ ...m, id })),
  fc.nat(3).map((place) => (m: ModelPlan) => ({ ...m, place })),
  fc.nat(6).map((name) => (m: ModelPlan) => ({ ...m, name })),
);

export const modelsEdit: fc.Arbitrary<ModelsEdit> = fc.oneof(
  listEdit(modelPlan).map((edit): ModelsEdit => (b) => ({ ...b, models: edit(b.models) })),
  listEdit(enumPlan).map((edit): ModelsEdit => (b) => ({ ...b, enums: edit(b.enums) })),
  listEdit(relationPlan).map((edit): ModelsEdit => (b) => ({ ...b, relations: edit(b.relations) })),
  fc.nat(31).map((settings): ModelsEdit => (b) => ({ ...b, settings })),
  {
    weight: 3,
    arbitrary: fc
      .tuple(choice, enumEdit)
      .map(([at, edit]): ModelsEdit => (b) => ({ ...b, enums: edited(b.enums, at, edit) })),
  },
  {
    weight: 9,
    arbitrary: fc
      .tuple(choice, modelEdit)
      .map(([at, edit]): ModelsEdit => (b) => ({ ...b, models: edited(b.models, at, edit) })),
  },
);

/** Adds one, takes one away, or changes one: in everything but its name, in its name in the database, in one trait. */
function listEdit<T extends object>(part: fc.Arbitrary<T>): fc.Arbitrary<ListEdit<T>> {
  return fc.tuple(fc.nat(6), choice, part).map(([how, at, fresh]): ListEdit<T> => {
    if (how === 0) return (items) => [...items, fresh];
    if (how === 1) return (items) => (items.length === 0 ? items : items.toSpliced(at % items.length, 1));
    if (how === 2) return (items) => (items.length === 0 ? items : items.toSpliced(at % items.length, 0, fresh));
    const kept = [["name", "mapped"], ["mapped"], ["arity"], ["value", "options"]][how - 3] ?? [];
    const isKept = (key: string) => kept.includes(key) === (how === 3);
    return (items) =>
      edited(items, at, (old) => ({
        ...old,
        ...(Object.fromEntries(Object.entries(fresh).filter(([key]) => !isKept(key))) as Partial<T>),
      }));
  });
}

function edited<T>(items: readonly T[], at: number, change: (item: T) => T): readonly T[] {
  return items.map((item, index) => (index === at % items.length ? change(item) : item));
}
