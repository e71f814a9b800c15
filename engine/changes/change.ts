import type {
  CatalogObject,
  Check,
  Column,
  ColumnType,
  EnumType,
  Extension,
  ForeignKey,
  Index,
  PartitionOf,
  PrimaryKey,
  Sequence,
  Table,
} from "#engine/schema/model.ts";
import type { QualifiedName } from "#engine/schema/name.ts";

/**
 * One step between two schemas, as plain data.
 *
 * Every variant carries both sides of what it alters, so that `invert` needs no other input. Foreign keys are always
 * their own changes, so that tables that refer to each other need no particular order.
 */
export type Change =
  | { readonly kind: "createNamespace"; readonly name: string }
  | { readonly kind: "dropNamespace"; readonly name: string }
  | { readonly kind: "createExtension"; readonly extension: Extension }
  | { readonly kind: "dropExtension"; readonly extension: Extension }
  /** Into another PostgreSQL schema, or to another version. */
  | { readonly kind: "alterExtension"; readonly from: Extension; readonly to: Extension }
  | { readonly kind: "createEnum"; readonly enum: EnumType }
  | { readonly kind: "dropEnum"; readonly enum: EnumType }
  /** A new name, a new schema, or both. */
  | { readonly kind: "renameEnum"; readonly from: QualifiedName; readonly to: QualifiedName }
  /** `at` is the value's index in the enum that holds it. `replacement`: what rows hold that held a value which went. */
  | {
      readonly kind: "addEnumValue";
      readonly enum: QualifiedName;
      readonly value: string;
      readonly at: number;
      readonly replacement: string | null;
    }
  | {
      readonly kind: "dropEnumValue";
      readonly enum: QualifiedName;
      readonly value: string;
      readonly at: number;
      readonly replacement: string | null;
    }
  | { readonly kind: "renameEnumValue"; readonly enum: QualifiedName; readonly from: string; readonly to: string }
  /** The same values in another order. */
  | {
      readonly kind: "reorderEnum";
      readonly enum: QualifiedName;
      readonly from: readonly string[];
      readonly to: readonly string[];
    }
  /** The table with columns, keys, indexes, checks and parents; its `foreignKeys` is empty. */
  | { readonly kind: "createTable"; readonly table: Table }
  | { readonly kind: "dropTable"; readonly table: Table }
  /** A new name, a new schema, or both. */
  | { readonly kind: "renameTable"; readonly from: QualifiedName; readonly to: QualifiedName }
  /** It becomes a partition with the rows that it holds. */
  | { readonly kind: "attachPartition"; readonly table: QualifiedName; readonly partitionOf: PartitionOf }
  /** It becomes a table of its own, and keeps its rows. */
  | { readonly kind: "detachPartition"; readonly table: QualifiedName; readonly partitionOf: PartitionOf }
  /** `at` is the parent's place among those of the table. */
  | { readonly kind: "addParent"; readonly table: QualifiedName; readonly parent: QualifiedName; readonly at: number }
  | { readonly kind: "dropParent"; readonly table: QualifiedName; readonly parent: QualifiedName; readonly at: number }
  /** `fill` gives existing rows their value where the column is required and has no default. */
  | {
      readonly kind: "addColumn";
      readonly table: QualifiedName;
      readonly column: Column;
      readonly fill: RowFill | null;
    }
  | {
      readonly kind: "dropColumn";
      readonly table: QualifiedName;
      readonly column: Column;
      readonly fill: RowFill | null;
    }
  | { readonly kind: "renameColumn"; readonly table: QualifiedName; readonly from: string; readonly to: string }
  /** Both sides have one name. `fill` is for rows that hold NULL where `to` forbids it, or all of them have a new value at hand. */
  | {
      readonly kind: "alterColumn";
      readonly table: QualifiedName;
      readonly from: Column;
      readonly to: Column;
      readonly fill: string | Handed | null;
    }
  | { readonly kind: "addPrimaryKey"; readonly table: QualifiedName; readonly primaryKey: PrimaryKey }
  | { readonly kind: "dropPrimaryKey"; readonly table: QualifiedName; readonly primaryKey: PrimaryKey }
  /** Of a key, an index, a foreign key or a check that is another under its name, or in its place: it is made anew. */
  | {
      readonly kind: "alterPrimaryKey";
      readonly table: QualifiedName;
      readonly from: PrimaryKey;
      readonly to: PrimaryKey;
    }
  | { readonly kind: "alterIndex"; readonly table: QualifiedName; readonly from: Index; readonly to: Index }
  | {
      readonly kind: "alterForeignKey";
      readonly table: QualifiedName;
      readonly from: ForeignKey;
      readonly to: ForeignKey;
    }
  | { readonly kind: "alterCheck"; readonly table: QualifiedName; readonly from: Check; readonly to: Check }
  | { readonly kind: "createIndex"; readonly table: QualifiedName; readonly index: Index }
  | { readonly kind: "dropIndex"; readonly table: QualifiedName; readonly index: Index }
  | { readonly kind: "renameIndex"; readonly table: QualifiedName; readonly from: string; readonly to: string }
  | { readonly kind: "addForeignKey"; readonly table: QualifiedName; readonly foreignKey: ForeignKey }
  | { readonly kind: "dropForeignKey"; readonly table: QualifiedName; readonly foreignKey: ForeignKey }
  | { readonly kind: "addCheck"; readonly table: QualifiedName; readonly check: Check }
  | { readonly kind: "dropCheck"; readonly table: QualifiedName; readonly check: Check }
  /** Of a primary key, a foreign key or a check; an index that backs a UNIQUE constraint is renamed by `renameIndex`. */
  | { readonly kind: "renameConstraint"; readonly table: QualifiedName; readonly from: string; readonly to: string }
  | { readonly kind: "createSequence"; readonly sequence: Sequence }
  | { readonly kind: "dropSequence"; readonly sequence: Sequence }
  | { readonly kind: "alterSequence"; readonly from: Sequence; readonly to: Sequence }
  /**
   * The sequence of a column that counts up is henceforth looked at for itself, and the column's default as an expression;
   * `bindSequence` is the same the other way. In the database nothing is different.
   */
  | {
      readonly kind: "freeSequence";
      readonly table: QualifiedName;
      readonly from: Column;
      readonly to: Column;
      readonly sequence: Sequence;
    }
  | {
      readonly kind: "bindSequence";
      readonly table: QualifiedName;
      readonly from: Column;
      readonly to: Column;
      readonly sequence: Sequence;
    }
  | { readonly kind: "createObject"; readonly object: CatalogObject }
  | { readonly kind: "dropObject"; readonly object: CatalogObject }
  /** Of one identity. It is made anew where PostgreSQL can't turn the one into the other. */
  | { readonly kind: "alterObject"; readonly from: CatalogObject; readonly to: CatalogObject }
  | { readonly kind: "runSql"; readonly up: string | null; readonly down: string | null };

