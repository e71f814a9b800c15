import type { PlacedStatement } from "#host/runner/statementFailure.ts";

/** Something a statement takes for granted about the rows that are there. */
export interface DataCheck {
  readonly kind: DataCheckKind;
  readonly statement: PlacedStatement;
  /** As SQL writes it: `"public"."tasks"`, or unqualified in the schema of unqualified names. */
  readonly table: string;
  /** What it is about, for people: `tasks.owner_id`, `tasks (a, b)`. */
  readonly object: string;
  /** The rows that would make the statement fail, as `FROM … WHERE …` with the table called `t`; for `casts` what is cast. */
  readonly rows: string;
  /** For `casts` without a way to find the rows: an expression that fails where a value can't be cast. */
  readonly cast: string | null;
  /** For `orphans` of a table by its primary key, which is to be looked up: the columns that refer to it. */
  readonly references: { readonly table: string; readonly own: readonly string[] } | null;
  /** For `violations`: the check's name, or its condition where PostgreSQL is to name it. */
  readonly constraint: string | null;
  /** False where an earlier statement of the run may have put the rows right. */
  readonly certain: boolean;
}

/**
 * `nulls`: rows without a value. `missing`: any row, since a required column comes without one. `duplicates`: rows that
 * share a key. `orphans`: rows that refer to nothing. `violations`: rows that break a CHECK. `casts`: values that the new
 * type does not take.
 */
export type DataCheckKind = "nulls" | "missing" | "duplicates" | "orphans" | "violations" | "casts";
