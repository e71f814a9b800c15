import { nameKey, quoteLiteral, type QualifiedName, type Rename, sameName, type Schema } from "#engine/index.ts";
import type { Connection } from "#host/connection.ts";
import type { DroppedObject } from "#host/shadow.ts";

/** The tables of a schema by what PostgreSQL knows them by, whatever they are called. */
export type Identities = ReadonlyMap<string, TableIdentity>;

export interface TableIdentity {
  readonly name: QualifiedName;
  /** By attribute number. */
  readonly columns: ReadonlyMap<number, string>;
}

/** Every table of the database, by oid. */
export async function readIdentities(connection: Connection): Promise<Identities> {
  const rows = await connection.rows<[string, string, string, number | null, string | null]>(`
    SELECT c.oid::text, n.nspname, c.relname, a.attnum, a.attname
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      LEFT JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
    WHERE c.relkind IN ('r', 'p') AND n.nspname <> ALL (ARRAY[${hidden.map(quoteLiteral).join(", ")}])
    ORDER BY n.nspname, c.relname, a.attnum`);
  const tables = new Map<string, { readonly name: QualifiedName; readonly columns: Map<number, string> }>();
  for (const [oid, schema, name, number, column] of rows) {
    const table = tables.get(oid) ?? { name: { schema, name }, columns: new Map<number, string>() };
    if (number !== null && column !== null) table.columns.set(number, column);
    tables.set(oid, table);
  }
  return tables;
}

/** What is in `before` and no longer in `after`, of the tables that `schema` tells of. */
export function droppedObjects(schema: Schema, before: Identities, after: Identities): DroppedObject[] {
  const told = new Set(schema.tables.map((table) => nameKey(table.name)));
  return [...before].flatMap(([oid, { name, columns }]): DroppedObject[] => {
    if (!told.has(nameKey(name))) return [];
    const now = after.get(oid);
    if (!now) return [{ table: name, column: null }];
    return [...columns].flatMap(([number, column]) => (now.columns.has(number) ? [] : [{ table: name, column }]));
  });
}

/** What has another name in `after`, of the tables that `schema` tells of. */
export function renamedObjects(schema: Schema, before: Identities, after: Identities): Rename[] {
  const told = new Set(schema.tables.map((table) => nameKey(table.name)));
  return [...before].flatMap(([oid, { name, columns }]): Rename[] => {
    const now = after.get(oid);
    if (!now || !told.has(nameKey(name))) return [];
    const moved: Rename[] = sameName(name, now.name) ? [] : [{ kind: "table", from: name, to: now.name }];
    const renamed = [...columns].flatMap(([number, from]): Rename[] => {
      const to = now.columns.get(number);
      return to === undefined || to === from ? [] : [{ kind: "column", table: name, from, to }];
    });
    return [...moved, ...renamed];
  });
}

const hidden = ["pg_catalog", "information_schema", "pg_toast"];
