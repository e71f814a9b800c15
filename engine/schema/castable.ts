import type { ColumnType } from "#engine/schema/model.ts";
import { nameKey } from "#engine/schema/name.ts";

/** Types that PostgreSQL's casts treat alike. `unknown` is an extension's type, a domain, or one that Prisma has no word for. */
export type TypeFamily =
  | "bits"
  | "boolean"
  | "bytes"
  | "document"
  | "enum"
  | "money"
  | "network"
  | "number"
  | "oid"
  | "string"
  | "time"
  | "unknown"
  | "uuid"
  | "xml";

export function typeFamily(type: ColumnType): TypeFamily {
  if (type.kind === "enum") return "enum";
  if (type.kind === "other") return type.schema === null && type.name === "citext" ? "string" : "unknown";
  return families.get(type.name) ?? "unknown";
}

/**
 * Whether the values of a column can come along when its type changes, in a way that says what is meant. Of domains, and
 * between the types of extensions, nobody knows: the answer is yes, and PostgreSQL will tell.
 */
export function isCastable(from: ColumnType, to: ColumnType): boolean {
  if (isSameType(from, to)) return true;
  if (from.array && to.array) return isElementCastable(typeFamily(from), typeFamily(to), from, to);
  // A list becomes a document as a whole, and otherwise its first value.
  if (from.array && typeFamily(to) === "document") return true;
  return isValueCastable(from, to);
}

function isSameType(from: ColumnType, to: ColumnType): boolean {
  return from.array === to.array && isSameElement(from, to);
}

function isSameElement(from: ColumnType, to: ColumnType): boolean {
  if (from.kind === "enum" || to.kind === "enum") {
    return from.kind === "enum" && to.kind === "enum" && nameKey(from.name) === nameKey(to.name);
  }
  return from.kind === to.kind && from.name === to.name;
}

/** What takes a function instead of a cast can't be done to the elements of a list. */
function isElementCastable(source: TypeFamily, target: TypeFamily, from: ColumnType, to: ColumnType): boolean {
  if (isSameElement(from, to)) return true;
  if (target === "document" && source !== "string" && source !== "document") return false;
  if (source === "document" && target !== "string" && target !== "document") return false;
  if ((source === "bytes" || target === "bytes") && (source === "string" || target === "string")) return false;
  return isValueCastable(from, to);
}

function isValueCastable(from: ColumnType, to: ColumnType): boolean {
  const [source, target] = [typeFamily(from), typeFamily(to)];
  // Every type has a text, and most a JSON.
  if (isSameElement(from, to) || target === "document" || target === "string" || source === "string") return true;
  if (source === "document") return target !== "bytes";
  if (source === "unknown" || target === "unknown") return isAnybodysGuess(from, to);
  if (from.kind === "builtin" && to.kind === "builtin" && source === "time" && target === "time") {
    return timePairs.has(`${from.name} ${to.name}`);
  }
  return pairs.has(`${source} ${target}`);
}

/** A type that Prisma has no word for has few casts, a domain those of the type that it stands for. */
function isAnybodysGuess(from: ColumnType, to: ColumnType): boolean {
  if (from.kind === "other" && to.kind === "other") return true;
  if (from.kind === "builtin" && to.kind === "builtin") return unsaidPairs.has(`${from.name} ${to.name}`);
  return [from, to].some((type) => type.kind === "other" && type.schema !== null);
}

const unsaidPairs: ReadonlySet<string> = new Set(["interval time", "time interval"]);

const pairs: ReadonlySet<string> = new Set([
  "bits bits",
  "boolean number",
  "enum enum",
  "money number",
  "network network",
  "number boolean",
  "number money",
  "number number",
  "number oid",
  "oid number",
]);

const timePairs: ReadonlySet<string> = new Set([
  "date timestamp",
  "date timestamptz",
  "time timetz",
  "timestamp date",
  "timestamp time",
  "timestamp timestamptz",
  "timestamptz date",
  "timestamptz time",
  "timestamptz timestamp",
  "timestamptz timetz",
  "timetz time",
]);

const families: ReadonlyMap<string, TypeFamily> = new Map([
  ["int2", "number"],
  ["int4", "number"],
  ["int8", "number"],
  ["float4", "number"],
  ["float8", "number"],
  ["numeric", "number"],
  ["bool", "boolean"],
  ["oid", "oid"],
  ["money", "money"],
  ["text", "string"],
  ["varchar", "string"],
  ["bpchar", "string"],
  ["name", "string"],
  ["bytea", "bytes"],
  ["uuid", "uuid"],
  ["xml", "xml"],
  ["json", "document"],
  ["jsonb", "document"],
  ["bit", "bits"],
  ["varbit", "bits"],
  ["inet", "network"],
  ["cidr", "network"],
  ["date", "time"],
  ["time", "time"],
  ["timetz", "time"],
  ["timestamp", "time"],
  ["timestamptz", "time"],
]);
