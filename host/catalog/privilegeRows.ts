import type { Oid } from "#host/catalog/catalogRows.ts";

/** The grantee is null for PUBLIC. */
export type Grant = [grantor: string, grantee: string | null, privilege: string, grantable: boolean];

export type ColumnGrant = [...grant: Grant, column: string, number: number];

export type PrivilegesRow = [
  catalog: Oid,
  object: Oid,
  /** What ALTER calls it. */
  word: string,
  identity: string,
  namespace: Oid,
  name: string,
  /** The table itself, or that whose column owns a sequence. */
  table: Oid | null,
  column: number | null,
  /** Null where that is as usual. */
  owner: string | null,
  held: Grant[] | null,
  usual: Grant[] | null,
  ofColumns: ColumnGrant[] | null,
  /** It belongs to who is connected. */
  isOwn: boolean,
  ownerName: string,
];

export type DefaultPrivilegesRow = [
  namespace: Oid | null,
  /** Null is who is connected. */
  role: string | null,
  roleName: string,
  kind: string,
  held: Grant[] | null,
  usual: Grant[] | null,
];
