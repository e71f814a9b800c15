import type { ColumnName } from "#engine/diff/renameSteps.ts";
import type { FindTable } from "#engine/schema/inherited.ts";
import type { ObjectKey } from "#engine/schema/objectKey.ts";

/** What the parts of a diff share. */
export interface DiffContext {
  /** SQL by column of the target. */
  readonly fills: ReadonlyMap<ObjectKey, string>;
  /** The tables of both sides. */
  /** Enums that lose a value or their order, by `nameKey`: their columns move over to a type made anew. */
  readonly remadeEnums: ReadonlySet<string>;
  /** Collations that are others under their names, by key: PostgreSQL alters none. */
  readonly remadeCollations: ReadonlySet<ObjectKey>;
  /** Indexes that are made anew for the parts that they have, by `nameKey`. */
  readonly tornIndexes: ReadonlySet<string>;
  readonly findOld: FindTable;
  readonly findNew: FindTable;
  /** Columns that were renamed, or whose table was: their old names by their new ones. */
  readonly renamedColumns: ReadonlyMap<ObjectKey, ColumnName>;
  /** By enum (its `nameKey`), the values that go and the ones that rows hold instead. */
  readonly replacements: ReadonlyMap<string, ReadonlyMap<string, string>>;
}
