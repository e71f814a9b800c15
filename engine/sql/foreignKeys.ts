import type { ChangeOf } from "#engine/changes/change.ts";
import type { ForeignKey } from "#engine/schema/model.ts";
import { addConstraint, columnList, deferral, dropConstraint } from "#engine/sql/keys.ts";
import { quoteIdentifier, quoteName } from "#engine/sql/quote.ts";
import { type Context, sql, type Sql } from "#engine/sql/rendering.ts";

export function addForeignKey({ table, foreignKey }: ChangeOf<"addForeignKey">, { home }: Context): Sql {
  return sql(addConstraint(table, foreignKey.name, foreignKeyDefinition(foreignKey, home), home));
}

export function alterForeignKey({ table, from, to }: ChangeOf<"alterForeignKey">, { home }: Context): Sql {
  return sql(
    dropConstraint(table, from.name, home),
    addConstraint(table, to.name, foreignKeyDefinition(to, home), home),
  );
}

export function dropForeignKey({ table, foreignKey }: ChangeOf<"dropForeignKey">, { home }: Context): Sql {
  return sql(dropConstraint(table, foreignKey.name, home));
}

/** Both actions are always written, as Prisma does. */
export function foreignKeyDefinition(key: ForeignKey, home: string): string {
  const { references, onDeleteColumns } = key;
  const some = onDeleteColumns.length > 0 ? ` ${columnList(onDeleteColumns)}` : "";
  return [
    `FOREIGN KEY ${joined(key.columns, key)}`,
    `REFERENCES ${quoteName(references.table, home)}${joined(references.columns, key)}`,
    key.match === "full" ? "MATCH FULL" : "",
    // Over periods there is no other action, and it can't be said.
    key.period && key.onDelete === "no action" ? "" : `ON DELETE ${key.onDelete.toUpperCase()}${some}`,
    key.period && key.onUpdate === "no action" ? "" : `ON UPDATE ${key.onUpdate.toUpperCase()}`,
    deferral(key.deferrable).trim(),
    key.enforced ? (key.validated ? "" : "NOT VALID") : "NOT ENFORCED",
  ]
    .filter((part) => part !== "")
    .join(" ");
}

function joined(columns: readonly string[], { period }: ForeignKey): string {
  const last = columns.length - 1;
  const all = columns.map((column, at) => `${period && at === last ? "PERIOD " : ""}${quoteIdentifier(column)}`);
  return `(${all.join(", ")})`;
}
