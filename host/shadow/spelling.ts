import {
  type Doubt,
  printDefault,
  printType,
  quoteIdentifier,
  quoteLiteral,
  quoteName,
  splitStatements,
} from "#engine/index.ts";
import { assetText } from "#host/assets.ts";
import type { Connection } from "#host/connection.ts";

/** How to see what PostgreSQL makes of an expression: statements that put it somewhere, and the query for what it became. */
export interface Spelling {
  readonly statements: readonly string[];
  readonly query: string;
}

/** Puts what is asked for into a table that nobody keeps. The line breaks end a comment that it may end in. */
export function spellingOf(doubt: Doubt, home: string): Spelling {
  if (doubt.kind === "default") {
    const table = `pg_temp.${quoteIdentifier("retort spelling")}`;
    const value = `${printType(doubt.type, home)} DEFAULT ${printDefault(doubt.asked, doubt.type, home)}`;
    return {
      statements: [`CREATE TABLE ${table} (value ${value}\n)`],
      query: `
        SELECT pg_get_expr(d.adbin, d.adrelid)
        FROM pg_attribute a LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
        WHERE a.attrelid = ${quoteLiteral(table)}::regclass AND a.attnum > 0`,
    };
  }
  // Of the table's own name: the condition may say whose columns it means.
  const table = `pg_temp.${quoteIdentifier(doubt.table.name)}`;
  return {
    statements: [
      `CREATE TABLE ${table} (LIKE ${quoteName(doubt.table, home)})`,
      `CREATE INDEX ON ${table} ((1)) WHERE ${doubt.asked}\n`,
    ],
    query: `SELECT pg_get_expr(indpred, indrelid) FROM pg_index WHERE indrelid = ${quoteLiteral(table)}::regclass`,
  };
}

/**
 * PostgreSQL's spelling of each, as the catalog would show it; null where it refuses one. Asked in a transaction that is
 * taken back: nothing stays of it.
 */
export async function spellExpressions(
  connection: Connection,
  spellings: readonly Spelling[],
  home: string,
): Promise<(string | null)[]> {
  const spelled: (string | null)[] = [];
  await connection.rows("BEGIN");
  try {
    for (const spelling of spellings) spelled.push(await spell(connection, spelling, home));
  } finally {
    await connection.rows("ROLLBACK");
  }
  return spelled;
}

async function spell(connection: Connection, { statements, query }: Spelling, home: string): Promise<string | null> {
  // An expression that holds a semicolon would be more than one.
  if (statements.some((sql) => splitStatements(sql).length !== 1)) return null;
  await connection.rows(`SAVEPOINT spelling; SET LOCAL search_path = ${quoteIdentifier(home)}`);
  try {
    for (const sql of statements) await connection.rows(sql);
    await connection.rows(assetText("catalog/settings.sql"));
    const rows = await connection.rows<[string | null]>(query);
    // More columns than one: the text closed the parenthesis by itself.
    return rows.length === 1 ? (rows[0]?.[0] ?? null) : null;
  } catch (error) {
    if (!(error instanceof Error && "severity" in error)) throw error;
    return null;
  } finally {
    await connection.rows("ROLLBACK TO SAVEPOINT spelling");
  }
}
