import { freeName, nameModels, type RaisedNames } from "#engine/prisma/raise/names.ts";
import { type ModelsView, relationName } from "#engine/pull/modelsView.ts";
import type { Schema } from "#engine/schema/model.ts";
import { nameKey, type QualifiedName } from "#engine/schema/name.ts";

export interface ModelNames extends RaisedNames {
  /** A name that no field of the table's model has or is about to have: the first free one. */
  fresh(table: QualifiedName, candidates: readonly string[]): string;
  /** A name that no relation has. */
  freshRelation(wanted: string): string;
}

/** What the models call things already; for what they do not name yet, what Prisma would call it, where that is free. */
export function namesInModels(
  view: ModelsView,
  schema: Schema,
  options: { readonly multiSchema: boolean },
): ModelNames {
  const usual = nameModels(schema, options);
  const given = new Map<string, string>();
  const blocks = new Set([...view.models, ...view.enums].map(({ name }) => name));
  const members = new Map<string, Set<string>>();
  const relations = new Set(
    view.models.flatMap((model) => [...model.fields.values()].flatMap((f) => relationName(f) ?? [])),
  );

  /** Once given, a name is taken. */
  const give = (key: string, wanted: string, taken: Set<string>): string => {
    const known = given.get(key);
    if (known !== undefined) return known;
    const name = freeName([wanted], taken);
    taken.add(name);
    given.set(key, name);
    return name;
  };
  /** Of a table by its model, whatever it is called by now. */
  const keyOf = (name: QualifiedName): string => view.table(name)?.model.name ?? nameKey(name);
  const membersOf = (key: string, own: Iterable<string>): Set<string> => {
    const taken = members.get(key) ?? new Set(own);
    members.set(key, taken);
    return taken;
  };
  return {
    model: (table) =>
      view.table(table.name)?.model.name ?? give(`block\0${nameKey(table.name)}`, usual.model(table), blocks),
    field(table, column) {
      const known = view.field(table.name, column);
      if (known) return known.name;
      const key = keyOf(table.name);
      const taken = membersOf(key, view.table(table.name)?.model.fields.keys() ?? []);
      return give(`field\0${key}\0${column}`, usual.field(table, column), taken);
    },
    enumeration(name) {
      const known = view.enum(name);
      if (known) return known.name;
      const wanted = usual.enumeration(name);
      return wanted === null ? null : give(`block\0${nameKey(name)}`, wanted, blocks);
    },
    fresh(name, candidates) {
      const taken = membersOf(keyOf(name), view.table(name)?.model.fields.keys() ?? []);
      const free = freeName(candidates, taken);
      taken.add(free);
      return free;
    },
    freshRelation(wanted) {
      const free = freeName([wanted], relations);
      relations.add(free);
      return free;
    },
    value(name, label) {
      const known = view.value(name, label);
      if (known) return known.name;
      const taken = membersOf(`enum\0${nameKey(name)}`, view.enum(name)?.values.keys() ?? []);
      return give(`value\0${nameKey(name)}\0${label}`, usual.value(name, label), taken);
    },
  };
}
