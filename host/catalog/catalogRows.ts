import type { DefaultPrivilegesRow, PrivilegesRow } from "#host/catalog/privilegeRows.ts";
import type {
  CastRow,
  ConfigurationRow,
  DictionaryRow,
  OperatorRow,
  PublicationRow,
  ServerRow,
  WrapperRow,
} from "#host/catalog/besideRows.ts";
import type { AggregateRow, FunctionRow } from "#host/catalog/functionRows.ts";
import type { Deferrable, ReferentialAction } from "#engine/index.ts";

/**
 * The document that catalog.sql answers: rows as arrays, oids as numbers, `null` for a part with no rows.
 * Single letters are PostgreSQL's own codes (manual, chapter 52).
 */
export interface CatalogRows {
  readonly namespaces: Rows<NamespaceRow>;
  readonly extensions: Rows<[oid: Oid, name: string, schema: string]>;
  readonly tables: Rows<TableRow>;
  readonly columns: Rows<ColumnRow>;
  readonly notNulls: Rows<NotNullRow>;
  readonly columnStorage: Rows<ColumnStorageRow>;
  readonly types: Rows<TypeRow>;
  readonly enums: Rows<[oid: Oid, namespace: Oid, name: string, values: string[] | null]>;
  readonly constraints: Rows<ConstraintRow>;
  readonly referenced: Rows<[oid: Oid, schema: string, name: string, columns: Record<string, string>]>;
  readonly indexes: Rows<IndexRow>;
  readonly access: Rows<[oid: Oid, name: string]>;
  readonly classes: Rows<[oid: Oid, name: string, method: Oid, type: Oid, isDefault: boolean]>;
  readonly collations: Rows<[oid: Oid, name: string, schema: string]>;
  readonly ownCollations: Rows<CollationRow>;
  readonly sequences: Rows<SequenceRow>;
  readonly views: Rows<ViewRow>;
  readonly viewIndexes: Rows<ViewIndexRow>;
  /** Of the columns of materialized views, as of those of tables. */
  readonly viewStorage: Rows<ColumnStorageRow>;
  readonly foreignTables: Rows<ForeignTableRow>;
  readonly inherits: Rows<[table: Oid, parentSchema: string, parent: string]>;
  readonly triggers: Rows<TriggerRow>;
  readonly constraintTriggers: Rows<ConstraintTriggerRow>;
  readonly rules: Rows<RuleRow>;
  readonly policies: Rows<PolicyRow>;
  readonly statistics: Rows<StatisticsRow>;
  readonly functions: Rows<FunctionRow>;
  readonly aggregates: Rows<AggregateRow>;
  readonly domains: Rows<DomainRow>;
  readonly composites: Rows<CompositeRow>;
  readonly ranges: Rows<RangeRow>;
  readonly eventTriggers: Rows<EventTriggerRow>;
  readonly publications: Rows<PublicationRow>;
  readonly wrappers: Rows<WrapperRow>;
  readonly servers: Rows<ServerRow>;
  readonly casts: Rows<CastRow>;
  readonly operators: Rows<OperatorRow>;
  readonly dictionaries: Rows<DictionaryRow>;
  readonly configurations: Rows<ConfigurationRow>;
  readonly comments: Rows<CommentRow>;
  /** Other than what the extension comes with; null is none. */
  readonly extensionComments: Rows<[oid: Oid, name: string, text: string | null, usual: string | null]>;
  /** Null where they were not asked for. */
  readonly privileges: Rows<PrivilegesRow>;
  readonly defaultPrivileges: Rows<DefaultPrivilegesRow>;
  readonly dependencies: Rows<DependencyRow>;
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
  bound: string | null,
  toastStorage: string[] | null,
  clusteredIndex: string | null,
  /** Null is `heap`. */
  access: string | null,
  /** Of a typed table. */
  ofType: [schema: string, name: string] | null,
];

export type NotNullRow = [
  table: Oid,
  column: number,
  name: string,
  validated: boolean,
  noInherit: boolean,
  inherited: boolean,
];

/** One letter of `attstorage` each; what is as usual is null. */
export type ColumnStorageRow = [
  table: Oid,
  column: string,
  storage: StorageCode | null,
  usualStorage: StorageCode,
  compression: "p" | "l" | null,
  statistics: number | null,
  options: string[] | null,
];

export type StorageCode = "p" | "e" | "m" | "x";

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
  deleteColumns: number[] | null,
  enforced: boolean,
  period: boolean,
  oid: Oid,
  /** It came with that of the table whose partition this is. */
  ofParent: boolean,
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
  /** The parent's index that it is a part of. */
  parent: Oid | null,
  /** By the number of a key, from 1, the parameters of its operator class as `name=value`. */
  classOptions: Readonly<Record<string, readonly string[]>> | null,
  /** Of one with expressions: the statistics targets of keys, by number from 1. */
  statistics: [key: number, target: number][] | null,
  /** Of one with expressions: a collation other than theirs was asked for. */
  collated: boolean,
];

