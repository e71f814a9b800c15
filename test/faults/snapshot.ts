import { quoteIdentifier, type Schema } from "#engine/index.ts";
import { readCatalog } from "#host/catalog/readCatalog.ts";
import type { Connection } from "#host/connection.ts";

/** What a database holds in `public`, catalog and rows, as a text that is equal when they are. */
export async function snapshot(connection: Connection): Promise<string> {
  const catalog = await readCatalog(connection, { schemas: ["public"] });
  const rows: string[] = [];
  for (const { name } of catalog.tables) {
    const table = `public.${quoteIdentifier(name.name)}`;
    const [row] = await connection.rows<[string]>(
      `SELECT md5(coalesce(string_agg(to_jsonb(t)::text, ',' ORDER BY id), '')) FROM ${table} t`,
    );
    rows.push(`${name.name} ${row?.[0] ?? ""}`);
  }
  return JSON.stringify({ catalog: comparable(catalog), rows: rows.toSorted() }, null, 1);
}

/** The same without indexes that are not valid. */
export function withoutInvalidIndexes(text: string): string {
  const { catalog, rows } = JSON.parse(text) as { readonly catalog: Schema; readonly rows: readonly string[] };
  const tables = catalog.tables.map((table) => ({ ...table, indexes: table.indexes.filter(({ valid }) => valid) }));
  return JSON.stringify({ catalog: { ...catalog, tables }, rows }, null, 1);
}

/** The order of columns is how a table came to be, not what it is. */
function comparable(schema: Schema): Schema {
  const tables = schema.tables.map((table) => ({
    ...table,
    columns: table.columns.toSorted((a, b) => (a.name < b.name ? -1 : 1)),
  }));
  return { ...schema, tables };
}
