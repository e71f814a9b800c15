import { sortedBy } from "#engine/core/compare.ts";
import { equal } from "#engine/core/equal.ts";
import { storageUnder } from "#engine/schema/columnStorage.ts";
import { mentions } from "#engine/schema/expressionNames.ts";
import { tableFinder } from "#engine/schema/inherited.ts";
import type { CatalogObject, EnumType, Extension, Schema, Sequence, Table } from "#engine/schema/model.ts";
import { nameKey, type QualifiedName } from "#engine/schema/name.ts";
import { columnKey } from "#engine/schema/objectKey.ts";
import { overlayHeirs } from "#engine/schema/overlayHeirs.ts";
import { renamedSequences } from "#engine/schema/overlaySequences.ts";
import { overlayTable } from "#engine/schema/overlayTable.ts";
import { sameEnum, sameType } from "#engine/schema/same.ts";
import { domainsOf } from "#engine/schema/unsaid.ts";

export interface OverlayOptions {
  /** The models' schema has the preview feature: conditions of indexes are then theirs. */
  readonly partialIndexes: boolean;
  /** Names that count as nothing: what stands under them stays as it is. */
  readonly exclude?: (name: QualifiedName) => boolean;
  /** Take the models' order of an enum's values too, which makes the type anew and rewrites the tables that use it. */
  readonly reorderEnums?: boolean;
}

/**
 * What the models ask for, as a whole schema: their own, with everything that Prisma has no word for carried over from
 * `recorded`. A difference between `recorded` and the answer is one that the models made, and no other.
 *
 * What equals its recorded side is that very object, so that a diff passes over it.
 */
export function overlay(models: Schema, recorded: Schema, options: OverlayOptions): Schema {
  const exclude = options.exclude ?? (() => false);
  const tables = overlayTables(models, recorded, { partialIndexes: options.partialIndexes, exclude });
  const namespaces = [...new Set([...recorded.namespaces, ...models.namespaces])].toSorted();
  return {
    namespaces: equal(namespaces, recorded.namespaces) ? recorded.namespaces : namespaces,
    extensions: overlayExtensions(models.extensions, recorded.extensions),
    enums: overlayEnums(models, recorded, tables, { exclude, reorderEnums: options.reorderEnums ?? false }),
    tables,
    sequences: overlaySequences(recorded, tables),
    objects: overlayObjects(recorded, tables),
  };
}

export interface EnumReorder {
  readonly enum: QualifiedName;
  /** The values in the order that the database has. */
  readonly from: readonly string[];
  readonly to: readonly string[];
}

/** The models with the values of their enums in the recorded order, as `overlay` has them. */
export function inRecordedOrder(models: Schema, recorded: Schema): Schema {
  if (reorderedEnums(models, recorded).length === 0) return models;
  const old = new Map(recorded.enums.map((type) => [nameKey(type.name), type]));
  return {
    ...models,
    enums: models.enums.map((type) => {
      const before = old.get(nameKey(type.name));
      return before ? overlayEnum(type, before, { reorderEnums: false }) : type;
    }),
  };
}

/**
 * Enums whose values the models merely name in another order. PostgreSQL can't reorder values without a new type, so this
 * is told, and generated on request only. Values that only one side has are left out; where one goes, the type is made
 * anew anyway.
 */
export function reorderedEnums(models: Schema, recorded: Schema): EnumReorder[] {
  const asked = new Map(models.enums.map((type) => [nameKey(type.name), type]));
  return recorded.enums.flatMap((type) => {
    const to = asked.get(nameKey(type.name))?.values.filter((value) => type.values.includes(value)) ?? [];
    const from = type.values.filter((value) => to.includes(value));
    if (from.length < type.values.length) return [];
    return equal(from, to) ? [] : [{ enum: type.name, from, to }];
  });
}

