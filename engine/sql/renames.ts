import type { QualifiedName } from "#engine/schema/name.ts";
import { quoteTypeName } from "#engine/sql/columnTypes.ts";
import { quoteIdentifier, quoteName } from "#engine/sql/quote.ts";

/**
 * The statements that give a table, type or sequence a new name, a new schema, or both. Where the way over the new schema would
 * meet a namesake there, the name changes first.
 */
export function moveAndRename(
  what: "TABLE" | "TYPE" | "SEQUENCE",
  from: QualifiedName,
  to: QualifiedName,
  { home, isTaken }: { readonly home: string; readonly isTaken: (name: QualifiedName) => boolean },
): string[] {
  const quote = what === "TYPE" ? quoteTypeName : quoteName;
  const rename = (name: QualifiedName) => `ALTER ${what} ${quote(name, home)} RENAME TO ${quoteIdentifier(to.name)}`;
  const move = (name: QualifiedName) => `ALTER ${what} ${quote(name, home)} SET SCHEMA ${quoteIdentifier(to.schema)}`;
  if (from.schema === to.schema) return from.name === to.name ? [] : [rename(from)];
  if (from.name === to.name) return [move(from)];
  const moved = { schema: to.schema, name: from.name };
  const renamed = { schema: from.schema, name: to.name };
  return isTaken(moved) ? [rename(from), move(renamed)] : [move(from), rename(moved)];
}
