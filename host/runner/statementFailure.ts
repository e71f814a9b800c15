import { DatabaseError } from "pg";

import type { Place } from "#engine/index.ts";
import { ConnectionLost } from "#host/connectionLost.ts";
import type { Failure } from "#host/failure.ts";
import { LockedError } from "#host/runner/lockedError.ts";
import { type About, adviceOn } from "#host/runner/advice.ts";

/** Where a statement stands: in `file`, whose text at `offset` begins with it. */
export interface PlacedStatement {
  readonly sql: string;
  readonly file: string;
  readonly offset: number;
}

/** A statement that was refused, thrown out of the transaction it ran in. */
export class StatementError extends Error {
  readonly statement: PlacedStatement;

  constructor(statement: PlacedStatement, cause: unknown) {
    super(messageOf(cause), { cause });
    this.statement = statement;
  }
}

/** What a failure says besides what PostgreSQL said. */
export interface FailureFrame {
  readonly code?: Failure["code"];
  /** Before PostgreSQL's own message, as a sentence. */
  readonly message: string;
  readonly unchanged: string;
  readonly next?: readonly string[];
  /** Whose statement was refused; ours where left out. */
  readonly about?: About;
}

/** The failure that stands for what a statement was refused with: PostgreSQL's words, and the place they are about. */
export function failureOfStatement({ statement, cause }: StatementError, frame: FailureFrame): Failure {
  return { ...failureOfError(cause, { ...frame, about: "the user's" }), place: placeOf(statement, cause) };
}

/** The same for an error that no statement of a file caused: a broken connection, a right that is missing. */
export function failureOfError(
  error: unknown,
  { code, message, unchanged, next = [], about = "our own" }: FailureFrame,
): Failure {
  if (error instanceof LockedError) {
    const failure = failureOfError(error.cause, { code: code ?? "statement/locked", message, unchanged, next, about });
    return { ...failure, message: `${message} ${error.message}`, next: [...next, whenLocked] };
  }
  const isRefusal = error instanceof DatabaseError && !isConnectionEnd(error);
  const advised = adviceOn({ code: errorCode(error), message: messageOf(error) }, about);
  return {
    code: code ?? (isConnectionLoss(error) ? "database/lost" : "statement/failed"),
    exit: 4,
    message: isRefusal ? `${message} PostgreSQL: ${error.message}` : message,
    details: isRefusal ? refusalDetails(error) : [messageOf(error)],
    unchanged,
    next: advised === null ? next : [advised, ...next],
    place: null,
  };
}

export const whenLocked =
  "End what holds the locks (pg_stat_activity and pg_prepared_xacts show it), or run it again when the database is quieter.";

/** PostgreSQL's error code; null for an error that is not PostgreSQL's. Manual, appendix A. */
export function errorCode(error: unknown): string | null {
  return error instanceof DatabaseError ? (error.code ?? null) : null;
}

/** PostgreSQL could not read `words` as a number, as it was meant to. */
export function raised(error: unknown, words: string): boolean {
  return errorCode(error) === "22P02" && messageOf(error).includes(words);
}

/** A lock that was not to be had, a deadlock, a serialization failure: nothing was changed, and another try may succeed. */
export function isTransient(error: unknown): boolean {
  return ["55P03", "40P01", "40001"].includes(errorCode(error) ?? "");
}

/** True when the session is over: the server went away, was told to end it, or its process was ended. */
export function isConnectionLoss(error: unknown): boolean {
  return error instanceof ConnectionLost || (error instanceof DatabaseError && isConnectionEnd(error));
}

/** Class 08, and an administrator's end of a session; manual, appendix A. */
function isConnectionEnd({ code = "" }: DatabaseError): boolean {
  return code.startsWith("08") || ["57P01", "57P02", "57P03", "57P05", "25P03", "25P04"].includes(code);
}

function refusalDetails(error: DatabaseError): string[] {
  const parts = [
    ["", error.detail],
    ["Hint: ", error.hint],
    ["Where: ", error.where?.split("\n")[0]],
    ["SQLSTATE ", error.code],
  ] as const;
  return parts.flatMap(([label, text]) => (text === undefined || text === "" ? [] : [label + text]));
}

/** The word that PostgreSQL points at, where it points into the statement; otherwise the whole statement. */
export function placeOf({ sql, file, offset }: PlacedStatement, error: unknown): Place {
  const at = error instanceof DatabaseError ? utf16Offset(sql, Number(error.position)) : null;
  if (at === null) return { file, span: { start: offset, end: offset + sql.length } };
  const word = /^(?:"(?:[^"]|"")*"|'(?:[^']|'')*'|[\p{L}\p{N}_$]+|.)/su.exec(sql.slice(at))?.[0] ?? "";
  return { file, span: { start: offset + at, end: offset + at + word.length } };
}

/** PostgreSQL counts characters from 1, we count UTF-16 units from 0. Null where it points nowhere, or behind the end. */
function utf16Offset(text: string, position: number): number | null {
  if (!(position >= 1)) return null;
  let at = 0;
  for (let left = position - 1; left > 0 && at < text.length; left--)
    at += (text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1;
  return at < text.length ? at : null;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
