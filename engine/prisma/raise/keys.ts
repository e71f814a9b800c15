import { indexName, primaryKeyName, uniqueName } from "#engine/prisma/lower/names.ts";
import type { RaisedNames } from "#engine/prisma/raise/names.ts";
import type { RaisedAttribute } from "#engine/prisma/raise/raised.ts";
import { raiseType } from "#engine/prisma/raise/types.ts";
import type { Index, IndexKey, Table } from "#engine/schema/model.ts";

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
    const map = mapped(primaryKey.name, primaryKeyName(table.name.name));
    const [column, ...more] = primaryKey.columns;
    if (column !== undefined && more.length === 0) onField(column).key.push({ name: "id", arguments: map });
    else attributes.push({ name: "id", arguments: [fieldList(table, primaryKey.columns, names), ...map] });
  }
  const sayable = table.indexes.filter((index) => isSayable(index, options));
  for (const index of sayable.filter((i) => i.unique)) {
    const columns = columnsOf(index);
    const map = mapped(index.name, uniqueName(table.name.name, columns));
    const where = index.predicate === null ? [] : [`where: raw(${JSON.stringify(index.predicate)})`];
    const [key, ...more] = index.keys;
    const [column = ""] = columns;
    if (key !== undefined && more.length === 0 && onField(column).unique.length === 0) {
      const sort = key.descending ? ["sort: Desc"] : [];
      onField(column).unique.push({ name: "unique", arguments: [...sort, ...where, ...map] });
    } else attributes.push({ name: "unique", arguments: [keyList(table, index, names), ...where, ...map] });
  }
  for (const index of sayable.filter((i) => !i.unique)) {
    const method = methods.get(index.method) ?? "";
    const args = [keyList(table, index, names)];
    if (index.method !== "btree") args.push(`type: ${method}`);
    if (index.predicate !== null) args.push(`where: raw(${JSON.stringify(index.predicate)})`);
    attributes.push({
      name: "index",
      arguments: [...args, ...mapped(index.name, indexName(table.name.name, columnsOf(index)))],
    });
  }
  const required = new Set(
    table.columns
      .filter((c) => !c.nullable && !c.type.array && raiseType(c.type, names).kind !== "unsupported")
      .map((c) => c.name),
  );
  const criteria = [
    ...(primaryKey ? [primaryKey.columns] : []),
    ...sayable.filter((index) => index.unique && index.predicate === null).map(columnsOf),
  ];
  const left = table.indexes.filter((index) => !sayable.includes(index) && !methods.has(index.method));
  return {
    fields,
    attributes,
    identified: criteria.some((columns) => columns.every((column) => required.has(column))),
    notes: left.map((index) => `The index ${index.name} has the type ${index.method}, which Prisma can't name.`),
  };
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
