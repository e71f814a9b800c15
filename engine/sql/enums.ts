import type { ChangeOf } from "#engine/changes/change.ts";
import type { EnumType, Schema } from "#engine/schema/model.ts";
import { type QualifiedName, sameName } from "#engine/schema/name.ts";
import { quoteTypeName } from "#engine/sql/columnTypes.ts";
import { quoteLiteral } from "#engine/sql/quote.ts";
import { moveAndRename } from "#engine/sql/renames.ts";
import { type Context, sql, type Sql } from "#engine/sql/rendering.ts";

export function createEnum({ enum: type }: ChangeOf<"createEnum">, { home }: Context): Sql {
  return sql(createEnumStatement(type, home));
}

export function dropEnum({ enum: type }: ChangeOf<"dropEnum">, { home }: Context): Sql {
  return sql(`DROP TYPE ${quoteTypeName(type.name, home)}`);
}

export function renameEnum({ from, to }: ChangeOf<"renameEnum">, { home, before }: Context): Sql {
  return sql(...moveAndRename("TYPE", from, to, { home, isTaken: (name) => findEnum(before(), name) !== undefined }));
}

/** The place is always said, so that a value that only this database has cannot shift it. */
export function addEnumValue(change: ChangeOf<"addEnumValue">, { home, before }: Context): Sql {
  const { enum: type, value, at } = change;
  const values = findEnum(before(), type)?.values ?? [];
  const next = values[at];
  const last = values.at(-1);
  const place = next !== undefined ? ` BEFORE ${quoteLiteral(next)}` : last ? ` AFTER ${quoteLiteral(last)}` : "";
  const statement = (condition: string) =>
    `ALTER TYPE ${quoteTypeName(type, home)} ADD VALUE ${condition}${quoteLiteral(value)}${place}`;
  // Outside a transaction it may have been done already, by a run that stopped later on.
  return { ...sql(statement("")), alone: [statement("IF NOT EXISTS ")] };
}

export function renameEnumValue({ enum: type, from, to }: ChangeOf<"renameEnumValue">, { home }: Context): Sql {
  return sql(`ALTER TYPE ${quoteTypeName(type, home)} RENAME VALUE ${quoteLiteral(from)} TO ${quoteLiteral(to)}`);
}

export function createEnumStatement({ name, values }: EnumType, home: string): string {
  return `CREATE TYPE ${quoteTypeName(name, home)} AS ENUM (${values.map(quoteLiteral).join(", ")})`;
}

export function findEnum(schema: Schema, name: QualifiedName): EnumType | undefined {
  return schema.enums.find((type) => sameName(type.name, name));
}
