import type { ChangeOf } from "#engine/changes/change.ts";
import type { Deferrable, PrimaryKey } from "#engine/schema/model.ts";
import type { QualifiedName } from "#engine/schema/name.ts";
import { quoteIdentifier, quoteName } from "#engine/sql/quote.ts";
import { type Context, sql, type Sql } from "#engine/sql/rendering.ts";

export function constraint(name: string, definition: string): string {
  return `CONSTRAINT ${quoteIdentifier(name)} ${definition}`;
}

export function columnList(columns: readonly string[]): string {
  return `(${columns.map(quoteIdentifier).join(", ")})`;
}

export function primaryKeyDefinition(key: PrimaryKey): string {
  const columns = key.columns.map(quoteIdentifier).join(", ");
  const include = key.include.length > 0 ? ` INCLUDE ${columnList(key.include)}` : "";
  const overlaps = key.withoutOverlaps ? " WITHOUT OVERLAPS" : "";
  return `PRIMARY KEY (${columns}${overlaps})${include}${deferral(key.deferrable)}`;
}

/** How a constraint may be put off, after its definition. */
export function deferral(deferrable: Deferrable): string {
  return deferrable === "no" ? "" : ` DEFERRABLE ${deferrable.toUpperCase()}`;
}

export function addConstraint(
  table: QualifiedName,
  name: string,
  definition: string,
  home: string,
  { only = false }: { readonly only?: boolean } = {},
): string {
  return `ALTER TABLE ${only ? "ONLY " : ""}${quoteName(table, home)} ADD ${constraint(name, definition)}`;
}

export function dropConstraint(table: QualifiedName, name: string, home: string): string {
  return `ALTER TABLE ${quoteName(table, home)} DROP CONSTRAINT ${quoteIdentifier(name)}`;
}

export function addPrimaryKey({ table, primaryKey }: ChangeOf<"addPrimaryKey">, { home }: Context): Sql {
  return sql(addConstraint(table, primaryKey.name, primaryKeyDefinition(primaryKey), home));
}

export function dropPrimaryKey({ table, primaryKey }: ChangeOf<"dropPrimaryKey">, { home }: Context): Sql {
  // A part goes with the whole.
  return primaryKey.partOf ? sql() : sql(dropConstraint(table, primaryKey.name, home));
}

export function alterPrimaryKey({ table, from, to }: ChangeOf<"alterPrimaryKey">, { home }: Context): Sql {
  return sql(dropConstraint(table, from.name, home), addConstraint(table, to.name, primaryKeyDefinition(to), home));
}

export function alterCheck({ table, from, to }: ChangeOf<"alterCheck">, { home }: Context): Sql {
  return sql(dropConstraint(table, from.name, home), addConstraint(table, to.name, to.definition, home));
}

export function addCheck({ table, check }: ChangeOf<"addCheck">, { home }: Context): Sql {
  return sql(addConstraint(table, check.name, check.definition, home));
}

export function dropCheck({ table, check }: ChangeOf<"dropCheck">, { home }: Context): Sql {
  return sql(dropConstraint(table, check.name, home));
}

export function renameConstraint({ table, from, to }: ChangeOf<"renameConstraint">, { home }: Context): Sql {
  const names = `${quoteIdentifier(from)} TO ${quoteIdentifier(to)}`;
  return sql(`ALTER TABLE ${quoteName(table, home)} RENAME CONSTRAINT ${names}`);
}
