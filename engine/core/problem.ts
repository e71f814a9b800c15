import type { Place } from "#engine/core/span.ts";

/** A finding about user input. Engine functions return these; they never throw them. */
export interface Problem {
  readonly code: ProblemCode;
  readonly severity: "error" | "warning";
  /** One sentence that names the object, in the words of the field. */
  readonly message: string;
  /** What else is to say, a sentence each: which of several meanings it is, the candidates. */
  readonly details?: readonly string[];
  /** The revisions concerned, for showing where each of them is. */
  readonly revisions?: readonly string[];
  /** Where the user can mend it; null where no file is concerned. */
  readonly place: Place | null;
}

/** Area and a camelCase name: `revision/duplicateId`. Codes are stable: editors and scripts match on them. */
export type ProblemCode = `${ProblemArea}/${string}`;

export type ProblemArea = "prisma" | "revision" | "graph" | "change" | "sql" | "config";

/** What a function over user input returns: always a value, however broken the input, and what is wrong with it. */
export interface Checked<T> {
  readonly value: T;
  readonly problems: readonly Problem[];
}
