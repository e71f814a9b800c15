import type { Oid } from "#host/catalog/catalogRows.ts";

export type PublicationRow = [
  oid: Oid,
  name: string,
  allTables: boolean,
  /** `insert, update, delete, truncate`, or less. */
  publish: string,
  viaRoot: boolean,
  /** Stored generated columns too (PostgreSQL 18). */
  generated: boolean,
  tables: [oid: Oid, schema: string, name: string, columns: string[] | null, rows: string | null][] | null,
  schemas: string[] | null,
];

export type WrapperRow = [
  oid: Oid,
  name: string,
  handler: string | null,
  validator: string | null,
  options: string[] | null,
];

export type ServerRow = [
  oid: Oid,
  name: string,
  wrapper: string,
  type: string | null,
  version: string | null,
  options: string[] | null,
];

export type CastRow = [
  oid: Oid,
  source: string,
  target: string,
  function: string | null,
  method: "f" | "i" | "b",
  context: "e" | "a" | "i",
];

export type OperatorRow = [
  oid: Oid,
  namespace: Oid,
  name: string,
  left: string | null,
  right: string | null,
  function: string,
  commutator: [schema: string, name: string] | null,
  negator: [schema: string, name: string] | null,
  restrict: string | null,
  join: string | null,
  hashes: boolean,
  merges: boolean,
];

export type DictionaryRow = [
  oid: Oid,
  namespace: Oid,
  name: string,
  templateSchema: string,
  template: string,
  /** `language = 'english', stopwords = 'english'` */
  options: string | null,
];

export type ConfigurationRow = [
  oid: Oid,
  namespace: Oid,
  name: string,
  parserSchema: string,
  parser: string,
  /** Dictionaries as SQL names them, by kinds of words. */
  mappings: [token: string, dictionaries: string][] | null,
];
