import { canonicalJson } from "#engine/schema/canonicalJson.ts";
import { canonicalNumber } from "#engine/schema/canonicalNumber.ts";
import { canonicalTime, isTimeType } from "#engine/schema/canonicalTime.ts";
import type { ColumnType } from "#engine/schema/model.ts";

/** A constant of `type` in one spelling of its value, as PostgreSQL would print it. What is no value of it stays as it is. */
export function canonicalLiteral(text: string, type: ColumnType): string {
  if (type.kind !== "builtin") return text;
  const { name, args } = type;
  if (isTimeType(name)) return canonicalTime(text, name);
  switch (name) {
    case "int2":
    case "int4":
    case "int8":
    case "oid":
      return canonicalNumber(text, { scale: "trimmed" }) ?? text;
    case "numeric":
      // Without a scale of its own the type keeps the digits as they are written, zeros too.
      return canonicalNumber(text, { scale: args.length > 0 ? "trimmed" : "kept" }) ?? text;
    case "money":
      return canonicalNumber(text.replaceAll(/[$,]/g, ""), { scale: "trimmed" }) ?? text;
    case "float4":
      return canonicalFloat(text, Math.fround);
    case "float8":
      return canonicalFloat(text, (value) => value);
    case "bool":
      return booleans.get(text.trim().toLowerCase()) ?? text;
    case "uuid":
      return canonicalUuid(text);
    case "jsonb":
      return canonicalJson(text) ?? text;
    case "bytea":
      return /^\\x/i.test(text) ? text.toLowerCase() : text;
    case "bpchar":
      return text.replace(/ +$/, "");
    default:
      return text;
  }
}

/** Inexact numbers are one when they are the same to the machine. */
function canonicalFloat(text: string, round: (value: number) => number): string {
  const word = text.trim().toLowerCase();
  if (/^[+-]?(inf|infinity)$/.test(word)) return word.startsWith("-") ? "-Infinity" : "Infinity";
  if (word === "nan") return "NaN";
  return canonicalNumber(word, { scale: "kept" }) === null ? text : String(round(Number(word)));
}

function canonicalUuid(text: string): string {
  const digits = text.replaceAll(/[{}\s-]/g, "").toLowerCase();
  if (!/^[0-9a-f]{32}$/.test(digits)) return text;
  return digits.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

const booleans: ReadonlyMap<string, string> = new Map([
  ...["t", "tr", "tru", "true", "y", "ye", "yes", "on", "1"].map((word) => [word, "true"] as const),
  ...["f", "fa", "fal", "fals", "false", "n", "no", "of", "off", "0"].map((word) => [word, "false"] as const),
]);
