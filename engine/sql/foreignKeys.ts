import type { ChangeOf } from "#engine/changes/change.ts";
import type { ForeignKey } from "#engine/schema/model.ts";
import { addConstraint, columnList, dropConstraint } from "#engine/sql/keys.ts";
import { quoteName } from "#engine/sql/quote.ts";
import { type Context, sql, type Sql } from "#engine/sql/rendering.ts";

export function addForeignKey({ table, foreignKey }: ChangeOf<"addForeignKey">, { home }: Context): Sql {
  return sql(addConstraint(table, foreignKey.name, foreignKeyDefinition(foreignKey, home), home));
}

export function dropForeignKey({ table, foreignKey }: ChangeOf<"dropForeignKey">, { home }: Context): Sql {
  return sql(dropConstraint(table, foreignKey.name, home));
}

/** Both actions are always written, as Prisma does. */
export function foreignKeyDefinition(key: ForeignKey, home: string): string {
  return [
    `FOREIGN KEY ${columnList(key.columns)}`,
    `REFERENCES ${quoteName(key.references.table, home)}${columnList(key.references.columns)}`,
    key.match === "full" ? "MATCH FULL" : "",
    `ON DELETE ${key.onDelete.toUpperCase()}`,
    `ON UPDATE ${key.onUpdate.toUpperCase()}`,
    key.deferrable === "no" ? "" : `DEFERRABLE ${key.deferrable.toUpperCase()}`,
    key.validated ? "" : "NOT VALID",
  ]
    .filter((part) => part !== "")
    .join(" ");
}
