import { type Doubt, printDefault, printType, quoteIdentifier, quoteName, splitStatements } from "#engine/index.ts";
import { assetText } from "#host/assets.ts";
import type { Connection } from "#host/connection.ts";

/**
 * The doubts that are none, asked of a database in which nothing may be made: PostgreSQL plans a query over both texts and
 * prints what it understood of each. Constants are computed on the way, so that `1 + 1` is `2` here.
 */
export async function alikeOnServer(
  connection: Connection,
  doubts: readonly Doubt[],
  home: string,
): Promise<readonly Doubt[]> {
  if (doubts.length === 0) return [];
  const alike: Doubt[] = [];
  await connection.rows("BEGIN TRANSACTION READ ONLY");
  try {
    for (const doubt of doubts) {
      await connection.rows(`SAVEPOINT understood; ${assetText("catalog/settings.sql")}`);
      await connection.rows(`SET LOCAL search_path = ${quoteIdentifier(home)}`);
      if (await isUnderstoodAlike(connection, doubt, home)) alike.push(doubt);
      await connection.rows("ROLLBACK TO SAVEPOINT understood");
    }
  } finally {
    await connection.rows("ROLLBACK");
  }
  return alike;
}

async function isUnderstoodAlike(connection: Connection, doubt: Doubt, home: string): Promise<boolean> {
  const [asked, recorded] = textsOf(doubt, home);
  const source = doubt.kind === "predicate" ? `\nFROM ${quoteName(doubt.table, home)}` : "";
  // The line breaks end a comment that the expression may end in.
  const cast = doubt.kind === "default" ? `::${printType(doubt.type, home)}` : "";
  const query = `EXPLAIN (VERBOSE, COSTS OFF, FORMAT JSON) SELECT (${asked}\n)${cast}, (${recorded}\n)${cast}${source}`;
  // An expression that holds a semicolon would be more than one.
  if (splitStatements(query).length !== 1) return false;
  try {
    const [row] = await connection.rows<[readonly { readonly Plan: { readonly Output?: readonly string[] } }[]]>(query);
    const output = row?.[0][0]?.Plan.Output ?? [];
    return output.length === 2 && output[0] === output[1];
  } catch (error) {
    if (!(error instanceof Error && "severity" in error)) throw error;
    return false;
  }
}

function textsOf(doubt: Doubt, home: string): readonly [asked: string, recorded: string] {
  if (doubt.kind === "predicate") return [doubt.asked, doubt.recorded];
  return [printDefault(doubt.asked, doubt.type, home), printDefault(doubt.recorded, doubt.type, home)];
}
