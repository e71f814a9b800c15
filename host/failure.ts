import type { Place, Problem } from "#engine/index.ts";

/** What a command answers when it could not do what was asked: everything a user needs to go on, and no secret. */
export interface Failure {
  /** Stable, `area/name`: editors and tests match on it. */
  readonly code: `${FailureArea}/${string}`;
  /** The command line's exit code: 2 usage or configuration, 3 refused, 4 database or statement. */
  readonly exit: 2 | 3 | 4;
  /** One sentence that names the object. */
  readonly message: string;
  /** PostgreSQL's detail and hint, the ids concerned, and the like; a line each. */
  readonly details: readonly string[];
  /** What was left as it was, as a sentence: `Nothing was applied.` */
  readonly unchanged: string;
  /** What to do next: a command line, a setting, a sentence each. */
  readonly next: readonly string[];
  readonly place: Place | null;
}

export type FailureArea =
  | "usage"
  | "config"
  | "models"
  | "revision"
  | "graph"
  | "refused"
  | "question"
  | "database"
  | "statement"
  | "shadow"
  | "files";

export type Outcome<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly failure: Failure };

export function done<T>(value: T): Outcome<T> {
  return { ok: true, value };
}

/** `unchanged` is asked of every caller on purpose: a failure that does not say it is half a message. */
export function failed(failure: Pick<Failure, "code" | "exit" | "message" | "unchanged"> & Partial<Failure>): {
  readonly ok: false;
  readonly failure: Failure;
} {
  return { ok: false, failure: { details: [], next: [], place: null, ...failure } };
}

/** The first error among `problems` as a failure; null where there are only warnings. */
export function failureOf(
  problems: readonly Problem[],
  failure: Pick<Failure, "code" | "exit" | "unchanged">,
): { readonly ok: false; readonly failure: Failure } | null {
  const errors = problems.filter((p) => p.severity === "error");
  const [first, ...rest] = errors;
  if (!first) return null;
  const details = [...(first.details ?? []), ...rest.flatMap((p) => [p.message, ...(p.details ?? [])])];
  return failed({ ...failure, message: first.message, details, place: first.place });
}
