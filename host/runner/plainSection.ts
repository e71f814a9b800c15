import { isNotTaken } from "#host/runner/notTaken.ts";
import { transactionSettings, MovedError, untilLocked } from "#host/runner/attempts.ts";
import type { RowMoves } from "#host/runner/rowMoves.ts";
import { beginsClear } from "#host/runner/session.ts";
import { statementOf } from "#host/runner/sections.ts";
import type { PlacedStatement } from "#host/runner/statementFailure.ts";
import type { StepRun } from "#host/runner/step.ts";
import { type ParsedStatement, type SqlNode, type SqlParser } from "#host/sqlParser.ts";
import { BatchError } from "#host/statementBatch.ts";

/**
 * Runs what `isPlain`, all of a revision on its way up, in one message in which its row comes last, as applied. While the
 * statements run the revision is nobody's by its row, only by the lock of the run: where another run did the same
 * meanwhile, one of the two is taken back whole, and that one rejects with a MovedError.
 */
export async function runPlain(run: StepRun, statements: readonly PlacedStatement[], rows: RowMoves): Promise<void> {
  const { connection, step, options } = run;
  const settings = [...beginsClear(connection), ...transactionSettings(options)];
  const batch = statements.map(({ sql }) => sql);
  await untilLocked(run, step.id, () =>
    connection.atOnce([...settings, ...batch, rows.appear()]).catch(async (error: unknown) => {
      if (isNotTaken(error)) throw new MovedError();
      // A table that is there already may be what the other run made.
      const others = await connection.rows(rows.isTaken()).catch(() => []);
      if (others.length > 0) throw new MovedError();
      throw statementOf(statements, error instanceof BatchError ? error.after(settings.length) : error);
    }),
  );
}

/**
 * True for statements that, as their grammar shows, write no rows, call nothing and set nothing: after them the revision
 * rows and the session are what they were. Nothing is known of long ones, nor of those that name the `bookkeeping` schema.
 */
export function isPlain(statements: readonly PlacedStatement[], parse: SqlParser, bookkeeping: string): boolean {
  const size = statements.reduce((sum, { sql }) => sum + sql.length, 0);
  return (
    size <= longest &&
    statements.every(({ sql }) => !sql.includes(bookkeeping) && (parse(sql)?.every(isPlainStatement) ?? false))
  );
}

const longest = 100_000;

function isPlainStatement({ node, fields }: ParsedStatement): boolean {
  switch (node) {
    case "CreateStmt":
      return !isTemporary(fields);
    // What stands in it is kept for rows to come.
    case "CreateEnumStmt":
    case "CreateSeqStmt":
    case "CreateDomainStmt":
    case "CommentStmt":
      return true;
    case "AlterEnumStmt":
    case "RenameStmt":
    case "IndexStmt":
    case "AlterTableStmt":
      return !calls(fields);
    case "DropStmt":
      return fields["behavior"] !== "DROP_CASCADE" && fields["removeType"] !== "OBJECT_SCHEMA";
    default:
      return false;
  }
}

/** It would stay, and hide others of its name from the revision rows' own statements. */
function isTemporary({ relation }: SqlNode): boolean {
  const { relpersistence, schemaname } = (relation ?? {}) as SqlNode;
  return relpersistence === "t" || schemaname === "pg_temp";
}

/** Rows that are there already are given what they call. */
function calls(value: unknown): boolean {
  if (Array.isArray(value)) return value.some(calls);
  if (typeof value !== "object" || value === null) return false;
  return Object.entries(value as SqlNode).some(([key, inner]) => key === "FuncCall" || calls(inner));
}
