import { leadingWords } from "#engine/index.ts";
import type { Connection } from "#host/connection.ts";
import { runStatements } from "#host/runner/sections.ts";
import { errorCode, type PlacedStatement, StatementError } from "#host/runner/statementFailure.ts";
import { loadSqlParser } from "#host/sqlParser.ts";
import type { Preservation } from "#host/stash/preservation.ts";
import { requiredLater } from "#host/stash/requiredLater.ts";

/** The statements before which stashes are brought back, because a constraint refuses them otherwise. */
export type Early = ReadonlySet<PlacedStatement>;

/**
 * What stashes hold comes back at the end of a step, so that nothing of the step overwrites it. Where a statement can't do
 * without it (a constraint over values that wait in a stash), the whole transaction is tried again, and they are brought
 * back just before that statement too.
 */
export async function withStashes<T>(
  connection: Connection,
  preservations: readonly (Preservation | undefined)[],
  attempt: (early: Early) => Promise<T>,
): Promise<T> {
  const early = new Set<PlacedStatement>();
  for (;;) {
    try {
      return await attempt(early);
    } catch (error) {
      if (!(error instanceof StatementError) || early.has(error.statement)) throw error;
      if (!ofConstraints.has(errorCode(error.cause) ?? "")) throw error;
      if (!(await anyWaits(connection, preservations))) throw error;
      early.add(error.statement);
    }
  }
}

/** Runs statements of a step one by one in their transaction, with what has to come back early. */
export async function runWithStashes(
  connection: Connection,
  statements: readonly PlacedStatement[],
  options: {
    readonly preservation?: Preservation;
    readonly early: Early;
    readonly signal: AbortSignal | undefined;
  },
): Promise<void> {
  const { preservation, early, signal } = options;
  for (const statement of statements) {
    const comesFirst =
      preservation && (early.has(statement) || (await meetsValues(connection, statement, preservation)));
    if (preservation && comesFirst) await runAfterStashes(connection, statement, { preservation, signal });
    else await runStatements(connection, [statement], { signal });
  }
}

/**
 * Whether it makes unique what waits in a stash. Behind it, a value could meet a stand-in that another row still has:
 * PostgreSQL looks at uniqueness row by row.
 */
async function meetsValues(
  connection: Connection,
  { sql }: PlacedStatement,
  preservation: Preservation,
): Promise<boolean> {
  if (!/\bunique\b|\bprimary\s+key\b/i.test(sql) || !["create", "alter"].includes(leadingWords(sql)[0] ?? ""))
    return false;
  const waiting = await preservation.waiting(connection);
  return waiting.some(({ column, table }) => column !== null && sql.includes(column) && sql.includes(table.name));
}

async function runAfterStashes(
  connection: Connection,
  statement: PlacedStatement,
  { preservation, signal }: { readonly preservation: Preservation; readonly signal: AbortSignal | undefined },
): Promise<void> {
  const run = (sql: string) =>
    runStatements(connection, [{ ...statement, sql }], { signal }).catch((error: unknown) => {
      throw error instanceof StatementError ? new StatementError(statement, error.cause) : error;
    });
  const waiting = await preservation.waiting(connection);
  const apart = requiredLater(statement.sql, await loadSqlParser(), waiting);
  if (apart) await run(apart.add);
  await preservation.early(connection);
  await run(apart?.require ?? statement.sql);
}

async function anyWaits(
  connection: Connection,
  preservations: readonly (Preservation | undefined)[],
): Promise<boolean> {
  for (const one of preservations) if (one && (await one.waiting(connection)).length > 0) return true;
  return false;
}

/** A value that is missing, a reference to nothing, a key twice, a check, an exclusion; manual, appendix A. */
const ofConstraints = new Set(["23502", "23503", "23505", "23514", "23P01"]);
