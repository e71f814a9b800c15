import { type CatalogObject, catalogObjectKey, type ObjectPart, type QualifiedName } from "#engine/index.ts";
import type { EnabledCode, Oid } from "#host/catalog/catalogRows.ts";
import type { ObjectKeys } from "#host/catalog/objectKeys.ts";

/** What objects are decoded with: each is known by its key from then on. */
export interface ObjectContext {
  readonly keys: ObjectKeys;
  readonly name: (namespace: Oid, name: string) => QualifiedName;
  /** A table by its oid; undefined for a view or what was not read. */
  readonly table: (oid: Oid) => QualifiedName | undefined;
  readonly collation: (oid: Oid) => string | undefined;
}

export interface ObjectFacts {
  readonly table?: QualifiedName | null;
  readonly parts?: readonly ObjectPart[];
  readonly dependsOn?: readonly string[];
}

export function catalogObject(
  kind: CatalogObject["kind"],
  name: QualifiedName,
  definition: string,
  { table = null, parts = [], dependsOn = [] }: ObjectFacts = {},
): CatalogObject {
  return { kind, name, table, definition, parts, dependsOn };
}

/** A property of a table or another object, by statements that each can be taken back: what is said, and what undoes it. */
export function property(
  kind: CatalogObject["kind"],
  name: QualifiedName,
  statements: readonly (readonly [said: string, undone: string])[],
  facts: Omit<ObjectFacts, "parts">,
): CatalogObject[] {
  if (statements.length === 0) return [];
  const parts = statements.map(([said, undone]) => ({ name: said, text: undone }));
  return [catalogObject(kind, name, allStatements(statements.map(([said]) => said)), { ...facts, parts })];
}

/** The object, known by `oid` of `catalog`. */
export function known(object: CatalogObject, { keys }: ObjectContext, catalog: Oid, oid: Oid): CatalogObject {
  keys.add(catalog, oid, catalogObjectKey(object));
  return object;
}

export function part(name: string, text: string | null): ObjectPart[] {
  return text === null ? [] : [{ name, text }];
}

export function allStatements(all: readonly string[]): string {
  return all.join(";\n");
}

/** `name=value` as catalogs keep an option, with its name apart. */
export function option(text: string): readonly [name: string, value: string] {
  const at = text.indexOf("=");
  return at < 0 ? [text, ""] : [text.slice(0, at), text.slice(at + 1)];
}

/** How a trigger or rule is switched on, after ALTER TABLE and before TRIGGER; null where it is as usual. */
export function switched(enabled: EnabledCode): string | null {
  return { O: null, D: "DISABLE", R: "ENABLE REPLICA", A: "ENABLE ALWAYS" }[enabled];
}
