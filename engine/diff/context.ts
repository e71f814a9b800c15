import type { Rebuilds } from "#engine/diff/rebuilds.ts";
import type { ObjectKey } from "#engine/schema/objectKey.ts";

/** What the parts of a diff share. */
export interface DiffContext {
  /** By `schema.table.column` of the target: see `DiffOptions`. */
  readonly fills: ReadonlyMap<string, string>;
  /** Columns that were renamed, or whose table was, by their new names. */
  readonly renamedColumns: ReadonlySet<ObjectKey>;
  readonly rebuilds: Rebuilds;
  /** True for the name of a relation (an index, a table) that stands before the change: no rename may lead to it. */
  readonly isTaken: (schema: string, relation: string) => boolean;
}
