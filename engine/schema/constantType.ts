import type { ColumnType } from "#engine/schema/model.ts";
import { sameName } from "#engine/schema/name.ts";

/**
 * Whether a constant below these casts means for a column of `type` what its bare text would: every cast stays in the
 * column's own kind of value, and none cuts anything off. Whether the column is a list is not looked at;
 * `ofLists` tells whether the casts are to be to lists.
 */
export function constantFits(
  { text, casts }: { readonly text: string; readonly casts: readonly ColumnType[] },
  type: ColumnType,
  { ofLists = false }: { readonly ofLists?: boolean } = {},
): boolean {
  if (!casts.every((cast) => cast.array === ofLists && castFits(cast, type))) return false;
  if (ofLists || type.kind !== "builtin" || casts.length === 0) return true;
  if (integers.has(type.name)) return /^-?\d+$/.test(text);
  return familyOf(type.name) !== "string" || casts.every((cast) => text.length <= lengthOf(cast));
}

function castFits(cast: ColumnType, type: ColumnType): boolean {
  switch (type.kind) {
    case "builtin":
      return cast.kind === "builtin" && familyOf(cast.name) === familyOf(type.name);
    case "enum":
      return cast.kind === "enum" && sameName(cast.name, type.name);
    case "other":
      // A constant of a domain is printed with the type behind it, which nothing here knows.
      return true;
  }
}

function lengthOf(cast: ColumnType): number {
  return (cast.kind === "builtin" ? cast.args[0] : undefined) ?? Infinity;
}

const integers: ReadonlySet<string> = new Set(["int2", "int4", "int8", "oid"]);

const families: ReadonlyMap<string, string> = new Map([
  ...["int2", "int4", "int8", "float4", "float8", "numeric", "oid", "money"].map((name) => [name, "number"] as const),
  ...["text", "varchar", "bpchar", "name"].map((name) => [name, "string"] as const),
  ...["bit", "varbit"].map((name) => [name, "bits"] as const),
]);

/** Types between which a constant keeps its text. */
function familyOf(name: string): string {
  return families.get(name) ?? name;
}

/** A type whose constants people write without quotes. */
export function isNumeric(type: ColumnType): boolean {
  return type.kind === "builtin" && !type.array && familyOf(type.name) === "number";
}
