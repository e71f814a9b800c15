import type { Column, ColumnDefault, ColumnType } from "#engine/schema/model.ts";
import { isNumeric } from "#engine/schema/constantType.ts";
import { elementOf, printType } from "#engine/sql/columnTypes.ts";
import { enclosable } from "#engine/sql/enclosed.ts";
import { quoteLiteral, quoteName } from "#engine/sql/quote.ts";

/** The expression after DEFAULT; empty for a column without. */
export function printColumnDefault({ default: value, defaultSpelling, type }: Column, home: string): string {
  if (value === null) return "";
  return defaultSpelling === null || value.kind === "serial"
    ? printDefault(value, type, home)
    : printExpression(enclosable(defaultSpelling));
}

/** What means a default, in the words that people use. */
export function printDefault(value: ColumnDefault, type: ColumnType, home: string): string {
  switch (value.kind) {
    case "literal":
      return value.quoted ? quoteLiteral(value.text) : printConstant(value.text, type);
    case "list": {
      if (value.quoted) return quoteLiteral(arrayText(value.elements));
      const elements = value.elements.map((element) => printConstant(element, elementOf(type)));
      return `ARRAY[${elements.join(", ")}]::${printType(type, home)}`;
    }
    case "expression":
      return printExpression(enclosable(value.sql));
    case "serial":
      return `nextval(${quoteLiteral(quoteName(value.sequence, home))}::regclass)`;
  }
}

export function sameDefault(a: Column["default"], b: Column["default"]): boolean {
  if (a === null || b === null) return a === b;
  switch (a.kind) {
    case "literal":
      return b.kind === "literal" && a.text === b.text;
    case "list":
      return (
        b.kind === "list" &&
        a.elements.length === b.elements.length &&
        a.elements.every((element, at) => element === b.elements[at])
      );
    case "expression":
      return b.kind === "expression" && a.sql === b.sql;
    case "serial":
      return b.kind === "serial" && quoteName(a.sequence, "") === quoteName(b.sequence, "");
  }
}

/** Numbers and truth values bare, as people write them; all else as a string, which takes its type from the column. */
function printConstant(text: string, type: ColumnType): string {
  if (type.kind !== "builtin" || type.array) return quoteLiteral(text);
  if (isNumeric(type) && /^-?\d+(\.\d+)?$/.test(text)) return text;
  if (type.name === "bool" && (text === "true" || text === "false")) return text;
  return quoteLiteral(text);
}

/** The text form of a list (manual, section 8.15.2). */
function arrayText(elements: readonly string[]): string {
  const element = (text: string) =>
    /^[^\s"\\{},]+$/.test(text) && text.toUpperCase() !== "NULL" ? text : `"${text.replaceAll(/["\\]/g, "\\$&")}"`;
  return `{${elements.map(element).join(",")}}`;
}

/**
 * In a column's definition DEFAULT takes no AND, IN, LIKE and so on outside parentheses (`b_expr` of PostgreSQL's grammar).
 * A pair too many changes nothing: the catalog holds the expression, not its text.
 */
function printExpression(sql: string): string {
  return restricted.test(sql) ? `(${sql})` : sql;
}

const restricted = /\b(and|or|not|like|ilike|similar|between|in|is|isnull|notnull|at|collate|overlaps|any|some|all)\b/i;
