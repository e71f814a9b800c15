import { quoteIdentifier, splitStatements } from "#engine/index.ts";
import { assetText } from "#host/assets.ts";
import type { Connection } from "#host/connection.ts";
import type { SpelledExpression } from "#host/shadow.ts";

/**
 * PostgreSQL's spelling of each expression as a column default, as the catalog would show it; null where it refuses one.
 * Asked in a transaction that is taken back: nothing stays of it.
 */
export async function spellExpressions(
  connection: Connection,
  expressions: readonly SpelledExpression[],
  home: string,
): Promise<(string | null)[]> {
  const spelled: (string | null)[] = [];
  await connection.rows("BEGIN");
  try {
    for (const expression of expressions) spelled.push(await spell(connection, expression, home));
  } finally {
    await connection.rows("ROLLBACK");
  }
  return spelled;
}

async function spell(connection: Connection, { type, sql }: SpelledExpression, home: string): Promise<string | null> {
  const table = quoteIdentifier("retort spelling");
  // The line breaks end a comment that the expression may end in.
  const create = `CREATE TEMPORARY TABLE ${table} (value ${type} DEFAULT ${sql}\n)`;
  if (splitStatements(create).length !== 1) return null;
  await connection.rows(`SAVEPOINT spelling; SET LOCAL search_path = ${quoteIdentifier(home)}`);
  try {
    await connection.rows(create);
    await connection.rows(assetText("catalog/settings.sql"));
    const rows = await connection.rows<[string | null]>(`
      SELECT pg_get_expr(d.adbin, d.adrelid)
      FROM pg_attribute a LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
      WHERE a.attrelid = 'pg_temp.${table}'::regclass AND a.attnum > 0`);
    // More columns than one: the text closed the parenthesis by itself.
    return rows.length === 1 ? (rows[0]?.[0] ?? null) : null;
  } catch (error) {
    if (!(error instanceof Error && "severity" in error)) throw error;
    return null;
  } finally {
    await connection.rows("ROLLBACK TO SAVEPOINT spelling");
  }
}
