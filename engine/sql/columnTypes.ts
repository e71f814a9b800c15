import type { ColumnType } from "#engine/schema/model.ts";
import type { QualifiedName } from "#engine/schema/name.ts";
import { isCatalogType } from "#engine/schema/typeName.ts";
import { quoteIdentifier, quoteName } from "#engine/sql/quote.ts";

/** The type as DDL writes it: `VARCHAR(200)`, `TIMESTAMP(3)`, `"role"[]`. */
export function printType(type: ColumnType, home: string): string {
  return printElement(type, home) + (type.array ? "[]" : "");
}

/** A type's name. With its schema where PostgreSQL has a type of that name, which it would find first. */
export function quoteTypeName(name: QualifiedName, home: string): string {
  return quoteName(name, isCatalogType(name.name) ? "" : home);
}

/** Without length or precision, for casts: an explicit cast to `VARCHAR(5)` would cut off what an assignment refuses. */
export function printBareType(type: ColumnType, home: string): string {
  if (type.kind === "enum" || type.args.length === 0) return printType(type, home);
  return printType({ ...type, args: [] }, home);
}

/** The type of one element of a list. */
export function elementOf(type: ColumnType): ColumnType {
  return { ...type, array: false };
}

/** Whether the columns of both types hold the same kind of value, whatever their length or precision. */
export function sameBaseType(a: ColumnType, b: ColumnType): boolean {
  if (a.array !== b.array) return false;
  if (a.kind === "builtin") return b.kind === "builtin" && a.name === b.name;
  if (a.kind === "enum") return b.kind === "enum" && a.name.name === b.name.name && a.name.schema === b.name.schema;
  return b.kind === "other" && a.name === b.name && (a.schema === null || b.schema === null || a.schema === b.schema);
}

export function sameType(a: ColumnType, b: ColumnType): boolean {
  return sameBaseType(a, b) && argumentsOf(a).join() === argumentsOf(b).join();
}

export function isInteger(type: ColumnType): boolean {
  return type.kind === "builtin" && !type.array && ["int2", "int4", "int8"].includes(type.name);
}

function argumentsOf(type: ColumnType): readonly (number | string)[] {
  return type.kind === "enum" ? [] : type.args;
}

function printElement(type: ColumnType, home: string): string {
  switch (type.kind) {
    case "enum":
      return quoteTypeName(type.name, home);
    case "builtin":
      return printBuiltin(type.name, type.args);
    case "other":
      return printOther(type, home) + printArguments(type.args);
  }
}

function printBuiltin(name: string, args: readonly number[]): string {
  // The keywords CHAR and BIT mean a length of one. The names in quotes mean no length at all, and "char" is a type of its own.
  if (name === "char" || (name === "bit" && args.length === 0)) return quoteIdentifier(name);
  if (name === "bpchar") return args.length === 0 ? "BPCHAR" : `CHAR${printArguments(args)}`;
  if (name.startsWith("interval ")) return name.toUpperCase() + printArguments(args);
  return (standardNames.get(name) ?? printWord(name)) + printArguments(args);
}

/** What has a name of its own in the SQL standard, or in Prisma's migrations. */
const standardNames: ReadonlyMap<string, string> = new Map([
  ["int2", "SMALLINT"],
  ["int4", "INTEGER"],
  ["int8", "BIGINT"],
  ["float4", "REAL"],
  ["float8", "DOUBLE PRECISION"],
  ["numeric", "DECIMAL"],
  ["bool", "BOOLEAN"],
]);

function printOther(type: ColumnType & { kind: "other" }, home: string): string {
  return type.schema === null ? printWord(type.name) : quoteTypeName({ schema: type.schema, name: type.name }, home);
}

/** Capitals where folding brings the name back, quotes elsewhere. */
function printWord(name: string): string {
  return /^[a-z_][a-z0-9_]*$/.test(name) ? name.toUpperCase() : quoteIdentifier(name);
}

function printArguments(args: readonly (number | string)[]): string {
  return args.length === 0 ? "" : `(${args.join(",")})`;
}
