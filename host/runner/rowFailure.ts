import { DatabaseError } from "pg";

import { revisionsTable } from "#host/bookkeeping/rows.ts";
import { rowErrors } from "#host/bookkeeping/rowStatements.ts";
import { failed, type Failure } from "#host/failure.ts";
import { putRight } from "#host/runner/advice.ts";
import { errorCode, failureOfError, type FailureFrame, raised } from "#host/runner/statementFailure.ts";
import type { StepRun } from "#host/runner/step.ts";

/**
 * The failure where it is the revision's row that could not be moved, and no statement of its file that was refused; null
 * where `error` says nothing of rows.
 */
export function rowFailure(
  { step, options }: Pick<StepRun, "step" | "options">,
  error: unknown,
  { unchanged, next = [] }: FailureFrame,
): Failure | null {
  const table = revisionsTable(options.bookkeeping);
  const others = next.filter((line) => line !== putRight);
  // The table was there when the run began.
  const isGone = errorCode(error) === "42P01";
  if (isGone || raised(error, rowErrors.changed)) {
    return failed({
      code: "statement/rowsChanged",
      exit: 4,
      message: `While revision ${step.id} ran, ${isGone ? `${table} was taken away` : `rows of ${table} were changed, which tell what is applied`}.`,
      unchanged,
      next: [`Leave ${table} to Retort: take out of the revision what touches it.`, ...others],
    }).failure;
  }
  if (!isOfRow(error, options.bookkeeping) || step.preservation) return null;
  return failureOfError(error, {
    message: `The row of revision ${step.id} can't be written to ${table}.`,
    unchanged,
    next: others,
  });
}

/** By codes that a statement about the row can meet: rights, columns, constraints (PostgreSQL manual, appendix A). */
function isOfRow(error: unknown, bookkeeping: string): boolean {
  const code = errorCode(error) ?? "";
  if (["25006", "42501", "42703", "42804", "42809", "42883", "42P10"].includes(code)) return true;
  const { schema, table } = error instanceof DatabaseError ? error : {};
  return code.startsWith("23") && schema === bookkeeping && table === "revisions";
}
