import type { Conversion } from "#engine/changes/conversions.ts";
import type { ColumnType } from "#engine/schema/model.ts";

type Builtin = Extract<ColumnType, { kind: "builtin" }>;

/** Between numbers, amounts of money, object ids and truth values; null where one of them is none of these. */
export function numberConversion(from: Builtin, to: Builtin): Conversion | null {
  const [a, b] = [rangeOf(from), rangeOf(to)];
  if (a === null || b === null) return null;
  if (from.name === to.name && from.args.length === 0 && to.args.length === 0) return "safe";
  if (to.name === "bool") return "narrows";
  if (b.binary) return a.binary ? (b.significant >= a.significant ? "respells" : "narrows") : exactly(a, b);
  if (a.binary) return "narrows";
  if (b.scale < a.scale) return "narrows";
  return b.room >= a.digits && (b.negative || !a.negative) ? "safe" : "refuses";
}

/** What a type can hold. */
interface NumberRange {
  /** Before the point, of the greatest value. */
  readonly digits: number;
  /** Before the point, whatever they are. */
  readonly room: number;
  /** After it. */
  readonly scale: number;
  readonly negative: boolean;
  /** A binary fraction, which holds so many decimal digits whatever they are. */
  readonly binary: boolean;
  readonly significant: number;
}

/** Decimal digits in a binary fraction. */
function exactly(from: NumberRange, to: NumberRange): Conversion {
  return from.digits + from.scale <= to.significant ? "safe" : "narrows";
}

function rangeOf(type: Builtin): NumberRange | null {
  if (type.name !== "numeric") return ranges[type.name] ?? null;
  const [precision, scale = 0] = type.args;
  if (precision === undefined) return decimal(Infinity, Infinity);
  return decimal(precision - scale, scale);
}

function decimal(digits: number, scale: number): NumberRange {
  return { digits, room: digits, scale, negative: true, binary: false, significant: digits + scale };
}

function binary(significant: number): NumberRange {
  return { digits: Infinity, room: Infinity, scale: Infinity, negative: true, binary: true, significant };
}

/** A power of two says little about the last digit. */
function whole(digits: number, scale = 0): NumberRange {
  return { ...decimal(digits, scale), room: digits - 1 };
}

const ranges: Readonly<Record<string, NumberRange>> = {
  bool: decimal(1, 0),
  int2: whole(5),
  int4: whole(10),
  int8: whole(19),
  oid: { ...whole(10), negative: false },
  money: whole(17, 2),
  float4: binary(6),
  float8: binary(15),
};
