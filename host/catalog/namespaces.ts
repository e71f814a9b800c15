import { type QualifiedName } from "#engine/index.ts";
import type { NamespaceRow, Oid } from "#host/catalog/catalogRows.ts";

/** The PostgreSQL schemas of one reading. */
export interface Namespaces {
  readonly names: readonly string[];
  name(namespace: Oid, name: string): QualifiedName;
}

export function readNamespaces(rows: readonly NamespaceRow[]): Namespaces {
  const schemas = new Map(rows);
  return {
    names: [...schemas.values()].toSorted(),
    name: (namespace, name) => ({ schema: schemas.get(namespace) ?? "", name }),
  };
}
