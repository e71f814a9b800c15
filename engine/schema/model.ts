import type { QualifiedName } from "#engine/schema/name.ts";

/**
 * What a PostgreSQL database holds, as plain values: read from a catalog or lowered from models.
 *
 * References are names, absent is `null`, and nothing tells where a value came from, so that both readings can be equal.
 * The order of columns is kept for printing and means nothing to equality: PostgreSQL appends.
 */
export interface Schema {
  /** The PostgreSQL schemas that exist, sorted. */
  readonly namespaces: readonly string[];
  readonly extensions: readonly Extension[];
  readonly enums: readonly EnumType[];
  readonly tables: readonly Table[];
  /** Sequences that no column owns. */
  readonly sequences: readonly Sequence[];
  /** What Prisma has no word for, as the catalog's own text. */
  readonly objects: readonly CatalogObject[];
}

export interface Extension {
  readonly name: string;
  /** Null where nobody asked for one. */
  readonly schema: string | null;
  /** Null where nobody pinned one: versions differ between servers and say nothing. */
  readonly version: string | null;
}

export interface EnumType {
  readonly name: QualifiedName;
  /** In sort order. */
  readonly values: readonly string[];
}

/**
 * A table; a partition and an heir are tables too. Those have whatever their parents have: here stands only what is their
 * own, and what in them is not as their parents say.
 */
export interface Table {
  readonly name: QualifiedName;
  readonly columns: readonly Column[];
  readonly primaryKey: PrimaryKey | null;
  /** Unique constraints too; the primary key's index not. */
  readonly indexes: readonly Index[];
  readonly foreignKeys: readonly ForeignKey[];
  readonly checks: readonly Check[];
  /** What follows PARTITION BY, `RANGE (day)`; null for a table that has no partitions. */
  readonly partitionBy: string | null;
  /** Null for a table that is no partition. */
  readonly partitionOf: PartitionOf | null;
  /** The tables that it inherits from (INHERITS), in their order. */
  readonly inherits: readonly QualifiedName[];
}

export interface PartitionOf {
  readonly table: QualifiedName;
  /** `FOR VALUES FROM ('2026-01-01') TO ('2027-01-01')`, or `DEFAULT`. */
  readonly bound: string;
}

export interface Column {
  readonly name: string;
  readonly type: ColumnType;
  readonly nullable: boolean;
  /** Of a required column: what of its NOT NULL is not as PostgreSQL makes it, which version 18 is the first to tell. */
  readonly notNull: NotNull | null;
  readonly default: ColumnDefault | null;
  /** The default in the catalog's own words, where it does not follow from what it means how it was written. */
  readonly defaultSpelling: string | null;
  readonly identity: "always" | "by default" | null;
  /** What the sequence of an identity or of SERIAL does; null where it is as PostgreSQL makes it for the column's type. */
  readonly sequence: SequenceOptions | null;
  readonly generated: { readonly expression: string; readonly stored: boolean } | null;
  /** Null is the type's own. The plain name of one of PostgreSQL's; any other as SQL names it, `"public"."german"`. */
  readonly collation: string | null;
}

export interface NotNull {
  /** Null is the name that PostgreSQL gives it, `tasks_owner_not_null`. */
  readonly name: string | null;
  /** False is NOT VALID: rows that were there may hold NULL. */
  readonly validated: boolean;
  /** False is NO INHERIT. */
  readonly inherits: boolean;
}

/** A type as the catalog knows it; `array` tells a list of it, whatever the dimensions. */
export type ColumnType =
  /**
   * A type of `pg_catalog` by its `typname` (`int4`, `varchar`, `timestamptz`), an interval with the fields that it is held
   * to (`interval year to month`); `args` as written in SQL.
   */
  | { readonly kind: "builtin"; readonly name: string; readonly args: readonly number[]; readonly array: boolean }
  | { readonly kind: "enum"; readonly name: QualifiedName; readonly array: boolean }
  /** An extension's type or a domain. `schema` is null for a member of an extension, wherever that was installed. */
  | {
      readonly kind: "other";
      readonly schema: string | null;
      readonly name: string;
      readonly args: readonly string[];
      readonly array: boolean;
    };

export type ColumnDefault =
  /**
   * A constant in its type's input syntax, without quotes: `1`, `pending`, `true`, `1.50`. `quoted` is a number that was
   * written in quotes: PostgreSQL remembers it, and nothing else tells the two apart.
   */
  | { readonly kind: "literal"; readonly text: string; readonly quoted?: true }
  /** `quoted` is one that was written as a single constant, `'{a,b}'`. */
  | { readonly kind: "list"; readonly elements: readonly string[]; readonly quoted?: true }
  /** SQL that is evaluated for each row. */
  | { readonly kind: "expression"; readonly sql: string }
  /** The next value of a sequence that this column owns (SERIAL). */
  | { readonly kind: "serial"; readonly sequence: QualifiedName };

export interface PrimaryKey {
  readonly name: string;
  readonly columns: readonly string[];
  readonly include: readonly string[];
  readonly deferrable: Deferrable;
  /** The last column is a range, and rows of one key may not overlap in it (PostgreSQL 18). */
  readonly withoutOverlaps: boolean;
  readonly partOf: QualifiedName | null;
}

