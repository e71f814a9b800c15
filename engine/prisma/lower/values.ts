import type { Expression } from "#engine/prisma/ast.ts";
import type { Scalar } from "#engine/prisma/lower/types.ts";

/**
 * A constant of the models in the input syntax of its type, without quotes: `1.50`, `true`,
 * `2020-01-01 00:00:00.123 +00:00`, `\x68656c6c6f`. Null where the expression is no such constant.
 */
export function readConstant(scalar: Scalar, value: Expression): string | null {
  switch (scalar) {
    case "Int":
    case "BigInt":
      return value.kind === "number" && !value.text.includes(".") ? plainNumber(value.text) : null;
    case "Float":
      return value.kind === "number" ? plainNumber(value.text) : null;
    case "Decimal":
      if (value.kind === "string") return /^-?\d+(\.\d+)?$/.test(value.value) ? plainNumber(value.value) : null;
      return value.kind === "number" ? plainNumber(value.text) : null;
    case "Boolean":
      return value.kind === "name" && (value.text === "true" || value.text === "false") ? value.text : null;
    case "String":
    case "Json":
      return value.kind === "string" ? value.value : null;
    case "DateTime":
      return value.kind === "string" ? dateTime(value.value) : null;
    case "Bytes":
      return value.kind === "string" ? bytes(value.value) : null;
  }
}

/** Without leading zeros; every other digit stays as it was written. */
function plainNumber(text: string): string {
  return text.replace(/^(-?)0+(?=\d)/, "$1");
}

const rfc3339 = /^(\d{4}-\d{2}-\d{2})[Tt ](\d{2}:\d{2}:\d{2})(?:\.(\d+))?(?:[Zz]|([+-]\d{2}:\d{2}))$/;

/** As Prisma writes it: three, six or nine digits of the second, and always an offset. */
function dateTime(text: string): string | null {
  const match = rfc3339.exec(text);
  if (!match) return null;
  const [, date = "", time = "", digits = "", offset = "+00:00"] = match;
  const length = Math.ceil(digits.replace(/0+$/, "").length / 3) * 3;
  const fraction = length === 0 ? "" : `.${digits.padEnd(9, "0").slice(0, Math.min(length, 9))}`;
  return `${date} ${time}${fraction} ${offset}`;
}

const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/** Base64 as PostgreSQL's hex format. */
function bytes(text: string): string | null {
  const match = /^([A-Za-z0-9+/]*)(={0,2})$/.exec(text);
  const digits = match?.[1];
  if (digits === undefined || text.length % 4 !== 0) return null;
  let hex = "";
  let bits = 0;
  let held = 0;
  for (const digit of digits) {
    bits = ((bits << 6) | alphabet.indexOf(digit)) & 0xffff;
    held += 6;
    if (held < 8) continue;
    held -= 8;
    hex += ((bits >> held) & 0xff).toString(16).padStart(2, "0");
  }
  return `\\x${hex}`;
}
