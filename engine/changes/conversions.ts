import type { ColumnType } from "#engine/schema/model.ts";
import { sameType } from "#engine/schema/same.ts";

/** What becomes of a column's values when its type changes. */
export type Conversion =
  /** Every value has its like in the new type. */
  | "safe"
  /** Some values are rounded, cut or too large for it. */
  | "narrows"
  /** Values are read from their text: some may not be readable. */
  | "parses";

/** After PostgreSQL's casts (manual, chapters 8 and 10), on the safe side where the catalog doesn't tell. */
export function conversionOf(from: ColumnType, to: ColumnType): Conversion {
  if (sameType(from, to)) return "safe";
  if (from.array !== to.array) return isUnboundedText(to) ? "safe" : from.array ? "narrows" : "parses";
  if (isUnboundedText(to)) return "safe";
  if (from.kind !== "builtin" || to.kind !== "builtin") return "parses";
  if (from.name === to.name) return shrinks(from, to) ? "narrows" : "safe";
  if (isString(from) && isString(to)) return shrinks(from, to) ? "narrows" : "safe";
  if (isString(from)) return "parses";
  if (isString(to)) return shrinks({ ...from, args: [widths[from.name] ?? Infinity] }, to) ? "narrows" : "safe";
  const fromNumber = numberOf(from);
  const toNumber = numberOf(to);
  if (fromNumber && toNumber) {
    const holds = toNumber.digits >= fromNumber.digits && toNumber.scale >= fromNumber.scale;
    return holds ? "safe" : "narrows";
  }
  if (widenings.has(`${from.name} ${to.name}`)) return "safe";
  return narrowings.has(`${from.name} ${to.name}`) ? "narrows" : "parses";
}

type Builtin = Extract<ColumnType, { kind: "builtin" }>;

function isString(type: Builtin): boolean {
  return ["text", "varchar", "bpchar"].includes(type.name);
}

function isUnboundedText(type: ColumnType): boolean {
  return type.kind === "builtin" && (type.name === "text" || (type.name === "varchar" && type.args.length === 0));
}

/** Of types that differ in their arguments: fewer characters, digits, decimals or fractions of a second. */
function shrinks(from: Builtin, to: Builtin): boolean {
  if (to.name === "numeric") {
    const [a, b] = [numberOf(from), numberOf(to)];
    return a !== null && b !== null && (b.digits < a.digits || b.scale < a.scale);
  }
  return (to.args[0] ?? Infinity) < (from.args[0] ?? Infinity);
}

interface NumberRange {
  /** Before the point. */
  readonly digits: number;
  /** After it. */
  readonly scale: number;
}

/** What a numeric type can hold exactly. */
function numberOf(type: Builtin): NumberRange | null {
  if (type.name === "numeric") {
    const [precision, scale = 0] = type.args;
    return precision === undefined ? { digits: Infinity, scale: Infinity } : { digits: precision - scale, scale };
  }
  return numbers[type.name] ?? null;
}

const numbers: Readonly<Record<string, NumberRange>> = {
  int2: { digits: 5, scale: 0 },
  int4: { digits: 10, scale: 0 },
  int8: { digits: 19, scale: 0 },
  oid: { digits: 10, scale: 0 },
  float4: { digits: 7, scale: 7 },
  float8: { digits: 15, scale: 15 },
  money: { digits: 17, scale: 2 },
};

/** Characters that the longest value takes. */
const widths: Readonly<Record<string, number>> = {
  bool: 5,
  int2: 6,
  int4: 11,
  int8: 20,
  uuid: 36,
  date: 13,
  time: 15,
};

const widenings = new Set([
  "date timestamp",
  "date timestamptz",
  "timestamp timestamptz",
  "timestamptz timestamp",
  "json jsonb",
  "jsonb json",
  "time timetz",
  "bit varbit",
]);
const narrowings = new Set([
  "timestamp date",
  "timestamptz date",
  "timestamp time",
  "timestamptz time",
  "timestamptz timetz",
  "timetz time",
  "varbit bit",
]);
