import { type ReferentialAction } from "#engine/index.ts";

/**
 * The document that catalog.sql answers: rows as arrays, oids as numbers, `null` for a part with no rows.
 * Single letters are PostgreSQL's own codes (manual, chapter 52).
 */
export interface CatalogRows {
  readonly namespaces: Rows<NamespaceRow>;
  readonly extensions: Rows<[name: string, schema: string]>;
  readonly tables: Rows<TableRow>;
  readonly columns: Rows<ColumnRow>;
  readonly types: Rows<TypeRow>;
  readonly enums: Rows<[namespace: Oid, name: string, values: string[] | null]>;
  readonly constraints: Rows<ConstraintRow>;
  readonly referenced: Rows<[oid: Oid, schema: string, name: string, columns: Record<string, string>]>;
  readonly indexes: Rows<IndexRow>;
  readonly access: Rows<[oid: Oid, name: string]>;
  readonly classes: Rows<[oid: Oid, name: string, method: Oid, type: Oid, isDefault: boolean]>;
  readonly collations: Rows<[oid: Oid, name: string]>;
  readonly sequences: Rows<SequenceRow>;
  readonly views: Rows<ViewRow>;
  readonly foreignTables: Rows<ForeignTableRow>;
  readonly partitions: Rows<PartitionRow>;
  readonly inherits: Rows<[table: Oid, parentSchema: string, parent: string]>;
  readonly triggers: Rows<TriggerRow>;
  readonly policies: Rows<PolicyRow>;
  readonly functions: Rows<FunctionRow>;
  readonly aggregates: Rows<AggregateRow>;
  readonly domains: Rows<DomainRow>;
  readonly composites: Rows<[namespace: Oid, name: string, attributes: [name: string, type: string][] | null]>;
  readonly ranges: Rows<RangeRow>;
  readonly comments: Rows<CommentRow>;
}

/** Object identifiers, valid within one reading only. */
export type Oid = number;

export type Rows<Row> = readonly Row[] | null;

export type NamespaceRow = [oid: Oid, name: string];

export type TableRow = [
  oid: Oid,
  namespace: Oid,
  name: string,
  persistence: "p" | "u" | "t",
  replicaIdentity: "d" | "n" | "f" | "i",
  rowSecurity: boolean,
  forcedRowSecurity: boolean,
  storage: string[] | null,
  partitionKey: string | null,
  replicaIndex: string | null,
];

export type ColumnRow = [
  table: Oid,
  number: number,
  name: string,
  type: Oid,
  modifier: number,
  required: boolean,
  identity: "" | "a" | "d",
  generated: "" | "s" | "v",
  collation: Oid,
  expression: string | null,
  typeText: string | null,
];

export type TypeRow = [
  oid: Oid,
  schema: string,
  name: string,
  type: "b" | "c" | "d" | "e" | "m" | "p" | "r",
  element: Oid,
  array: Oid,
  collation: Oid,
  ofExtension: boolean,
];

export type ConstraintRow = [
  table: Oid,
  name: string,
  type: "p" | "u" | "f" | "c" | "x",
  columns: number[] | null,
  referenced: Oid,
  referencedColumns: number[] | null,
  onUpdate: ActionCode,
  onDelete: ActionCode,
  match: "f" | "p" | "s" | " ",
  validated: boolean,
  deferrable: boolean,
  deferred: boolean,
  index: Oid,
  definition: string | null,
];

export type IndexRow = [
  table: Oid,
  oid: Oid,
  name: string,
  method: Oid,
  unique: boolean,
  primary: boolean,
  valid: boolean,
  nullsNotDistinct: boolean,
  /** Column numbers, included columns last; 0 is an expression. */
  columns: string,
  keyCount: number,
  options: string,
  classes: string,
  collations: string,
  storage: string[] | null,
  predicate: string | null,
  /** Of those keys that are expressions, in their order. */
  expressions: string[] | null,
];

export type SequenceRow = [
  oid: Oid,
  namespace: Oid,
  name: string,
  type: Oid,
  start: string,
  increment: string,
  min: string,
  max: string,
  cache: string,
  cycle: boolean,
  /** The column that owns it: `a` by OWNED BY, `i` as its identity. */
  ownerTable: Oid | null,
  ownerColumn: number | null,
  owning: "a" | "i" | null,
];

export type ViewRow = [
  namespace: Oid,
  name: string,
  kind: "v" | "m",
  options: string[] | null,
  query: string,
  indexes: string[] | null,
];

export type ForeignTableRow = [
  namespace: Oid,
  name: string,
  server: string,
  options: string[] | null,
  columns: [name: string, type: string, required: boolean, options: string[] | null][] | null,
];

export type PartitionRow = [
  namespace: Oid,
  name: string,
  parentSchema: string,
  parent: string,
  parentOid: Oid,
  bound: string,
  key: string | null,
  indexes: string[] | null,
  constraints: [name: string, definition: string][] | null,
];

export type TriggerRow = [
  table: Oid,
  namespace: Oid,
  tableName: string,
  name: string,
  enabled: "O" | "D" | "R" | "A",
  definition: string,
];

export type PolicyRow = [
  table: Oid,
  name: string,
  command: "r" | "a" | "w" | "d" | "*",
  permissive: boolean,
  /** Null is PUBLIC. */
  roles: (string | null)[],
  using: string | null,
  check: string | null,
];

export type FunctionRow = [namespace: Oid, name: string, types: string, definition: string | null];

export type AggregateRow = [
  namespace: Oid,
  name: string,
  parameters: string,
  types: string,
  transition: string,
  state: string,
  final: string | null,
  combine: string | null,
  initial: string | null,
  parallel: "s" | "r" | "u",
];

export type DomainRow = [
  namespace: Oid,
  name: string,
  base: string,
  collation: string | null,
  expression: string | null,
  required: boolean,
  checks: [name: string, definition: string][] | null,
];

export type RangeRow = [
  namespace: Oid,
  name: string,
  subtype: string,
  multirange: string,
  operatorClass: string | null,
  canonical: string | null,
  difference: string | null,
];

export type CommentRow = [
  kind: string,
  identity: string,
  namespace: Oid,
  name: string,
  table: Oid | null,
  text: string,
];

export type ActionCode = "a" | "r" | "c" | "n" | "d" | " ";

export const referentialActions: Readonly<Record<ActionCode, ReferentialAction>> = {
  a: "no action",
  r: "restrict",
  c: "cascade",
  n: "set null",
  d: "set default",
  " ": "no action",
};
