/** A name in a PostgreSQL schema, as the catalog has it: never quoted, never folded. */
export interface QualifiedName {
  readonly schema: string;
  readonly name: string;
}

export function sameName(a: QualifiedName, b: QualifiedName): boolean {
  return a.schema === b.schema && a.name === b.name;
}

/** A key for maps. NUL cannot occur in a PostgreSQL identifier, so no two names share a key. */
export function nameKey(name: QualifiedName): string {
  return `${name.schema}\0${name.name}`;
}

/** `table`, or `schema.table` outside `home`: what people read and type, not SQL. */
export function displayName(name: QualifiedName, home: string): string {
  return name.schema === home ? name.name : `${name.schema}.${name.name}`;
}