/**
 * What rows get in a column that comes: an SQL expression over the row, or one over `numbered.number`, which is 1, 2, 3
 * and so on in the rows.
 */
export type RowFill = string | { readonly perNumber: string } | Handover;

/** Each row's value of the new type stands, as text, in this column of the same table. */
export interface Handed {
  readonly handed: string;
}

/** What a column holds for a moment, as text: the value that another column of its table takes with its new type. */
export interface Handover {
  readonly takenBy: string;
  readonly value:
    /** One that no other row has. */
    | { readonly kind: "distinct"; readonly of: "uuid" | "number" }
    /** An SQL expression over the row, as a person gave it. */
    | { readonly kind: "given"; readonly sql: string }
    /** That of the column itself: PostgreSQL can turn it into the new type. */
    | { readonly kind: "own"; readonly from: ColumnType; readonly to: ColumnType }
    /** What the row that a foreign key leads to has in `column`. */
    | { readonly kind: "followed"; readonly key: Pick<ForeignKey, "columns" | "references">; readonly column: string };
}

/** Whether rows of a column that comes or goes have a value there for another column to take. */
export function isHandover(fill: RowFill | null): fill is Handover {
  return typeof fill === "object" && fill !== null && "takenBy" in fill;
}

/** Whether a column's new values are at hand in another column. */
export function isHanded(fill: string | Handed | null): fill is Handed {
  return typeof fill === "object" && fill !== null;
}

export type ChangeKind = Change["kind"];

export type ChangeOf<K extends ChangeKind> = Extract<Change, { kind: K }>;

/** One function per kind: leaving a kind out is a compile error. */
export type ChangeTable<Result, Args extends readonly unknown[] = []> = {
  readonly [K in ChangeKind]: (change: ChangeOf<K>, ...args: Args) => Result;
};

export function dispatch<Result, Args extends readonly unknown[]>(
  table: ChangeTable<Result, Args>,
  change: Change,
  ...args: Args
): Result {
  // The table is indexed by the very kind of the change it receives; TypeScript can't correlate the two.
  const handler = table[change.kind] as (change: Change, ...args: Args) => Result;
  return handler(change, ...args);
}
