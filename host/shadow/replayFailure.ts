import { CodeError } from "#host/code/codeError.ts";
import { failed, type Failure } from "#host/failure.ts";
import {
  errorCode,
  type FailureFrame,
  failureOfError,
  failureOfStatement,
  isConnectionLoss,
  placeOf,
  StatementError,
} from "#host/runner/statementFailure.ts";
import type { ReplayStep } from "#host/shadow.ts";
import type { Scratch } from "#host/shadow/scratch.ts";

const unchanged = "Only the shadow database was touched.";

/** Why a step did not run in the shadow, with its place in the revision's file. */
export function replayFailure(
  error: unknown,
  step: { readonly id: string },
  { aborted, kind }: { readonly aborted: boolean; readonly kind: Scratch["kind"] },
): { readonly ok: false; readonly failure: Failure } {
  if (aborted) return cancelledReplay();
  if (error instanceof CodeError) {
    const message = `Revision ${step.id} can't be replayed in the shadow database: ${error.message}`;
    return failed({ code: "shadow/replay", exit: 4, message, unchanged, place: error.place });
  }
  const cause = error instanceof StatementError ? error.cause : error;
  const frame = isConnectionLoss(cause) ? endedWhile(step.id) : frameOf(cause, step.id, kind);
  const failure = error instanceof StatementError ? failureOfStatement(error, frame) : failureOfError(error, frame);
  // Nobody can make room on the disk of an embedded PostgreSQL.
  return failed(
    failure.code === "shadow/limit" && kind === "embedded" ? { ...failure, next: frame.next ?? [] } : failure,
  );
}

function endedWhile(id: string): FailureFrame {
  return {
    message: `The shadow database ended while revision ${id} was running.`,
    unchanged,
    next: [
      "Run it again. If it ends again, the statement is too much for it: name a server, shadow.url in retort.json.",
    ],
  };
}

function frameOf(cause: unknown, id: string, kind: Scratch["kind"]): FailureFrame {
  const extension = missingExtension(cause);
  if (extension !== null) {
    return {
      code: "shadow/extension",
      message: `The shadow database has no extension ${extension}, which revision ${id} asks for.`,
      unchanged,
      next: [
        kind === "shared"
          ? `Install ${extension} on the server that shadow.url names.`
          : `The embedded PostgreSQL carries the contrib extensions, vector and pg_uuidv7: name a server that has ${extension}, "shadow": { "url": "env:SHADOW_DATABASE_URL" } in retort.json.`,
      ],
    };
  }
  if (isLimit(cause, kind)) {
    return {
      code: "shadow/limit",
      message: `Revision ${id} asks for what the shadow database does not have or may not do.`,
      unchanged,
      next: [
        kind === "shared"
          ? "The server that shadow.url names must be able to run it: nothing is known until then."
          : `Name a server that can run it: "shadow": { "url": "env:SHADOW_DATABASE_URL" } in retort.json.`,
      ],
    };
  }
  return {
    code: "shadow/replay",
    message: `Revision ${id} can't be replayed in the shadow database.`,
    unchanged,
    next: unknownNames.has(errorCode(cause) ?? "")
      ? [
          "The shadow begins empty. What databases hold before the first revision, such as preinstalled extensions, belongs into shadow.setup in retort.json.",
        ]
      : [],
  };
}

/**
 * What tells of where the statement ran, and says nothing against it: insufficient resources, a stack that is too short,
 * an operator, a file or library that is not there, an internal error (manual, appendix A); a provider of labels or a
 * tablespace that another server may well have; on a server of the user's, what its role may not do.
 */
function isLimit(error: unknown, kind: Scratch["kind"]): boolean {
  const code = errorCode(error) ?? "";
  if (/^(?:53|57|58|F0|XX)|^54001$/.test(code)) return true;
  if (kind === "shared" && code === "42501") return true;
  return (
    error instanceof Error && /^(?:no )?security label provider|^tablespace ".*" does not exist$/s.test(error.message)
  );
}

/** An undefined function, table, object or schema; manual, appendix A. */
const unknownNames = new Set(["42883", "42P01", "42704", "3F000"]);

/**
 * The step was given up, at the statement that `error` is of: nothing else ends one of the embedded PostgreSQL. Whether
 * it would have ended by itself nobody knows.
 */
export function overdueStep(
  error: unknown,
  { id, file, sections }: ReplayStep,
  ms: number,
): { readonly ok: false; readonly failure: Failure } {
  const start = sections[0]?.offset ?? 0;
  const last = sections.at(-1);
  const whole = { file, span: { start, end: last ? last.offset + last.sql.length : start } };
  return failed({
    code: "shadow/timeout",
    exit: 4,
    message: `Revision ${id} could not be decided within the limit: it ran for more than ${Math.round(ms / 1000)} s in the shadow database and was given up.`,
    unchanged,
    next: ["The shadow holds only what revisions put in: look for a statement that waits, or loops, by itself."],
    place: error instanceof StatementError ? placeOf(error.statement, null) : whole,
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
  if (!(error instanceof Error)) return null;
  // Up to PostgreSQL 14 only the file that is missing is named.
  const said =
    /^extension "(.+)" is not available$|extension control file ".*?([^/\\]+)\.control"|^language "(pl.+)" does not exist$/.exec(
      error.message,
    );
  return said?.[1] ?? said?.[2] ?? said?.[3] ?? null;
}