/** Added, never dropped or moved. A version counts where the models pin one and the catalog tells one. */
function overlayExtensions(models: readonly Extension[], recorded: readonly Extension[]): readonly Extension[] {
  const asked = new Map(models.map((extension) => [extension.name, extension]));
  const kept = recorded.map((extension): Extension => {
    const model = asked.get(extension.name);
    asked.delete(extension.name);
    return model ? overlayExtension(model, extension) : extension;
  });
  return sortedBy([...kept, ...asked.values()], (extension) => extension.name);
}

/** An extension as it is, but for what the models say of it: they may leave its schema and its version open. */
export function overlayExtension(model: Extension, recorded: Extension): Extension {
  const schema = recorded.schema === null ? null : (model.schema ?? recorded.schema);
  const version = recorded.version === null ? null : (model.version ?? recorded.version);
  return schema === recorded.schema && version === recorded.version ? recorded : { ...recorded, schema, version };
}

function overlayEnums(
  models: Schema,
  recorded: Schema,
  tables: readonly Table[],
  { exclude, reorderEnums }: Pick<Required<OverlayOptions>, "exclude" | "reorderEnums">,
): readonly EnumType[] {
  const asked = new Map(models.enums.filter(({ name }) => !exclude(name)).map((type) => [nameKey(type.name), type]));
  const used = new Set(
    tables.flatMap((table) => table.columns.flatMap(({ type }) => (type.kind === "enum" ? [nameKey(type.name)] : []))),
  );
  const kept = recorded.enums.flatMap((type) => {
    const key = nameKey(type.name);
    const model = asked.get(key);
    asked.delete(key);
    if (model) return [overlayEnum(model, type, { reorderEnums })];
    return exclude(type.name) || used.has(key) ? [type] : [];
  });
  return sortedBy([...kept, ...asked.values()], (type) => nameKey(type.name));
}

/**
 * The recorded order stays, unless a value goes: the type is then made anew, and may as well be as the models have it. A new
 * value stands behind the one that it follows in the models.
 */
function overlayEnum(
  model: EnumType,
  recorded: EnumType,
  { reorderEnums }: { readonly reorderEnums: boolean },
): EnumType {
  if (reorderEnums || !recorded.values.every((value) => model.values.includes(value))) {
    return sameEnum(model, recorded) ? recorded : model;
  }
  const values = [...recorded.values];
  for (const [at, value] of model.values.entries()) {
    if (values.includes(value)) continue;
    const previous = model.values[at - 1];
    values.splice(previous === undefined ? 0 : values.indexOf(previous) + 1, 0, value);
  }
  const merged = { ...recorded, values };
  return sameEnum(merged, recorded) ? recorded : merged;
}

/** A foreign key may name the columns of a key in any order. */
function keyOfColumns(table: QualifiedName, columns: readonly string[]): string {
  return [nameKey(table), ...columns.toSorted()].join("\0");
}

function overlayTables(
  models: Schema,
  recorded: Schema,
  options: Omit<Required<OverlayOptions>, "reorderEnums">,
): readonly Table[] {
  const asked = new Map(
    models.tables.filter(({ name }) => !options.exclude(name)).map((table) => [nameKey(table.name), table]),
  );
  const isModel = (name: QualifiedName) => asked.has(nameKey(name));
  const old = new Map(recorded.tables.map((table) => [nameKey(table.name), table]));
  // Asked of tables that differ, and mostly there is none.
  const references = once(() => {
    const named = models.tables.flatMap(({ foreignKeys }) => foreignKeys.map((key) => key.references));
    return new Set(named.map(({ table, columns }) => keyOfColumns(table, columns)));
  });
  const isReferenced = (table: QualifiedName, columns: readonly string[]) =>
    references().has(keyOfColumns(table, columns));
  const renamed = once(() => renamedSequences(models, recorded));
  const domains = once(() => domainsOf(recorded));
  const renamesSequence = (table: QualifiedName, column: string) => renamed().has(columnKey(table, column));
  const stays = (name: QualifiedName) => isModel(name) || (options.exclude(name) && old.has(nameKey(name)));
  const others = { isModel, stays, isReferenced, renamesSequence, domains };
  const overlaid = overlayHeirs(recorded.tables, (table) => {
    const model = asked.get(nameKey(table.name));
    if (model) return overlayTable(model, table, { ...options, ...others });
    return options.exclude(table.name) ? table : null;
  });
  const added = [...asked.values()].filter(({ name }) => !old.has(nameKey(name)));
  return sortedBy([...overlaid, ...added], (table) => nameKey(table.name));
}

