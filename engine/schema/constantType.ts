import type { ColumnType } from "#engine/schema/model.ts";

/** The name of a type in a cast, as PostgreSQL prints it. */
export interface TypeName {
  /** Null for what the manual names without one: `integer`, `character varying`. */
  readonly schema: string | null;
  readonly name: string;
  readonly args: readonly string[];
  readonly array: boolean;
}

/** The SQL names that `format_type` prints for types of `pg_catalog` whose `typname` is another. */
export const catalogNames: ReadonlyMap<string, string> = new Map([
  ["smallint", "int2"],
  ["integer", "int4"],
  ["bigint", "int8"],
  ["real", "float4"],
  ["double precision", "float8"],
  ["boolean", "bool"],
  ["character varying", "varchar"],
  ["character", "bpchar"],
  ["bit varying", "varbit"],
  ["timestamp without time zone", "timestamp"],
  ["timestamp with time zone", "timestamptz"],
  ["time without time zone", "time"],
  ["time with time zone", "timetz"],
]);

/**
 * Whether a constant below these casts means for a column of `type` what its bare text would: every cast stays in the
 * column's own kind of value, and none cuts anything off. Arrays are compared by their elements.
 */
export function constantFits(
  { text, casts }: { readonly text: string; readonly casts: readonly TypeName[] },
  type: ColumnType,
  { ofLists = false }: { readonly ofLists?: boolean } = {},
): boolean {
  if (!casts.every((cast) => cast.array === ofLists && castFits(cast, type))) return false;
  if (ofLists || type.kind !== "builtin" || casts.length === 0) return true;
  if (integers.has(type.name)) return /^-?\d+$/.test(text);
  return (
    familyOf(type.name) !== "string" || casts.every(({ args }) => args.length === 0 || text.length <= Number(args[0]))
  );
}

function castFits(cast: TypeName, type: ColumnType): boolean {
  switch (type.kind) {
    case "builtin": {
      const name = catalogNames.get(cast.name) ?? cast.name;
      return (cast.schema ?? "pg_catalog") === "pg_catalog" && familyOf(name) === familyOf(type.name);
    }
    case "enum":
      return cast.schema === type.name.schema && cast.name === type.name.name;
    case "other":
      // A constant of a domain is printed with the type behind it, which nothing here knows.
      return true;
  }
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
