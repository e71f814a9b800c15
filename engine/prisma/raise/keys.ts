import { indexName, primaryKeyName, uniqueName } from "#engine/prisma/lower/names.ts";
import type { RaisedNames } from "#engine/prisma/raise/names.ts";
import type { RaisedAttribute } from "#engine/prisma/raise/raised.ts";
import { raiseType } from "#engine/prisma/raise/types.ts";
import type { Index, IndexKey, PrimaryKey, Table } from "#engine/schema/model.ts";

export interface RaisedKeys {
  /** By column. */
  readonly fields: ReadonlyMap<
    string,
    { readonly key: readonly RaisedAttribute[]; readonly unique: readonly RaisedAttribute[] }
  >;
  /** `@@id`, `@@unique`, `@@index`. */
  readonly attributes: readonly RaisedAttribute[];
  /** Whether the columns of some key identify a row: Prisma asks that they are required. */
  readonly identified: boolean;
  /** What a reader of the model should know and Prisma can't say. */
  readonly notes: readonly string[];
}

export interface KeyOptions {
  readonly names: RaisedNames;
  readonly partialIndexes: boolean;
}

/** The attribute of a key or index, and the column whose field carries it; null for `@@…`. */
export interface RaisedKey {
  readonly column: string | null;
  readonly attribute: RaisedAttribute;
}

export function raiseKeys(table: Table, names: RaisedNames, options: { readonly partialIndexes: boolean }): RaisedKeys {
  const fields = new Map<string, { key: RaisedAttribute[]; unique: RaisedAttribute[] }>();
  const attributes: RaisedAttribute[] = [];
  const onField = (column: string): { key: RaisedAttribute[]; unique: RaisedAttribute[] } => {
    const own = fields.get(column) ?? { key: [], unique: [] };
    fields.set(column, own);
    return own;
  };
  const { primaryKey } = table;
  if (primaryKey) {
    const { column, attribute } = raisePrimaryKey(table, primaryKey, names);
    if (column === null) attributes.push(attribute);
    else onField(column).key.push(attribute);
  }
  const sayable = table.indexes.filter((index) => isSayable(index, options));
  for (const index of sayable.toSorted((x, y) => Number(y.unique) - Number(x.unique))) {
    const raised = raiseIndex(table, index, {
      names,
      ...options,
      free: (column) => onField(column).unique.length === 0,
    });
    if (!raised) continue;
    if (raised.column === null) attributes.push(raised.attribute);
    else onField(raised.column).unique.push(raised.attribute);
  }
  const left = table.indexes.filter((index) => !sayable.includes(index) && !methods.has(index.method));
  return {
    fields,
    attributes,
    identified: isIdentified(table, names, options),
    notes: left.map((index) => `The index ${index.name} has the type ${index.method}, which Prisma can't name.`),
  };
}

/** `@id` or `@@id`. */
export function raisePrimaryKey(table: Table, { name, columns }: PrimaryKey, names: RaisedNames): RaisedKey {
  const map = mapped(name, primaryKeyName(table.name.name));
  const [column, ...more] = columns;
  if (column !== undefined && more.length === 0) return { column, attribute: { name: "id", arguments: map } };
  return { column: null, attribute: { name: "id", arguments: [fieldList(table, columns, names), ...map] } };
}

/**
 * `@unique`, `@@unique` or `@@index`; null for an index that Prisma has no word for. `free` tells whether the field of a
 * column can carry one.
 */
export function raiseIndex(
  table: Table,
  index: Index,
  { names, partialIndexes, free }: KeyOptions & { readonly free: (column: string) => boolean },
): RaisedKey | null {
  if (!isSayable(index, { partialIndexes })) return null;
  const columns = columnsOf(index);
  const where = index.predicate === null ? [] : [`where: raw(${JSON.stringify(index.predicate)})`];
  if (!index.unique) {
    const type = index.method === "btree" ? [] : [`type: ${methods.get(index.method) ?? ""}`];
    const map = mapped(index.name, indexName(table.name.name, columns));
    return {
      column: null,
      attribute: { name: "index", arguments: [keyList(table, index, names), ...type, ...where, ...map] },
    };
  }
  const map = mapped(index.name, uniqueName(table.name.name, columns));
  const [key, ...more] = index.keys;
  const [column = ""] = columns;
  if (key !== undefined && more.length === 0 && free(column)) {
    const sort = key.descending ? ["sort: Desc"] : [];
    return { column, attribute: { name: "unique", arguments: [...sort, ...where, ...map] } };
  }
  return { column: null, attribute: { name: "unique", arguments: [keyList(table, index, names), ...where, ...map] } };
}

/** Whether the columns of some key identify a row: Prisma asks that they are required. */
export function isIdentified(table: Table, names: RaisedNames, options: { readonly partialIndexes: boolean }): boolean {
  const required = new Set(
    table.columns
      .filter((c) => !c.nullable && !c.type.array && raiseType(c.type, names).kind !== "unsupported")
      .map((c) => c.name),
  );
  const unique = table.indexes.filter((i) => i.unique && i.predicate === null && isSayable(i, options));
  const criteria = [...(table.primaryKey ? [table.primaryKey.columns] : []), ...unique.map(columnsOf)];
  return criteria.some((columns) => columns.every((column) => required.has(column)));
}

/** Prisma's names of index types. */
const methods: ReadonlyMap<string, string> = new Map([
  ["btree", "BTree"],
  ["hash", "Hash"],
  ["gin", "Gin"],
  ["gist", "Gist"],
  ["spgist", "SpGist"],
  ["brin", "Brin"],
]);

function isSayable(index: Index, options: { readonly partialIndexes: boolean }): boolean {
  if (index.predicate !== null && !options.partialIndexes) return false;
  return methods.has(index.method) && index.keys.every((key) => key.on.kind === "column");
}

function columnsOf(index: Index): string[] {
  return index.keys.flatMap(({ on }) => (on.kind === "column" ? [on.name] : []));
}

/** `map: "x"` where the name is not the one that Prisma would give. */
function mapped(name: string, standard: string): string[] {
  return name === standard ? [] : [`map: ${JSON.stringify(name)}`];
}

function fieldList(table: Table, columns: readonly string[], names: RaisedNames): string {
  return `[${columns.map((column) => names.field(table, column)).join(", ")}]`;
}

function keyList(table: Table, index: Index, names: RaisedNames): string {
  return `[${index.keys.map((key) => keyText(table, key, index, names)).join(", ")}]`;
}

function keyText(table: Table, key: IndexKey, index: Index, names: RaisedNames): string {
  const field = key.on.kind === "column" ? names.field(table, key.on.name) : "";
  const options: string[] = [];
  // A unique key has no operator classes in Prisma.
  if (key.operatorClass !== null && !index.unique) options.push(`ops: ${operatorClass(key.operatorClass)}`);
  if (key.descending) options.push("sort: Desc");
  return options.length === 0 ? field : `${field}(${options.join(", ")})`;
}

function operatorClass(name: string): string {
  return name === "jsonb_path_ops" ? "JsonbPathOps" : `raw(${JSON.stringify(name)})`;
}
