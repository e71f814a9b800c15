import { mentions } from "#engine/schema/expressionNames.ts";
import type { CatalogObject, ForeignKey, Index, Schema, Table } from "#engine/schema/model.ts";
import { nameKey } from "#engine/schema/name.ts";

/** What has to go before a renaming can take its name. Tables by `nameKey`. */
export interface Obstacles {
  readonly tables: ReadonlySet<string>;
  readonly columns: Map<string, ReadonlySet<string>>;
}

/** The schema without them, and without what can't be there without them. */
export function clear(schema: Schema, { tables, columns }: Obstacles): Schema {
  const none: ReadonlySet<string> = new Set();
  const leads = ({ references }: ForeignKey) => {
    const gone = columns.get(nameKey(references.table)) ?? none;
    return !tables.has(nameKey(references.table)) && !references.columns.some((column) => gone.has(column));
  };
  return {
    ...schema,
    tables: schema.tables
      .filter((table) => !tables.has(nameKey(table.name)))
      .map((table) => {
        const cleared = withoutColumns(table, columns.get(nameKey(table.name)) ?? none);
        return cleared.foreignKeys.every(leads)
          ? cleared
          : { ...cleared, foreignKeys: cleared.foreignKeys.filter(leads) };
      }),
    objects: withoutReaders(
      schema.objects.filter((object) => object.table === null || !tables.has(nameKey(object.table))),
      [...tables, ...columns.keys()].map((key) => key.slice(key.indexOf("\0") + 1)),
    ),
  };
}

/** The objects without the views that mention one of these names, and those that mention such views. */
function withoutReaders(objects: readonly CatalogObject[], names: readonly string[]): readonly CatalogObject[] {
  const reads = ({ kind, definition }: CatalogObject) => {
    if (kind !== "view" && kind !== "materializedView") return false;
    const mentioned = mentions(definition);
    return names.some((name) => mentioned.has(name));
  };
  const gone = objects.filter(reads);
  if (gone.length === 0) return objects;
  return withoutReaders(
    objects.filter((object) => !gone.includes(object)),
    gone.map(({ name }) => name.name),
  );
}

/** The table without these columns, and without keys, indexes, checks and generated columns that read them. */
export function withoutColumns(table: Table, gone: ReadonlySet<string>): Table {
  if (gone.size === 0) return table;
  const reads = (sql: string) => [...mentions(sql)].some((name) => gone.has(name));
  const derived = table.columns.filter(
    ({ name, generated }) => !gone.has(name) && generated && reads(generated.expression),
  );
  if (derived.length > 0) return withoutColumns(table, new Set([...gone, ...derived.map(({ name }) => name)]));
  const stands = (column: string) => !gone.has(column);
  return {
    ...table,
    columns: table.columns.filter(({ name }) => stands(name)),
    primaryKey: table.primaryKey?.columns.every(stands) === true ? table.primaryKey : null,
    indexes: table.indexes.filter((index) => !readsAny(index, gone, reads)),
    foreignKeys: table.foreignKeys.filter((key) => key.columns.every(stands)),
    checks: table.checks.filter((check) => !reads(check.definition)),
  };
}

function readsAny(index: Index, gone: ReadonlySet<string>, reads: (sql: string) => boolean): boolean {
  return (
    index.include.some((column) => gone.has(column)) ||
    index.keys.some(({ on }) => (on.kind === "column" ? gone.has(on.name) : reads(on.sql))) ||
    (index.predicate !== null && reads(index.predicate))
  );
}
