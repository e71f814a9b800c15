import { type QualifiedName, quoteLiteral } from "#engine/index.ts";
import { exclusion } from "#host/catalog/exclude.ts";
import type { CatalogOptions } from "#host/catalog/catalogQuery.ts";
import type { Connection } from "#host/connection.ts";

/** The tables that a catalog of the same schemas would hold, by name alone. */
export async function readTableNames(
  connection: Connection,
  { schemas, exclude = [] }: Pick<CatalogOptions, "schemas" | "exclude">,
): Promise<readonly QualifiedName[]> {
  const rows = await connection.rows<[string, string]>(`
    SELECT n.nspname, c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind IN ('r', 'p') AND n.nspname = ANY (ARRAY[${schemas.map(quoteLiteral).join(", ")}]::text[])
      AND NOT EXISTS (SELECT FROM pg_depend d
        WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.objsubid = 0 AND d.deptype = 'e')`);
  const isExcluded = exclusion(exclude);
  return rows.map(([schema, name]) => ({ schema, name })).filter((name) => !isExcluded(name));
}