export type Deferrable = "no" | "initially immediate" | "initially deferred";

export interface Index {
  readonly name: string;
  readonly unique: boolean;
  /** It stands behind a UNIQUE constraint of its name. Prisma makes unique indexes, people make constraints. */
  readonly constraint: boolean;
  /** Of the constraint behind which it stands. */
  readonly deferrable: Deferrable;
  /** The last key is a range, and rows that are equal otherwise may not overlap in it (PostgreSQL 18). */
  readonly withoutOverlaps: boolean;
  /** `btree`, `hash`, `gin`, `gist`, `spgist`, `brin` or an extension's. */
  readonly method: string;
  readonly keys: readonly IndexKey[];
  readonly include: readonly string[];
  readonly predicate: string | null;
  readonly nullsNotDistinct: boolean;
  /** False for what a failed CREATE INDEX CONCURRENTLY leaves behind. */
  readonly valid: boolean;
  /** Storage parameters as `name=value`, sorted. */
  readonly storage: readonly string[];
  /**
   * On a partition, the index of the parent that this one is a part of. PostgreSQL makes such an index by itself and
   * gives it a name; it stands here only where it is not as PostgreSQL would make it.
   */
  readonly partOf: QualifiedName | null;
}

export interface IndexKey {
  readonly on:
    { readonly kind: "column"; readonly name: string } | { readonly kind: "expression"; readonly sql: string };
  readonly descending: boolean;
  /** Null is the default of the direction: last ascending, first descending. */
  readonly nulls: "first" | "last" | null;
  /** Null is the type's default class for the method. */
  readonly operatorClass: string | null;
  readonly collation: string | null;
}

export type ReferentialAction = "no action" | "restrict" | "cascade" | "set null" | "set default";

export interface ForeignKey {
  readonly name: string;
  readonly columns: readonly string[];
  readonly references: { readonly table: QualifiedName; readonly columns: readonly string[] };
  readonly onDelete: ReferentialAction;
  readonly onUpdate: ReferentialAction;
  /** The columns that SET NULL or SET DEFAULT sets on a deletion; none stands for all of them. */
  readonly onDeleteColumns: readonly string[];
  readonly match: "simple" | "full";
  readonly deferrable: Deferrable;
  readonly validated: boolean;
  /** False is NOT ENFORCED (PostgreSQL 18). */
  readonly enforced: boolean;
  /** The last columns are ranges, of which one has to cover the other (PostgreSQL 18). */
  readonly period: boolean;
}

/** A CHECK or EXCLUDE constraint, by the text of `pg_get_constraintdef`. */
export interface Check {
  readonly name: string;
  readonly kind: "check" | "exclusion";
  readonly definition: string;
}

export interface Sequence extends SequenceOptions {
  readonly name: QualifiedName;
  /** The column that it goes with (OWNED BY). */
  readonly ownedBy: { readonly table: QualifiedName; readonly column: string } | null;
}

/** Numbers are text: a bigint does not fit a JavaScript number. */
export interface SequenceOptions {
  readonly type: "int2" | "int4" | "int8";
  readonly start: string;
  readonly increment: string;
  readonly min: string;
  readonly max: string;
  readonly cache: string;
  readonly cycle: boolean;
}

export type CatalogObjectKind =
  | "view"
  | "materializedView"
  /** Of a materialized view. */
  | "index"
  | "function"
  | "trigger"
  | "rule"
  | "policy"
  | "rowSecurity"
  | "domain"
  | "compositeType"
  | "rangeType"
  | "collation"
  | "foreignTable"
  | "storage"
  | "replicaIdentity"
  | "clustering"
  /** Of a table: the composite type that it is OF. */
  | "tableType"
  /** Of a constraint: its triggers, where they are switched otherwise than as usual. */
  | "constraintTriggers"
  | "statistics"
  | "eventTrigger"
  | "publication"
  | "foreignDataWrapper"
  | "foreignServer"
  | "cast"
  | "operator"
  | "textSearchDictionary"
  | "textSearchConfiguration"
  | "comment"
  | "privileges"
  | "defaultPrivileges";

/** An object by the text the catalog prints for it. `kind` and `name` (and `table`, where it has one) are its identity. */
export interface CatalogObject {
  readonly kind: CatalogObjectKind;
  /** For a function or an operator with its argument types: `touch(integer)`. The schema is empty for what lives in none. */
  readonly name: QualifiedName;
  /** The table it belongs to, and goes with. */
  readonly table: QualifiedName | null;
  /** The statements that make it. Equality looks at these. */
  readonly definition: string;
  /** What of it may change in place, in order; which parts there are depends on the kind. They say nothing new. */
  readonly parts: readonly ObjectPart[];
  /** What PostgreSQL will not drop as long as this is there, by `ObjectKey`, sorted. */
  readonly dependsOn: readonly string[];
}

export interface ObjectPart {
  readonly name: string;
  readonly text: string;
}

export const emptySchema: Schema = {
  namespaces: ["public"],
  extensions: [],
  enums: [],
  tables: [],
  sequences: [],
  objects: [],
};
