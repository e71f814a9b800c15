import { DatabaseError } from "pg";

import { quoteIdentifier, quoteLiteral } from "#engine/index.ts";
import type { Connection } from "#host/connection.ts";
import { noMatch } from "#host/preflight/checks.ts";
import type { DataCheck } from "#host/preflight/dataCheck.ts";
import { errorCode } from "#host/runner/statementFailure.ts";

/** What a check found: the statement will fail on these rows, or may where earlier statements put them right. */
export interface Finding {
  readonly check: DataCheck;
  /** Rows that are in the way; at most `countLimit`, and null where only PostgreSQL's refusal is known. */
  readonly rows: number | null;
  /** `tasks.owner_id: 3 rows without a value` */
  readonly text: string;
  /** A statement that shows those rows; null where they can't be told apart, only tried. */
  readonly query: string | null;
}

export interface CheckOptions {
  /** The PostgreSQL schema of unqualified names. */
  readonly home: string;
  /** How long one question may take; then it is not answered, and nothing is claimed. 5 s where left out. */
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal | undefined;
}

const countLimit = 10_000;

/**
 * Asks the rows of a database, reading only. What a check is about need not be there yet (an earlier statement makes it),
 * and a question may take too long: both are no findings.
 */
export async function runChecks(
  connection: Connection,
  checks: readonly DataCheck[],
  { home, timeoutMs = 5000, signal }: CheckOptions,
): Promise<readonly Finding[]> {
  if (checks.length === 0) return [];
  return connection.transaction(
    async () => {
      await connection.rows(
        `SET LOCAL search_path = ${quoteIdentifier(home)}; SET LOCAL statement_timeout = ${timeoutMs}; SET LOCAL lock_timeout = 500`,
      );
      const findings: Finding[] = [];
      for (const check of checks) {
        signal?.throwIfAborted();
        const finding = await ask(connection, check);
        if (finding) findings.push(finding);
      }
      return findings;
    },
    { readOnly: true },
  );
}

async function ask(connection: Connection, check: DataCheck): Promise<Finding | null> {
  await connection.rows("SAVEPOINT check_rows");
  try {
    const from = await rowsOf(connection, check);
    if (from !== null) {
      const [[count] = [0]] = await connection.rows<[number]>(
        `SELECT count(*)::int FROM (SELECT 1 ${from} LIMIT ${countLimit}) r`,
      );
      return count === 0 ? null : found(check, count, `SELECT t.* ${from} LIMIT 100`);
    }
    // The values are printed, so that no cast is left out as unused.
    await connection.rows(`SELECT max(length(v::text)) FROM (SELECT ${check.cast ?? ""} AS v ${check.rows}) r`);
    return null;
  } catch (error) {
    await connection.rows("ROLLBACK TO SAVEPOINT check_rows");
    return refusesValue(error) && check.cast !== null && error instanceof Error
      ? { check, rows: null, text: `${check.object}: ${error.message}`, query: null }
      : null;
  } finally {
    await connection.rows("RELEASE SAVEPOINT check_rows");
  }
}

/** Null where rows can't be named, only tried. */
async function rowsOf(connection: Connection, check: DataCheck): Promise<string | null> {
  if (check.references) {
    const { table, own } = check.references;
    const keys = await connection.rows<[string]>(`
      SELECT a.attname FROM pg_index i CROSS JOIN LATERAL unnest(i.indkey::int2[]) WITH ORDINALITY AS k (attnum, place)
        JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.attnum
      WHERE i.indrelid = ${quoteLiteral(table)}::regclass AND i.indisprimary ORDER BY k.place`);
    return `${check.rows} AND ${noMatch(table, own, keys.flat())}`;
  }
  if (check.cast === null) return check.rows;
  return null;
}

/**
 * Class 22, data exceptions, and what a domain or a length refuses; manual, appendix A. The input of some types (tsvector,
 * jsonpath, regclass) refuses a value as if it were a statement, but points at no place in one.
 */
function refusesValue(error: unknown): boolean {
  const code = errorCode(error) ?? "";
  if (["42601", "42P01", "42704"].includes(code)) return error instanceof DatabaseError && !error.position;
  return code.startsWith("22") || code === "23514" || code === "23502";
}

function found(check: DataCheck, count: number, query: string): Finding {
  const [one, more] = words[check.kind];
  const many = count >= countLimit ? `${countLimit} rows or more` : `${count} rows`;
  const rows = count === 1 ? `1 row ${one}` : `${many} ${more}`;
  const constraint = check.constraint === null ? "" : ` ${check.constraint}`;
  return { check, rows: count, text: `${check.object}: ${rows}${constraint}`, query };
}

/** What is so of one row, and of several. */
const words = {
  nulls: ["without a value", "without a value"],
  missing: ["that would have no value in it", "that would have no value in it"],
  duplicates: ["that shares its values with another", "that share their values with another"],
  orphans: ["that refers to nothing", "that refer to nothing"],
  violations: ["that breaks the check", "that break the check"],
  casts: ["with a value that its new type does not take", "with a value that its new type does not take"],
} as const satisfies Record<DataCheck["kind"], readonly [one: string, more: string]>;
