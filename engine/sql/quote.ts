import type { QualifiedName } from "#engine/schema/name.ts";

/**
 * The only place that writes a quote sign. Everything is quoted, so that keywords, capitals and whatever else a name
 * may hold need no rule of their own.
 */
export function quoteIdentifier(name: string): string {
  return `"${withoutNul(name).replaceAll('"', '""')}"`;
}

/**
 * `"table"` in `home`, the schema that is printed without its name, and `"schema"."table"` elsewhere; also in `home` where
 * PostgreSQL has relations of its own by such names, which it would find first.
 */
export function quoteName(name: QualifiedName, home: string): string {
  const own = quoteIdentifier(name.name);
  return name.schema === home && !name.name.startsWith("pg_") ? own : `${quoteIdentifier(name.schema)}.${own}`;
}

/** A collation as a column names it: one of PostgreSQL's own by its plain name, any other in quotes already. */
export function quoteCollation(name: string): string {
  return name.startsWith('"') ? name : quoteIdentifier(name);
}

/**
 * A string constant under `standard_conforming_strings = on`, where a backslash is a character like any other.
 * PostgreSQL manual, 4.1.2.1.
 */
export function quoteLiteral(text: string): string {
  return `'${withoutNul(text).replaceAll("'", "''")}'`;
}

/**
 * A string constant that reads the same whatever `standard_conforming_strings` is: for statements of ours on a session that
 * somebody else's settings rule.
 */
export function quoteLiteralAnywhere(text: string): string {
  return text.includes("\\") ? `E${quoteLiteral(text.replaceAll("\\", "\\\\"))}` : quoteLiteral(text);
}

/** PostgreSQL can hold no NUL: one that arrives here was let through by a reader, and cutting it off would hide that. */
function withoutNul(text: string): string {
  if (text.includes("\0")) throw new Error("PostgreSQL text cannot hold NUL");
  return text;
}
