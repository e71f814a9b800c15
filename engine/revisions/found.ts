import type { Problem, ProblemCode } from "#engine/core/problem.ts";

/** What a look-up answers: a value, or the one problem that there is none. */
export type Found<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problem: Problem };

export function found<T>(value: T): Found<T> {
  return { ok: true, value };
}

/** The message is Alembic's own where it has one: people search for it. What we know beyond goes into `details`. */
export function refuse(
  code: ProblemCode & `graph/${string}`,
  message: string,
  more: Pick<Problem, "details" | "revisions"> = {},
): { readonly ok: false; readonly problem: Problem } {
  return { ok: false, problem: { code, severity: "error", message, ...more, place: null } };
}

export function then<T, U>(result: Found<T>, next: (value: T) => Found<U>): Found<U> {
  return result.ok ? next(result.value) : result;
}
