import type { ColumnType } from "#engine/schema/model.ts";
import { elementOf, printBareType, sameBaseType } from "#engine/sql/columnTypes.ts";
import { quoteLiteral } from "#engine/sql/quote.ts";

/** How the values of a column get their new type; null where PostgreSQL has no way that says what is meant. */
export type Conversion = { readonly using: string | null } | null;

/**
 * The USING clause that turns `column` (an expression) from one type into another, or none where an assignment would do.
 *
 * A cast never names a length: assignment refuses what does not fit, a cast would cut it off. What depends on the
 * session's time zone by default is done in UTC, which is how Prisma stores a DateTime.
 */
export function convert(column: string, from: ColumnType, to: ColumnType, home: string): Conversion {
  if (sameBaseType(from, to)) return { using: null };
  if (from.array && to.array) return convertList(column, from, to, home);
  if (to.array) return wrap(column, from, to, home);
  if (from.array && !isDocument(to)) {
    const first = scalarStep(elementOf(from), to, home);
    return first && { using: explicit(first, `${column}[1]`) };
  }
  const step = from.array ? toDocument(to) : scalarStep(from, to, home);
  if (step === null) return null;
  return { using: step.kind === "assignment" ? null : explicit(step, column) };
}

/** The way of a single value. */
type Step =
  | { readonly kind: "assignment" }
  /** Casts, one after the other. They work on lists too. */
  | { readonly kind: "casts"; readonly types: readonly string[] }
  /** `lists` is the casts that come near it for lists, where expressions cannot look into elements; null where none does. */
  | { readonly kind: "expression"; readonly of: (value: string) => string; readonly lists: readonly string[] | null };

const assignment: Step = { kind: "assignment" };

function casts(...types: readonly string[]): Step {
  return { kind: "casts", types };
}

function expression(of: (value: string) => string, lists: readonly string[] | null = null): Step {
  return { kind: "expression", of, lists };
}

function convertList(column: string, from: ColumnType, to: ColumnType, home: string): Conversion {
  const step = scalarStep(elementOf(from), elementOf(to), home);
  if (step === null) return null;
  if (step.kind === "assignment") return { using: null };
  const types = step.kind === "casts" ? step.types : step.lists;
  return types && { using: chain(column, types, { suffix: "[]" }) };
}

/** A list of the one value. A missing value becomes a missing list, not a list of nothing. */
function wrap(column: string, from: ColumnType, to: ColumnType, home: string): Conversion {
  const element = elementOf(to);
  const step = sameBaseType(from, element) ? assignment : scalarStep(from, element, home);
  if (step === null) return null;
  return { using: `CASE WHEN ${column} IS NULL THEN NULL ELSE ARRAY[${explicit(step, column)}] END` };
}

function explicit(step: Step, value: string): string {
  switch (step.kind) {
    case "assignment":
      return value;
    case "casts":
      return chain(value, step.types, { suffix: "" });
    case "expression":
      return step.of(value);
  }
}

function chain(value: string, types: readonly string[], { suffix }: { readonly suffix: string }): string {
  return [value, ...types.map((type) => type + suffix)].join("::");
}

function scalarStep(from: ColumnType, to: ColumnType, home: string): Step | null {
  if (sameBaseType(from, to)) return assignment;
  const target = printBareType(to, home);
  const source = familyOf(from);
  const family = familyOf(to);
  // An extension's types, domains, and what Prisma does not use: PostgreSQL knows its casts, we don't.
  if (source === "unknown" || family === "unknown") return family === "string" ? assignment : casts(target);
  if (family === "document") return source === "string" ? casts(target) : toDocument(to, source);
  if (family === "string") return source === "bytes" ? expression((v) => `convert_from(${v}, ${utf8})`) : assignment;
  switch (source) {
    case "string":
      return fromString(family, target);
    case "document":
      return family === "bytes" ? null : expression((v) => `(${v} #>> ${quoteLiteral("{}")})::${target}`);
    case "enum":
      return family === "enum" ? casts("TEXT", target) : null;
    case "number":
    case "boolean":
    case "oid":
    case "money":
      return fromNumber(source, family, nameOf(from));
    case "time":
      return fromTime(nameOf(from), nameOf(to));
    case "bits":
    case "network":
      return source === family ? assignment : null;
    case "bytes":
    case "uuid":
    case "xml":
      return null;
  }
}

type Family = (typeof families)[keyof typeof families] | "enum" | "unknown";

const families = {
  int2: "number",
  int4: "number",
  int8: "number",
  float4: "number",
  float8: "number",
  numeric: "number",
  bool: "boolean",
  oid: "oid",
  money: "money",
  text: "string",
  varchar: "string",
  bpchar: "string",
  name: "string",
  bytea: "bytes",
  uuid: "uuid",
  xml: "xml",
  json: "document",
  jsonb: "document",
  bit: "bits",
  varbit: "bits",
  inet: "network",
  cidr: "network",
  date: "time",
  time: "time",
  timetz: "time",
  timestamp: "time",
  timestamptz: "time",
} as const;

const utf8 = quoteLiteral("UTF8");
const utc = quoteLiteral("UTC");

function familyOf(type: ColumnType): Family {
  if (type.kind !== "builtin") return type.kind === "enum" ? "enum" : "unknown";
  return Object.hasOwn(families, type.name) ? families[type.name as keyof typeof families] : "unknown";
}

function nameOf(type: ColumnType): string {
  return type.kind === "builtin" ? type.name : "";
}

function isDocument(type: ColumnType): boolean {
  return familyOf(type) === "document";
}

function toDocument(to: ColumnType, from: Family = "unknown"): Step {
  if (from === "document") return assignment;
  return expression((v) => `to_${nameOf(to)}(${v})`);
}

function fromString(family: Family, target: string): Step {
  if (family === "bytes") return expression((v) => `convert_to(${v}, ${utf8})`);
  // BIT means one bit, and a cast to it would cut the others off.
  if (family === "bits") return casts("VARBIT");
  // By way of TEXT, for the sake of CHAR(n), whose padding many types refuse.
  return casts("TEXT", target);
}

function fromNumber(source: Family, family: Family, name: string): Step | null {
  switch (`${source} ${family}`) {
    case "number number":
      return assignment;
    case "number boolean":
      return expression((v) => `${v} <> 0`, ["INTEGER", "BOOLEAN"]);
    case "boolean number":
      return casts("INTEGER");
    case "number money":
      return ["int4", "int8", "numeric"].includes(name) ? assignment : casts("DECIMAL");
    case "money number":
      return casts("DECIMAL");
    case "number oid":
      return casts("BIGINT");
    case "oid number":
      return casts("BIGINT");
    default:
      return null;
  }
}

/** Dates and times by `typname`. */
function fromTime(from: string, to: string): Step | null {
  const inUtc = expression((v) => `${v} AT TIME ZONE ${utc}`, []);
  switch (`${from} ${to}`) {
    case "date timestamp":
    case "timestamp date":
    case "timestamp time":
    case "timestamptz timetz":
      return assignment;
    case "date timestamptz":
      return expression((v) => `${v}::TIMESTAMP AT TIME ZONE ${utc}`, ["TIMESTAMPTZ"]);
    case "timestamp timestamptz":
    case "timestamptz timestamp":
    case "timestamptz date":
    case "timestamptz time":
    case "timetz time":
      return inUtc;
    case "time timetz":
      return expression((v) => `(${v}::TEXT || ${quoteLiteral("+00")})::TIMETZ`, ["TIMETZ"]);
    default:
      return null;
  }
}
