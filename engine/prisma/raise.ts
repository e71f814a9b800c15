import { raiseEnums } from "#engine/prisma/raise/enums.ts";
import { raiseField } from "#engine/prisma/raise/fields.ts";
import { type RaisedKeys, raiseKeys } from "#engine/prisma/raise/keys.ts";
import { nameModels, type RaisedNames } from "#engine/prisma/raise/names.ts";
import { raiseRelations } from "#engine/prisma/raise/relations.ts";
import type { RaisedAttribute, RaisedEnum, RaisedModel } from "#engine/prisma/raise/raised.ts";
import { hasParents, tableFinder, wholeColumns } from "#engine/schema/inherited.ts";
import type { Schema, Table } from "#engine/schema/model.ts";
import { nameKey } from "#engine/schema/name.ts";

export interface RaiseOptions {
  /** The datasource's name, which native types begin with. */
  readonly datasource: string;
  /** The datasource names several schemas: every model and enum says which is its own. */
  readonly multiSchema: boolean;
  /** The schema has this preview feature: the conditions of indexes can be written. */
  readonly partialIndexes: boolean;
}

export interface RaisedModels {
  readonly models: readonly RaisedModel[];
  readonly enums: readonly RaisedEnum[];
}

/**
 * Models for a database that has none, as Prisma's `db pull` writes them: named after the tables, relations on both sides,
 * a name with `map` only where it is not the default.
 *
 * Lowering the answer gives the schema again, as far as Prisma has words for it: what it has none for (generated columns,
 * expression indexes, checks, views …) is left out, or said as nearly as can be.
 */
export function raiseModels(whole: Schema, options: RaiseOptions): RaisedModels {
  const schema = asPrismaSees(whole);
  const names = nameModels(schema, options);
  const keys = new Map(schema.tables.map((table) => [table, raiseKeys(table, names, options)]));
  const ignored = (table: Table): boolean => keys.get(table)?.identified !== true;
  const relations = raiseRelations(schema, { names, ignored });
  const models = schema.tables.flatMap((table): RaisedModel[] => {
    const own = keys.get(table);
    if (own === undefined || relations.joined.has(table)) return [];
    const bare = raiseTable(table, own, { names, ...options });
    return [
      {
        ...bare,
        documentation: [...own.notes, ...(relations.notes.get(table) ?? []), ...(own.identified ? [] : [unidentified])],
        fields: [...bare.fields, ...(relations.fields.get(nameKey(table.name)) ?? [])],
      },
    ];
  });
  return { models, enums: raiseEnums(schema, { names, multiSchema: options.multiSchema }) };
}

/** Prisma knows no partitions, only the table that has them; an heir is a table with all its columns. */
export function asPrismaSees(schema: Schema): Schema {
  if (!schema.tables.some(hasParents)) return schema;
  const find = tableFinder(schema.tables);
  const tables = schema.tables.filter((table) => table.partitionOf === null);
  return { ...schema, tables: tables.map((table) => ({ ...table, columns: wholeColumns(table, find) })) };
}

/** The model of a table by itself, without relations. */
export function raiseTable(
  table: Table,
  keys: RaisedKeys,
  options: RaiseOptions & { readonly names: RaisedNames },
): RaisedModel {
  const { names, datasource } = options;
  return {
    name: names.model(table),
    documentation: [...keys.notes, ...(keys.identified ? [] : [unidentified])],
    fields: table.columns.map((column) => {
      const attributes = keys.fields.get(column.name) ?? { key: [], unique: [] };
      return raiseField(table, column, { names, datasource, ...attributes });
    }),
    attributes: [...keys.attributes, ...blockAttributes(table, keys, options)],
  };
}

function blockAttributes(
  { name }: Table,
  { identified }: RaisedKeys,
  { names, multiSchema }: RaiseOptions & { readonly names: RaisedNames },
): RaisedAttribute[] {
  const attributes: RaisedAttribute[] = [];
  if (names.model({ name }) !== name.name) attributes.push({ name: "map", arguments: [JSON.stringify(name.name)] });
  if (multiSchema) attributes.push({ name: "schema", arguments: [JSON.stringify(name.schema)] });
  if (!identified) attributes.push({ name: "ignore", arguments: [] });
  return attributes;
}

const unidentified =
  "The underlying table has no unique identifier of required columns: Prisma Client can't work with it.";
