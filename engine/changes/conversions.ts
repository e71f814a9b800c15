import { typeFamily, type TypeFamily } from "#engine/schema/castable.ts";
import type { ColumnType } from "#engine/schema/model.ts";
import { sameType } from "#engine/schema/same.ts";
import { numberConversion } from "#engine/changes/numberConversions.ts";

/** What becomes of a column's values when its type changes. */
export type Conversion =
  /** Every value has its like in the new type. */
  | "safe"
  /** The same values, spelled otherwise: what JSON forgets of white space, and of a key that is there twice. */
  | "respells"
  /** Values that do not fit are refused; all others are as they were. */
  | "refuses"
  /** Some values silently become others: they are rounded or cut. Some may be refused. */
  | "narrows"
  /** Values are read from their text: some may not be readable, and some come back spelled otherwise. */
  | "parses";

/**
 * After PostgreSQL's casts (manual, chapters 8 and 10) in the way that the USING clauses of `alterColumn` take, on the
 * safe side where the catalog doesn't tell.
 */
export function conversionOf(from: ColumnType, to: ColumnType): Conversion {
  if (sameType(from, to)) return "safe";
  if (from.array === to.array) return ofValue(from, to);
  if (!from.array) return ofValueInList(from, to);
  // As a whole; anything else is the first value of the list.
  return typeFamily(to) === "document" ? "safe" : "narrows";
}

type Builtin = Extract<ColumnType, { kind: "builtin" }>;

/** A document's elements are read one by one, and what is no array becomes the list of it. */
function ofValueInList(from: ColumnType, to: ColumnType): Conversion {
  if (typeFamily(from) !== "document") return ofValue(from, to);
  return typeFamily(to) === "document" || isUnboundedText(to) ? "respells" : "parses";
}

function ofValue(from: ColumnType, to: ColumnType): Conversion {
  if (sameType({ ...from, array: to.array }, to)) return "safe";
  const source = stringLike(from) ?? from;
  const target = stringLike(to) ?? to;
  if (source.kind !== "builtin" || target.kind !== "builtin") {
    if (typeFamily(target) === "document") return typeFamily(source) === "string" ? "parses" : "safe";
    return isUnboundedText(target) ? "safe" : "parses";
  }
  const [a, b] = [typeFamily(source), typeFamily(target)];
  if (b === "string") return toString(source, target);
  if (a === "string" && b === "bytes") return "safe";
  if (a === "string") return readsRoughly(target) ? "narrows" : "parses";
  if (b === "document") return a === "bytes" || (a === "document" && target.name === "jsonb") ? "respells" : "safe";
  if (a === "document") return readsRoughly(target) ? "narrows" : "parses";
  const number = numberConversion(source, target);
  if (number !== null) return number;
  if (a === "time" && b === "time") return ofTime(source, target);
  if (a === "bits" && b === "bits") return target.name === "varbit" && !isShorter(source, target) ? "safe" : "refuses";
  if (a === "network") return target.name === "inet" ? "safe" : "narrows";
  return source.name === target.name && !isShorter(source, target) ? "safe" : "parses";
}

/**
 * Types whose input takes more than they hold, and says nothing of what it leaves out: digits and fractions of a second
 * beyond their own (manual, 8.1 and 8.5), the time of a day that becomes a date, the order of words (8.11).
 */
function readsRoughly({ name, args }: Builtin): boolean {
  return roughly.has(name) || (args.length > 0 && roughlyWithArgs.has(name));
}

const roughly: ReadonlySet<string> = new Set(["date", "float4", "money", "tsvector", "timestamp", "time"]);
const roughlyWithArgs: ReadonlySet<string> = new Set(["numeric", "timestamptz", "timetz"]);

/** CITEXT is text as far as values go. */
function stringLike(type: ColumnType): Builtin | null {
  if (type.kind !== "other" || type.name !== "citext") return null;
  return { kind: "builtin", name: "text", args: [], array: type.array };
}

function toString(from: Builtin, to: Builtin): Conversion {
  const family = typeFamily(from);
  if (family === "bytes") return "refuses";
  // Blanks at the end are padding to CHAR, and are gone with it; others can't bear them.
  if (to.name === "bpchar" && from.name !== "bpchar" && paddingCounts.has(family)) return "narrows";
  if (isUnboundedText(to)) return "safe";
  const room = to.args[0] ?? (to.name === "bpchar" ? 1 : Infinity);
  const width = family === "string" ? (from.args[0] ?? Infinity) : (widths[from.name] ?? Infinity);
  return width <= room ? "safe" : "refuses";
}

const paddingCounts: ReadonlySet<TypeFamily> = new Set<TypeFamily>(["string", "bits", "document"]);

function isUnboundedText(type: ColumnType): boolean {
  return type.kind === "builtin" && (type.name === "text" || (type.name === "varchar" && type.args.length === 0));
}

/** Characters that the longest value takes. */
const widths: Readonly<Record<string, number>> = {
  bool: 5,
  int2: 6,
  int4: 11,
  int8: 20,
  oid: 10,
  uuid: 36,
};

/** Fewer characters, bits or fractions of a second than before. Without an argument there is no end to them. */
function isShorter(from: Builtin, to: Builtin): boolean {
  return (to.args[0] ?? Infinity) < (from.args[0] ?? Infinity);
}

function ofTime(from: Builtin, to: Builtin): Conversion {
  const fractions = (type: Builtin) => (type.name === "date" ? 0 : (type.args[0] ?? 6));
  if (fractions(to) < fractions(from)) return "narrows";
  return from.name === to.name || wideningTimes.has(`${from.name} ${to.name}`) ? "safe" : "narrows";
}

const wideningTimes: ReadonlySet<string> = new Set([
  "date timestamp",
  "date timestamptz",
  "timestamp timestamptz",
  "timestamptz timestamp",
  "time timetz",
]);
