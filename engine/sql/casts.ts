import { isCastable, typeFamily, type TypeFamily } from "#engine/schema/castable.ts";
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
  if (!isCastable(from, to)) return null;
  if (sameBaseType(from, to)) return { using: null };
  if (to.array && from.array) return { using: listUsing(column, from, to, home) };
  if (to.array) return { using: isSpread(from, to) ? spread(column, from, to, home) : wrapped(column, from, to, home) };
  if (from.array && typeFamily(to) === "document") return { using: explicit(toDocument(to), column) };
  if (from.array) return { using: explicit(scalarStep(elementOf(from), to, home), `${column}[1]`) };
  const step = scalarStep(from, to, home);
  return { using: step.kind === "assignment" ? null : explicit(step, column) };
}

/** The way of a single value. */
type Step =
  | { readonly kind: "assignment" }
  /** Casts, one after the other. They work on lists too. */
  | { readonly kind: "casts"; readonly types: readonly string[] }
  /** `lists` is the casts that come near it for lists: an expression cannot look into elements. */
  | { readonly kind: "expression"; readonly of: (value: string) => string; readonly lists: readonly string[] };

const assignment: Step = { kind: "assignment" };

function casts(...types: readonly string[]): Step {
  return { kind: "casts", types };
}

function expression(of: (value: string) => string, lists: readonly string[] = []): Step {
  return { kind: "expression", of, lists };
}

function listUsing(column: string, from: ColumnType, to: ColumnType, home: string): string | null {
  const step = scalarStep(elementOf(from), elementOf(to), home);
  if (step.kind === "assignment") return null;
  return chain(column, step.kind === "casts" ? step.types : step.lists, { suffix: "[]" });
}

/** A list of the one value. A missing value becomes a missing list, not a list of nothing. */
function wrapped(column: string, from: ColumnType, to: ColumnType, home: string): string {
  const step = scalarStep(from, elementOf(to), home);
  return wrappedUnlessNull(column, `ARRAY[${explicit(step, column)}]`);
}

function isSpread(from: ColumnType, to: ColumnType): boolean {
  return typeFamily(from) === "document" && typeFamily(to) !== "document";
}

/**
 * The elements of a document that is an array, and a list of the one value of any other. A USING clause may hold no query
 * over the elements: PostgreSQL makes a list of them where it fills a record that has one, as those of `pg_class` do.
 */
function spread(column: string, from: ColumnType, to: ColumnType, home: string): string {
  const document = nameOf(from) === "jsonb" ? column : `${column}::JSONB`;
  const field = "reloptions";
  const object = `jsonb_build_object(${quoteLiteral(field)}, ${document})`;
  const elements = `(jsonb_populate_record(NULL::pg_catalog.pg_class, ${object})).${field}`;
  const single = wrappedUnlessNull(column, `ARRAY[${column} #>> ${quoteLiteral("{}")}]`);
  const texts = `(CASE jsonb_typeof(${document}) WHEN ${quoteLiteral("array")} THEN ${elements} ELSE ${single} END)`;
  return listUsing(texts, { kind: "builtin", name: "text", args: [], array: true }, to, home) ?? texts;
}

function wrappedUnlessNull(column: string, list: string): string {
  return `CASE WHEN ${column} IS NULL THEN NULL ELSE ${list} END`;
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

/** Of castable types: what is left over at the end of each branch has one way only. */
function scalarStep(from: ColumnType, to: ColumnType, home: string): Step {
  if (sameBaseType(from, to)) return assignment;
  const target = printBareType(to, home);
  const [source, family] = [typeFamily(from), typeFamily(to)];
  if (family === "document") return source === "string" ? casts(target) : toDocument(to, source);
  if (family === "string") return source === "bytes" ? expression((v) => `convert_from(${v}, ${utf8})`) : assignment;
  if (source === "string") return fromString(family, target);
  if (source === "document") return expression((v) => `(${v} #>> ${quoteLiteral("{}")})::${target}`);
  // An extension's types, domains, and what Prisma does not use: PostgreSQL knows its casts, we don't.
  if (source === "unknown" || family === "unknown") return casts(target);
  if (source === "enum") return casts("TEXT", target);
  if (source === "time") return fromTime(nameOf(from), nameOf(to));
  return fromNumber(source, family, nameOf(from));
}

const utf8 = quoteLiteral("UTF8");
const utc = quoteLiteral("UTC");

function nameOf(type: ColumnType): string {
  return type.kind === "builtin" ? type.name : "";
}

function toDocument(to: ColumnType, from: TypeFamily = "unknown"): Step {
  if (from === "document") return assignment;
  return expression((v) => `to_${nameOf(to)}(${v})`);
}

function fromString(family: TypeFamily, target: string): Step {
  if (family === "bytes") return expression((v) => `convert_to(${v}, ${utf8})`);
  // BIT means one bit, and a cast to it would cut the others off.
  if (family === "bits") return casts("VARBIT");
  // By way of TEXT, for the sake of CHAR(n), whose padding many types refuse.
  return casts("TEXT", target);
}

function fromNumber(source: TypeFamily, family: TypeFamily, name: string): Step {
  switch (`${source} ${family}`) {
    case "number boolean":
      return expression((v) => `${v} <> 0`, ["INTEGER", "BOOLEAN"]);
    case "boolean number":
      return casts("INTEGER");
    case "number money":
      return ["int4", "int8", "numeric"].includes(name) ? assignment : casts("DECIMAL");
    case "money number":
      return casts("DECIMAL");
    case "number oid":
    case "oid number":
      return casts("BIGINT");
    default:
      return assignment;
  }
}

/** Dates and times by `typname`. */
function fromTime(from: string, to: string): Step {
  switch (`${from} ${to}`) {
    case "date timestamp":
    case "timestamp date":
    case "timestamp time":
    case "timestamptz timetz":
      return assignment;
    case "date timestamptz":
      return expression((v) => `${v}::TIMESTAMP AT TIME ZONE ${utc}`, ["TIMESTAMPTZ"]);
    case "time timetz":
      return expression((v) => `(${v}::TEXT || ${quoteLiteral("+00")})::TIMETZ`, ["TIMETZ"]);
    default:
      return expression((v) => `${v} AT TIME ZONE ${utc}`);
  }
}
