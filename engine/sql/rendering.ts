import type { Change } from "#engine/changes/change.ts";
import type { Problem, ProblemCode } from "#engine/core/problem.ts";
import type { Schema } from "#engine/schema/model.ts";
import type { QualifiedName } from "#engine/schema/name.ts";
import type { ObjectKey } from "#engine/schema/objectKey.ts";

export interface Rendered {
  /** In the order in which they must run. */
  readonly sections: readonly RenderedSection[];
  readonly problems: readonly Problem[];
}

export interface RenderedSection {
  /** As in a revision file: what shares a transaction, and what must run outside one. */
  readonly mode: "transaction" | "no transaction";
  readonly statements: readonly RenderedStatement[];
}

export interface RenderedStatement {
  /** Without a semicolon at its end. */
  readonly sql: string;
  readonly change: Change;
}

/** What one change comes to. */
export interface Sql {
  /** In order, without semicolons. */
  readonly statements: readonly string[];
  /** The same for outside a transaction, where that reads differently; null where it doesn't. */
  readonly alone: readonly string[] | null;
  readonly problems: readonly Problem[];
}

/** What a renderer may ask about the place of its change in the list. */
export interface Context {
  /** The PostgreSQL schema that is printed without its name. */
  readonly home: string;
  /** All the changes that are rendered together. */
  readonly changes: readonly Change[];
  /** The change, with those after it that are carried out with it. */
  readonly run: readonly Change[];
  /** Whether the object of this key is dropped by one of the changes. */
  readonly isDropped: (key: ObjectKey) => boolean;
  /** Whether there are partitions or heirs, before or after. */
  readonly hasHeirs: boolean;
  /** Whether something of this name, in whatever schema, is made by this change or a later one. */
  readonly comesLater: (name: string) => boolean;
  /** The schema right before the change. Computed when asked for: most renderers never ask. */
  readonly before: () => Schema;
  /** The schema right after it. */
  readonly after: () => Schema;
  /** Whether something else holds this name at some time, so that SERIAL would choose another for its sequence. */
  readonly isTaken: (name: QualifiedName) => boolean;
}

export function sql(...statements: readonly string[]): Sql {
  return { statements, alone: null, problems: [] };
}

export function impossible(code: ProblemCode, message: string): Sql {
  return { statements: [], alone: null, problems: [{ code, severity: "error", message, place: null }] };
}
