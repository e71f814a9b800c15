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

export interface Table {
  readonly name: QualifiedName;
  readonly columns: readonly Column[];
  readonly primaryKey: PrimaryKey | null;
  /** Unique constraints too; the primary key's index not. */
  readonly indexes: readonly Index[];
  readonly foreignKeys: readonly ForeignKey[];
  readonly checks: readonly Check[];
}

export interface Column {
  readonly name: string;
  readonly type: ColumnType;
  readonly nullable: boolean;
  readonly default: ColumnDefault | null;
  readonly identity: "always" | "by default" | null;
  readonly generated: { readonly expression: string; readonly stored: boolean } | null;
  /** Null is the type's own. */
  readonly collation: string | null;
}

/** A type as the catalog knows it; `array` tells a list of it, whatever the dimensions. */
export type ColumnType =
  /** A type of `pg_catalog` by its `typname` (`int4`, `varchar`, `timestamptz`); `args` as written in SQL. */
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
  /** A constant in its type's input syntax, without quotes: `1`, `pending`, `true`, `1.50`. */
  | { readonly kind: "literal"; readonly text: string }
  | { readonly kind: "list"; readonly elements: readonly string[] }
  /** SQL that is evaluated for each row. */
  | { readonly kind: "expression"; readonly sql: string }
  /** The next value of a sequence that this column owns (SERIAL). */
  | { readonly kind: "serial"; readonly sequence: QualifiedName };

export interface PrimaryKey {
  readonly name: string;
  readonly columns: readonly string[];
}

export interface Index {
  readonly name: string;
  readonly unique: boolean;
  /** It stands behind a UNIQUE constraint of its name. Prisma makes unique indexes, people make constraints. */
  readonly constraint: boolean;
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
  readonly match: "simple" | "full";
  readonly deferrable: "no" | "initially immediate" | "initially deferred";
  readonly validated: boolean;
}

/** A CHECK or EXCLUDE constraint, by the text of `pg_get_constraintdef`. */
export interface Check {
  readonly name: string;
  readonly kind: "check" | "exclusion";
  readonly definition: string;
}

/** Numbers are text: a bigint does not fit a JavaScript number. */
export interface Sequence {
  readonly name: QualifiedName;
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
  | "function"
  | "trigger"
  | "policy"
  | "rowSecurity"
  | "domain"
  | "compositeType"
  | "rangeType"
  | "foreignTable"
  | "partition"
  | "inheritance"
  | "storage"
  | "comment";

/** An object by the text the catalog prints for it. `kind` and `name` (and `table`, where it has one) are its identity. */
export interface CatalogObject {
  readonly kind: CatalogObjectKind;
  /** For a function with its argument types: `touch(integer)`. */
  readonly name: QualifiedName;
  /** The table it belongs to, and goes with. */
  readonly table: QualifiedName | null;
  readonly definition: string;
}

export const emptySchema: Schema = {
  namespaces: ["public"],
  extensions: [],
  enums: [],
  tables: [],
  sequences: [],
  objects: [],
};