export type CollationRow = [
  oid: Oid,
  namespace: Oid,
  name: string,
  provider: "b" | "c" | "d" | "i",
  deterministic: boolean,
  collate: string | null,
  ctype: string | null,
  locale: string | null,
  rules: string | null,
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
  /** Null before PostgreSQL 15, where all are logged. */
  persistence: "p" | "u" | "t" | null,
];

export type ViewRow = [
  oid: Oid,
  namespace: Oid,
  name: string,
  kind: "v" | "m",
  options: string[] | null,
  query: string,
  columns: [name: string, type: string, collation: Oid, expression: string | null][] | null,
];

export type ViewIndexRow = [
  oid: Oid,
  namespace: Oid,
  name: string,
  viewNamespace: Oid,
  view: string,
  definition: string,
  clustered: boolean,
  /** The statistics targets of keys, by number from 1. */
  statistics: [key: number, target: number][] | null,
];

export type ForeignTableRow = [
  oid: Oid,
  namespace: Oid,
  name: string,
  server: string,
  options: string[] | null,
  columns:
    [name: string, type: string, required: boolean, options: string[] | null, expression: string | null][] | null,
  bound: string | null,
  checks: [name: string, definition: string][] | null,
];

export type TriggerRow = [
  oid: Oid,
  table: Oid,
  namespace: Oid,
  tableName: string,
  name: string,
  enabled: EnabledCode,
  definition: string,
  /** Where it is switched otherwise on a partition, sorted. */
  partitions?: [namespace: Oid, name: string, enabled: EnabledCode][] | null,
];

/** A trigger that PostgreSQL made for a constraint and that is switched otherwise than it made it. */
export type ConstraintTriggerRow = [
  /** Of a partition's that came with its parent's, the parent's. */
  constraint: Oid,
  constraintTable: Oid,
  constraintName: string,
  type: "f" | "p" | "u" | "x",
  schema: string,
  table: string,
  /** Of a foreign key's, on the table that has it. */
  isCheck: boolean,
  /** `pg_trigger.tgtype`. */
  events: number,
  enabled: EnabledCode,
  columns: number[] | null,
  referenced: Oid,
  referencedColumns: number[] | null,
];

export type RuleRow = TriggerRow;

export type EnabledCode = "O" | "D" | "R" | "A";

export type PolicyRow = [
  oid: Oid,
  table: Oid,
  name: string,
  command: "r" | "a" | "w" | "d" | "*",
  permissive: boolean,
  /** Null is PUBLIC. */
  roles: (string | null)[],
  using: string | null,
  check: string | null,
];

export type StatisticsRow = [
  oid: Oid,
  namespace: Oid,
  name: string,
  table: Oid,
  definition: string,
  target: number | null,
];

export type DomainRow = [
  oid: Oid,
  namespace: Oid,
  name: string,
  base: string,
  collation: string | null,
  expression: string | null,
  required: boolean,
  checks: [name: string, definition: string, oid: Oid][] | null,
  /** Its NOT NULL, which is a constraint since PostgreSQL 17. */
  notNull: [name: string, oid: Oid] | null,
];

export type CompositeRow = [
  oid: Oid,
  namespace: Oid,
  name: string,
  relation: Oid,
  attributes: [name: string, type: string, collation: string | null][] | null,
];

export type RangeRow = [
  oid: Oid,
  namespace: Oid,
  name: string,
  subtype: string,
  multirange: string,
  operatorClass: string | null,
  canonical: string | null,
  difference: string | null,
  collation: string | null,
];

export type EventTriggerRow = [
  oid: Oid,
  name: string,
  event: string,
  enabled: EnabledCode,
  tags: string[] | null,
  functionNamespace: Oid,
  functionName: string,
];

export type CommentRow = [
  kind: string,
  identity: string,
  namespace: Oid,
  name: string,
  table: Oid | null,
  text: string,
  catalog: Oid,
  object: Oid,
  column: number,
];

/** Both by the catalog that holds them; of a relation's column by its number, which is 0 for the whole. */
export type DependencyRow = [
  catalog: Oid,
  object: Oid,
  referencedClass: Oid,
  referenced: Oid,
  referencedColumn: number,
  /** The extension that it is a member of. */
  extension: Oid | null,
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

export function deferrability([, , , , , , , , , , deferrable, deferred]: ConstraintRow): Deferrable {
  return !deferrable ? "no" : deferred ? "initially deferred" : "initially immediate";
}
