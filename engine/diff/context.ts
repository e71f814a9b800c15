import type { ColumnName } from "#engine/diff/renameSteps.ts";
import type { ObjectKey } from "#engine/schema/objectKey.ts";

/** What the parts of a diff share. */
export interface DiffContext {
  /** By `schema.table.column` of the target: see `DiffOptions`. */
  readonly fills: ReadonlyMap<string, string>;
  readonly home: string | null;
  /** Columns that were renamed, or whose table was: their old names by their new ones. */
  readonly renamedColumns: ReadonlyMap<ObjectKey, ColumnName>;
  /** True for the name of a relation (an index, a table) that stands before the change: no rename may lead to it. */
  readonly isTaken: (schema: string, relation: string) => boolean;
}
