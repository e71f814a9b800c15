import { compareText } from "#engine/core/compare.ts";
import type { CatalogObject, EnumType, Extension, Schema, Sequence, Table } from "#engine/schema/model.ts";
import { hasParents, parentsOf } from "#engine/schema/inherited.ts";
import { nameKey, type QualifiedName, sameName } from "#engine/schema/name.ts";
import { catalogObjectKey } from "#engine/schema/objectKey.ts";

/** A schema under change: its lists by key, so that many changes cost what they touch. */
export interface Draft {
  readonly namespaces: KeyedList<string>;
  readonly extensions: KeyedList<Extension>;
  /** By `nameKey`, as tables and sequences are. */
  readonly enums: KeyedList<EnumType>;
  readonly tables: KeyedList<Table>;
  readonly sequences: KeyedList<Sequence>;
  /** By `catalogObjectKey`. */
  readonly objects: KeyedList<CatalogObject>;
}

export function draftOf(schema: Schema): Draft {
  const byName = (item: { readonly name: QualifiedName }) => nameKey(item.name);
  return {
    namespaces: keyedList(schema.namespaces, (name) => name),
    extensions: keyedList(schema.extensions, (extension) => extension.name),
    enums: keyedList(schema.enums, byName),
    tables: keyedList(schema.tables, byName),
    sequences: keyedList(schema.sequences, byName),
    objects: keyedList(schema.objects, catalogObjectKey),
  };
}

/** The schema that the draft has become. Lists that nothing touched are the ones it began with. */
export function schemaOf(draft: Draft): Schema {
  return {
    namespaces: draft.namespaces.items(),
    extensions: draft.extensions.items(),
    enums: draft.enums.items(),
    tables: draft.tables.items(),
    sequences: draft.sequences.items(),
    objects: draft.objects.items(),
  };
}

/** The tables that are partitions of `name` or inherit from it. */
export function heirsOf(draft: Draft, name: QualifiedName): Table[] {
  return draft.tables.some(hasParents)
    ? draft.tables.all().filter((table) => parentsOf(table).some((parent) => sameName(parent, name)))
    : [];
}

export interface KeyedList<T> {
  get(key: string): T | undefined;
  /** Adds the item, or puts it in the place of the one with its key. */
  put(item: T): void;
  remove(key: string): void;
  /** Replaces the item with the key, if there is one; its key may change. */
  edit(key: string, change: (item: T) => T): void;
  /** Replaces every item that `change` answers another for; keys may change. */
  editAll(change: (item: T) => T): void;
  /** Whether one of the items with which the list began, or that came since, is such a one. */
  some(test: (item: T) => boolean): boolean;
  all(): readonly T[];
  /** The list, sorted by key when items came or were renamed, and in its old order otherwise. */
  items(): readonly T[];
}

/** The map is made when the first key is asked for: most changes touch one of the lists. */
function keyedList<T>(base: readonly T[], keyOf: (item: T) => string): KeyedList<T> {
  let map: Map<string, T> | null = null;
  let touched = false;
  let unsorted = false;

  const byKey = () => (map ??= new Map(base.map((item) => [keyOf(item), item])));
  const put = (item: T) => {
    const key = keyOf(item);
    if (!byKey().has(key)) unsorted = true;
    byKey().set(key, item);
    touched = true;
  };
  const replace = (key: string, item: T, replacement: T) => {
    if (replacement === item) return;
    if (keyOf(replacement) !== key) byKey().delete(key);
    put(replacement);
  };

  return {
    get: (key) => byKey().get(key),
    put,
    remove: (key) => {
      if (byKey().delete(key)) touched = true;
    },
    edit: (key, change) => {
      const item = byKey().get(key);
      if (item !== undefined) replace(key, item, change(item));
    },
    editAll: (change) => {
      for (const [key, item] of [...byKey()]) replace(key, item, change(item));
    },
    some: (test) => base.some(test) || (touched && [...byKey().values()].some(test)),
    all: () => [...byKey().values()],
    items: () => {
      if (!touched) return base;
      if (!unsorted) return [...byKey().values()];
      return [...byKey()].sort(([a], [b]) => compareText(a, b)).map(([, item]) => item);
    },
  };
}
