import type { Connection } from "#host/connection.ts";

/** The PostgreSQL schemas that people made, sorted; neither the system's nor Retort's own. */
export async function readNamespaces(connection: Connection): Promise<readonly string[]> {
  const rows = await connection.rows<[string]>(
    `SELECT nspname FROM pg_namespace
      WHERE nspname !~ '^pg_' AND nspname NOT IN ('information_schema', '_retort') ORDER BY nspname COLLATE "C"`,
  );
  return rows.map(([name]) => name);
}
