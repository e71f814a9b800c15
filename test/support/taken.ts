import assert from "node:assert/strict";

import { type CatalogObject, nameKey, type QualifiedName, sameName, type Schema, type Table } from "#engine/index.ts";

/** The table of this name, which must be there. */
export function tableOf(schema: Schema, name: QualifiedName): Table {
  const table = schema.tables.find((each) => sameName(each.name, name));
  assert(table, `no table ${name.schema}.${name.name}`);
  return table;
}

/** Whether a relation's name is taken. */
export function relationExists(schema: Schema, name: QualifiedName): boolean {
  const inTables = schema.tables.some(
    (table) =>
      sameName(table.name, name) ||
      (table.name.schema === name.schema &&
        [
          table.primaryKey?.name,
          ...table.indexes.map((index) => index.name),
          ...table.checks.flatMap((check) => (check.kind === "exclusion" ? [check.name] : [])),
          ...table.columns.flatMap((column) =>
            column.default?.kind === "serial" ? [column.default.sequence.name] : [],
          ),
        ].includes(name.name)),
  );
  const relations = schema.objects.filter(({ kind }) => kind === "view" || kind === "materializedView");
  return inTables || [...schema.sequences, ...relations].some((each) => sameName(each.name, name));
}

/** Whether a type's name is taken; a table is one too. */
export function typeExists(schema: Schema, name: QualifiedName): boolean {
  return [...schema.enums, ...schema.tables].some((each) => sameName(each.name, name));
}

/** Whether a constraint's name is taken on its table. */
export function constraintExists(schema: Schema, name: QualifiedName, constraint: string): boolean {
  const table = tableOf(schema, name);
  const indexes = table.indexes.filter((index) => index.constraint);
  return [...table.foreignKeys, ...table.checks, ...indexes, ...(table.primaryKey ? [table.primaryKey] : [])].some(
    (each) => each.name === constraint,
  );
}

/** Whether an object of the kind has this name, on this table where it is of one. */
export function hasObject(schema: Schema, { kind, name, table }: CatalogObject): boolean {
  const owner = table ? nameKey(table) : null;
  return schema.objects.some(
    (each) => each.kind === kind && sameName(each.name, name) && (each.table ? nameKey(each.table) : null) === owner,
  );
}
