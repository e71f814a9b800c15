import type { Connection } from "#host/connection.ts";

/** By the `rows` of a session, which is one function however the session is handed on: names of queries that it knows. */
const sessions = new WeakMap<Connection["rows"], Map<string, string>>();

/**
 * Rows of a long query that a session is asked again and again: planning it takes as long as reading a hundred tables, and
 * is done once. What stands in `first` is run before it, in the same transaction and the same round trip. Not to be asked
 * within a transaction, which a query that the session forgot would end.
 */
export async function preparedRows<Row extends readonly unknown[]>(
  connection: Connection,
  query: string,
  { first }: { readonly first: string },
): Promise<Row[]> {
  // Behind a pooler the next transaction may be another session's.
  if (connection.pooled) return connection.rows<Row>(`${first}${query}`);
  const known = sessions.get(connection.rows) ?? new Map<string, string>();
  sessions.set(connection.rows, known);
  const before = known.get(query);
  if (before !== undefined) {
    try {
      return await connection.rows<Row>(`${first}EXECUTE ${before}`);
    } catch (error) {
      // DEALLOCATE ALL and DISCARD ALL are anybody's to say.
      if (!(error instanceof Error && "code" in error && error.code === forgotten)) throw error;
    }
  }
  names.count += 1;
  const name = `${prefix}${names.count}`;
  const rows = await connection.rows<Row>(`${first}PREPARE ${name} AS ${query};\nEXECUTE ${name}`);
  known.set(query, name);
  return rows;
}

/** Whether a prepared statement of a session is one of these. */
export function isOwnName(name: string): boolean {
  return name.startsWith(prefix);
}

const prefix = "retort_";

/** `invalid_sql_statement_name`. */
const forgotten = "26000";

/** No name is used twice: one whose query failed may be taken all the same. */
const names = { count: 0 };
