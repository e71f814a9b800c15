import { nativeTypeOf, type Scalar } from "#engine/prisma/lower/types.ts";
import type { RaisedNames } from "#engine/prisma/raise/names.ts";
import type { ColumnType } from "#engine/schema/model.ts";
import { quoteIdentifier } from "#engine/sql/quote.ts";

export type RaisedType =
  | { readonly kind: "scalar"; readonly scalar: Scalar; readonly native: string | null }
  | { readonly kind: "enum"; readonly enum: ColumnType & { readonly kind: "enum" }; readonly name: string }
  | { readonly kind: "unsupported"; readonly text: string };

/** Prisma's type for one element of a column. */
export function raiseType(type: ColumnType, names: RaisedNames): RaisedType {
  if (type.kind === "enum") {
    const name = names.enumeration(type.name);
    return name === null ? { kind: "unsupported", text: typeText(type) } : { kind: "enum", enum: type, name };
  }
  const native = nativeTypeOf(withPrecision(type));
  return native === null ? { kind: "unsupported", text: typeText(type) } : { kind: "scalar", ...native };
}

/** The type in SQL, without the brackets of a list: `interval(3)`, `geometry(Point,4326)`, `"x"."y"`. */
export function typeText(type: ColumnType): string {
  switch (type.kind) {
    case "enum":
      return `${quoteIdentifier(type.name.schema)}.${quoteIdentifier(type.name.name)}`;
    case "builtin":
      return type.name === "char" ? '"char"' : type.name + argumentText(type.args);
    case "other": {
      const name = word(type.name);
      return (type.schema === null ? name : `${word(type.schema)}.${name}`) + argumentText(type.args);
    }
  }
}

/** Six digits of a second are the default, and Prisma writes them out. */
function withPrecision(type: ColumnType): ColumnType {
  if (type.kind !== "builtin" || type.args.length > 0) return type;
  return ["timestamp", "timestamptz", "time", "timetz"].includes(type.name) ? { ...type, args: [6] } : type;
}

function word(name: string): string {
  return /^[a-z_][a-z0-9_]*$/.test(name) ? name : quoteIdentifier(name);
}

function argumentText(args: readonly (number | string)[]): string {
  return args.length === 0 ? "" : `(${args.join(",")})`;
}
