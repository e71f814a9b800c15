import { LockedError } from "#host/runner/lockedError.ts";
import { errorCode, type FailureFrame, StatementError, whenLocked } from "#host/runner/statementFailure.ts";

/** What is said of a revision that did not get its locks; `out` are the ways out that it has besides being run again. */
export function lockedFrame(
  id: string,
  error: LockedError,
  { unchanged, out }: { readonly unchanged: string; readonly out: readonly string[] },
): FailureFrame {
  const tries = `${error.attempts} attempt${error.attempts === 1 ? "" : "s"}`;
  const isLock = errorCode(error.cause instanceof StatementError ? error.cause.cause : error.cause) !== "40001";
  return {
    code: "statement/locked",
    message: isLock
      ? `Revision ${id} did not get the locks it needs in ${tries}.`
      : `Revision ${id} met what other transactions had changed, in ${tries}.`,
    unchanged,
    next: [isLock ? whenLocked : "Run it again when the database is quieter.", ...out],
  };
}

/** `Held by psql (pid 4711, …).`, where that is known. */
export function heldBy(error: unknown): readonly string[] {
  return error instanceof LockedError && error.blocker !== null ? [`Held by ${error.blocker}.`] : [];
}
