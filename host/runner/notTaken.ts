import { rowErrors } from "#host/bookkeeping/rowStatements.ts";
import { raised } from "#host/runner/statementFailure.ts";
import { BatchError } from "#host/statementBatch.ts";

/** By the statement in a message that is there to refuse what this transaction has no row for. */
export function isNotTaken(error: unknown): boolean {
  return error instanceof BatchError ? raised(error.cause, rowErrors.notTaken) : raised(error, rowErrors.notTaken);
}