function once<T extends object>(make: () => T): () => T {
  let made: T | null = null;
  return () => (made ??= make());
}

/** All of them, but those that go with their column. */
function overlaySequences({ sequences }: Schema, tables: readonly Table[]): readonly Sequence[] {
  if (!sequences.some(({ ownedBy }) => ownedBy)) return sequences;
  const find = tableFinder(tables);
  const stays = ({ ownedBy }: Sequence) => {
    const owner = ownedBy && find(ownedBy.table);
    return !ownedBy || owner?.columns.some(({ name }) => name === ownedBy.column) === true;
  };
  return sequences.every(stays) ? sequences : sequences.filter(stays);
}

/** All of them, but what goes with its table, or says something of a part that goes. */
function overlayObjects(recorded: Schema, tables: readonly Table[]): readonly CatalogObject[] {
  const standing = new Map(tables.map((table) => [nameKey(table.name), table]));
  const old = new Map(recorded.tables.map((table) => [nameKey(table.name), table]));
  const objects = recorded.objects.flatMap((object) => {
    const before = object.table && old.get(nameKey(object.table));
    const after = object.table && standing.get(nameKey(object.table));
    if (!before || before === after) return [object];
    const left = after ? objectOn(object, before, after) : null;
    return left ? [left] : [];
  });
  const isSame =
    objects.length === recorded.objects.length && objects.every((each, at) => each === recorded.objects[at]);
  return isSame ? recorded.objects : objects;
}

/** Of a table that changed; null for what is said of a part that went. */
function objectOn(object: CatalogObject, before: Table, after: Table): CatalogObject | null {
  const { kind, dependsOn } = object;
  if (kind === "comment") return commentsOnGone(object, before, after) ? null : object;
  if (kind === "constraintTriggers" && !hasConstraint(after, object.name.name)) return null;
  if (kind !== "statistics" && kind !== "storage") return object;
  if (dependsOn.some((key) => isGoneColumn(key, before, after))) return null;
  const find = ({ columns }: Table) => columns.find(({ name }) => dependsOn.includes(columnKey(before.name, name)));
  const [from, to] = kind === "storage" ? [find(before), find(after)] : [];
  return !from || !to || sameType(from.type, to.type) ? object : storageUnder(object, to.type);
}

function hasConstraint({ checks, foreignKeys, indexes, primaryKey }: Table, name: string): boolean {
  return [...checks, ...foreignKeys, ...indexes, ...(primaryKey ? [primaryKey] : [])].some(
    (each) => each.name === name,
  );
}

function isGoneColumn(key: string, before: Table, after: Table): boolean {
  const column = before.columns.find(({ name }) => columnKey(before.name, name) === key);
  return column !== undefined && !after.columns.some(({ name }) => name === column.name);
}

/** A comment is named by its object as PostgreSQL identifies it: `column public.tasks.title`. */
function commentsOnGone({ name }: CatalogObject, before: Table, after: Table): boolean {
  const named = [...mentions(name.name)].at(name.name.startsWith("constraint ") ? 1 : -1);
  const parts = (table: Table) => {
    if (name.name.startsWith("column ")) return table.columns;
    if (name.name.startsWith("index ")) return table.indexes;
    if (!name.name.startsWith("constraint ")) return [];
    return [...table.checks, ...table.foreignKeys, ...table.indexes, ...(table.primaryKey ? [table.primaryKey] : [])];
  };
  const has = (table: Table) => parts(table).some((part) => part.name === named);
  return has(before) && !has(after);
}
