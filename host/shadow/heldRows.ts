import { type QualifiedName, quoteIdentifier, quoteLiteral, quoteName } from "#engine/index.ts";
import type { Connection } from "#host/connection.ts";
import { withTextSettings } from "#host/stash/textSettings.ts";

/** What a table held at one moment. */
export interface HeldRows {
  readonly oid: string;
  readonly table: QualifiedName;
  readonly rows: number;
  /** By number. Values are text, sorted: rows have no order. */
  readonly columns: ReadonlyMap<number, { readonly name: string; readonly values: readonly (string | null)[] }>;
}

/** What tables hold: those of these oids, and those that go by these names. Within a transaction. */
export function readHeldRows(
  connection: Connection,
  wanted: readonly { readonly oid: string | null; readonly table: QualifiedName }[],
): Promise<readonly HeldRows[]> {
  if (wanted.length === 0) return Promise.resolve([]);
  return withTextSettings(connection, async () => {
    const oids = wanted.flatMap(({ oid }) => oid ?? []);
    const names = wanted.map(({ table }) => `(${quoteLiteral(table.schema)}, ${quoteLiteral(table.name)})`);
    const columns = await connection.rows<[string, string, string, number | null, string | null]>(`
      SELECT c.oid::text, n.nspname, c.relname, a.attnum, a.attname
      FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
        LEFT JOIN pg_catalog.pg_attribute a
          ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
      WHERE c.relkind IN ('r', 'p')
        AND (c.oid = ANY ('{${oids.join(",")}}'::oid[]) OR (n.nspname, c.relname) IN (${names.join(", ")}))
      ORDER BY c.oid, a.attnum`);
    const tables = new Map<string, { table: QualifiedName; columns: { number: number; name: string }[] }>();
    for (const [oid, schema, name, number, column] of columns) {
      const table = tables.get(oid) ?? { table: { schema, name }, columns: [] };
      if (number !== null && column !== null) table.columns.push({ number, name: column });
      tables.set(oid, table);
    }
    if (tables.size === 0) return [];
    const selects = [...tables].map(([oid, { table, columns: of }]) => {
      const values = of.map(({ name }) => `${quoteIdentifier(name)}::pg_catalog.text`).join(", ");
      const row = `pg_catalog.array_to_json(ARRAY[${values}]::pg_catalog.text[])::pg_catalog.text`;
      return `SELECT ${quoteLiteral(oid)}, ${row} FROM ${quoteName(table, "")}`;
    });
    const rows = await connection.rows<[string, string]>(selects.join(" UNION ALL "));
    const byTable = new Map<string, (string | null)[][]>();
    for (const [oid, row] of rows) {
      byTable.set(oid, [...(byTable.get(oid) ?? []), JSON.parse(row) as (string | null)[]]);
    }
    return [...tables].map(([oid, { table, columns: of }]): HeldRows => {
      const held = byTable.get(oid) ?? [];
      return {
        oid,
        table,
        rows: held.length,
        columns: new Map(
          of.map(({ number, name }, at) => [number, { name, values: held.map((row) => row[at] ?? null).toSorted() }]),
        ),
      };
    });
  });
}
