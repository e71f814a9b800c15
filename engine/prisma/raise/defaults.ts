import type { RaisedNames } from "#engine/prisma/raise/names.ts";
import { type RaisedType, typeText } from "#engine/prisma/raise/types.ts";
import type { Column } from "#engine/schema/model.ts";
import { quoteLiteral } from "#engine/sql/quote.ts";

/**
 * What stands in `@default(…)`; null where the column has none. What Prisma can't write as a value is an expression:
 * `dbgenerated("…")`.
 */
export function raiseDefault(column: Column, type: RaisedType, names: RaisedNames): string | null {
  const counts = type.kind === "scalar" && (type.scalar === "Int" || type.scalar === "BigInt") && !column.type.array;
  if (column.identity !== null && counts) return "autoincrement()";
  if (column.generated !== null) return generated(column.generated.expression);
  const value = column.default;
  switch (value?.kind) {
    case undefined:
      return null;
    case "serial":
      return counts ? "autoincrement()" : null;
    case "expression":
      return (value.sql === "CURRENT_TIMESTAMP" || value.sql === "now()") &&
        type.kind === "scalar" &&
        type.scalar === "DateTime" &&
        !column.type.array
        ? "now()"
        : generated(value.sql);
    case "literal":
      return (
        (column.type.array ? null : constant(value.text, type, names)) ??
        generated(`${quoteLiteral(value.text)}::${typeText(column.type)}${column.type.array ? "[]" : ""}`)
      );
    case "list": {
      const elements = value.elements.map((element) => constant(element, type, names));
      if (!elements.includes(null)) return `[${elements.join(", ")}]`;
      return generated(`ARRAY[${value.elements.map(quoteLiteral).join(", ")}]::${typeText(column.type)}[]`);
    }
  }
}

function generated(sql: string): string {
  return `dbgenerated(${JSON.stringify(sql)})`;
}

/** A value of the models; null where the type has no such values there. */
function constant(text: string, type: RaisedType, names: RaisedNames): string | null {
  switch (type.kind) {
    case "unsupported":
      return null;
    case "enum":
      return names.value(type.enum.name, text);
    case "scalar":
      switch (type.scalar) {
        case "Int":
        case "BigInt":
          return /^-?\d+$/.test(text) ? text : null;
        case "Float":
        case "Decimal":
          return /^-?\d+(\.\d+)?$/.test(text) ? text : null;
        case "Boolean":
          return text === "true" || text === "false" ? text : null;
        case "String":
          return JSON.stringify(text);
        case "Json":
          return isJson(text) ? JSON.stringify(text) : null;
        case "Bytes":
          return /^\\x([0-9a-f]{2})*$/i.test(text) ? JSON.stringify(base64(text.slice(2))) : null;
        case "DateTime":
          return null;
      }
  }
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

function base64(hex: string): string {
  let text = "";
  for (let at = 0; at < hex.length; at += 6) {
    const group = hex.slice(at, at + 6);
    const bits = Number.parseInt(group.padEnd(6, "0"), 16);
    const digits = [18, 12, 6, 0].map((shift) => alphabet.charAt((bits >> shift) & 63));
    text += digits
      .slice(0, group.length / 2 + 1)
      .join("")
      .padEnd(4, "=");
  }
  return text;
}
