import { CodeError } from "#host/code/codeError.ts";
import { failed, type Failure } from "#host/failure.ts";
import {
  type FailureFrame,
  failureOfError,
  failureOfStatement,
  isConnectionLoss,
  StatementError,
} from "#host/runner/statementFailure.ts";
import type { ReplayStep } from "#host/shadow.ts";

const unchanged = "Only the shadow database was touched.";

/** Why a step did not run in the shadow, with its place in the revision's file. */
export function replayFailure(
  error: unknown,
  step: { readonly id: string },
  { aborted }: { readonly aborted: boolean },
): { readonly ok: false; readonly failure: Failure } {
  if (aborted) return cancelledReplay();
  if (error instanceof CodeError) {
    const message = `Revision ${step.id} can't be replayed in the shadow database: ${error.message}`;
    return failed({ code: "shadow/replay", exit: 4, message, unchanged, place: error.place });
  }
  const cause = error instanceof StatementError ? error.cause : error;
  if (isConnectionLoss(cause)) {
    return failed(
      failureOfError(cause, {
        message: `The shadow database ended while revision ${step.id} was running.`,
        unchanged,
        next: ["Run it again; if it ends again, the statement is too much for the embedded PostgreSQL."],
      }),
    );
  }
  const extension = missingExtension(cause);
  const frame: FailureFrame =
    extension === null
      ? { code: "shadow/replay", message: `Revision ${step.id} can't be replayed in the shadow database.`, unchanged }
      : {
          code: "shadow/extension",
          message: `The shadow database has no extension ${extension}, which revision ${step.id} asks for.`,
          unchanged,
          next: ["The embedded PostgreSQL carries the contrib extensions only."],
        };
  return failed(error instanceof StatementError ? failureOfStatement(error, frame) : failureOfError(error, frame));
}

/** The step was given up: nothing else ends a statement of the embedded PostgreSQL. */
export function overdueStep(
  { id, file, sections }: ReplayStep,
  ms: number,
): { readonly ok: false; readonly failure: Failure } {
  const start = sections[0]?.offset ?? 0;
  const last = sections.at(-1);
  return failed({
    code: "shadow/timeout",
    exit: 4,
    message: `Revision ${id} ran for more than ${Math.round(ms / 1000)} s in the shadow database and was given up.`,
    unchanged,
    next: ["In the shadow every table is empty: look for a statement that waits, or loops, by itself."],
    place: { file, span: { start, end: last ? last.offset + last.sql.length : start } },
  });
}

/** Code of a workspace that nobody trusts yet, which later revisions need what it leaves of. */
export function untrustedCode({ id }: ReplayStep): { readonly ok: false; readonly failure: Failure } {
  return failed({
    code: "shadow/untrusted",
    exit: 3,
    message: `Revision ${id} is code that must be replayed, and this workspace is not trusted.`,
    unchanged: "Nothing was run.",
    next: ["Trust the workspace, or leave `replay` out of the revision."],
  });
}

export function cancelledReplay(): { readonly ok: false; readonly failure: Failure } {
  return failed({ code: "shadow/cancelled", exit: 4, message: "The replay was cancelled.", unchanged });
}

function missingExtension(error: unknown): string | null {
  return error instanceof Error ? (/^extension "(.+)" is not available$/.exec(error.message)?.[1] ?? null) : null;
}
