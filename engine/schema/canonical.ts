import { canonicalLiteral } from "#engine/schema/canonicalLiteral.ts";
import { defaultFromCatalog } from "#engine/schema/catalogDefault.ts";
import { spelledToken } from "#engine/schema/expressionNames.ts";
import { tokenize } from "#engine/schema/expressionTokens.ts";
import { type Expression, mapExpression, parseExpression, printExpression } from "#engine/schema/expressionTree.ts";
import type { ColumnDefault, ColumnType } from "#engine/schema/model.ts";
import { parseTypeName } from "#engine/schema/typeName.ts";

/** Types whose arguments are left out where they say what is so anyway. */
export function canonicalType(type: ColumnType): ColumnType {
  if (type.kind !== "builtin") return type;
  const { name, args } = type;
  if (name === "numeric" && args.length === 1) return { ...type, args: [...args, 0] };
  if (name === "bit" && args.length === 0) return { ...type, args: [1] };
  return args[0] === 6 && withPrecision.has(name) ? { ...type, args: [] } : type;
}

/** Six digits of a second are all there are. */
const withPrecision = new Set(["timestamp", "timestamptz", "time", "timetz", "interval"]);

/** A default to compare by, of a column of `type`; its expressions are not to be run. */
export function canonicalDefault(value: ColumnDefault | null, type: ColumnType): ColumnDefault | null {
  const element: ColumnType = { ...type, array: false };
  switch (value?.kind) {
    case undefined:
      return null;
    case "literal":
      return type.array ? value : { kind: "literal", text: canonicalLiteral(value.text, type) };
    case "list":
      return { kind: "list", elements: value.elements.map((text) => canonicalLiteral(text, element)) };
    case "serial":
      return value;
    case "expression": {
      const constant = constantOf(value.sql, type);
      if (constant?.kind !== "expression") return canonicalDefault(constant, type);
      const tree = parseExpression(value.sql);
      return { kind: "expression", sql: tree === null ? plainText(value.sql) : printExpression(bare(tree, type)) };
    }
  }
}

/** The default without what makes an expression of a constant: brackets, and casts to the column's own type. */
export function constantOf(sql: string, type: ColumnType): ColumnDefault | null {
  let text = sql.trim();
  while (isBracketed(text)) text = text.slice(1, -1).trim();
  return defaultFromCatalog(text, type);
}

/** An expression to compare by, not to run. */
export function canonicalExpression(sql: string): string {
  const tree = parseExpression(sql);
  return tree === null ? plainText(sql) : printExpression(mapExpression(tree, withoutTextCast));
}

/**
 * A condition to compare by, not to run. PostgreSQL prints a cast wherever types met that people need not name; what is
 * said of a column and a constant is the same without.
 */
export function canonicalPredicate(sql: string): string {
  const tree = parseExpression(sql);
  return tree === null ? plainText(sql) : printExpression(mapExpression(tree, withoutImpliedCast));
}

function bare(tree: Expression, type: ColumnType): Expression {
  let top = mapExpression(tree, withoutTextCast);
  while (top.kind === "cast" && isOwn(top.type, type)) top = top.of;
  return top;
}

/** A cast to the column's own type is made by the assignment too. */
function isOwn(name: string, type: ColumnType): boolean {
  const cast = parseTypeName(name, { findEnum: ({ schema, name: plain }) => ({ schema: schema ?? "", name: plain }) });
  if (cast?.array !== type.array) return false;
  if (type.kind === "builtin") return cast.kind === "builtin" && cast.name === type.name;
  if (cast.kind === "builtin" || cast.kind === "other" || type.kind === "other") {
    return cast.kind !== "builtin" && plainName(cast) === plainName(type);
  }
  return cast.name.name === type.name.name && (cast.name.schema === "" || cast.name.schema === type.name.schema);
}

function plainName(type: Exclude<ColumnType, { kind: "builtin" }>): string {
  return type.kind === "enum" ? type.name.name : type.name;
}

/** A constant in quotes is text, if nothing else is said. */
function withoutTextCast(node: Expression): Expression {
  return node.kind === "cast" && node.of.kind === "string" && textTypes.has(node.type) ? node.of : node;
}

function withoutImpliedCast(node: Expression): Expression {
  if (node.kind !== "cast") return node;
  if (node.of.kind === "string" && numberTypes.has(node.type) && /^-?\d+(\.\d+)?$/.test(node.of.value)) {
    return { kind: "atom", text: node.of.value };
  }
  const isConstant = node.of.kind === "string" || (node.of.kind === "atom" && /^-?[\d.]/.test(node.of.text));
  return isConstant || node.of.kind === "array" || textTypes.has(node.type) ? node.of : node;
}

const textTypes = new Set([
  "text",
  "character varying",
  "varchar",
  "bpchar",
  "character",
  "text []",
  "character varying []",
]);

/** How PostgreSQL writes a negative number: `'-3'::integer`. */
const numberTypes = new Set(["integer", "bigint", "smallint", "numeric", "double precision", "real"]);

function isBracketed(sql: string): boolean {
  if (!sql.startsWith("(")) return false;
  let depth = 0;
  const tokens = tokenize(sql);
  for (const [at, { kind, text }] of tokens.entries()) {
    if (kind !== "operator") continue;
    if (text === "(") depth++;
    if (text === ")") depth--;
    if (depth === 0) return at === tokens.length - 1;
  }
  return false;
}

/** A text that isn't read as a tree: its words in one spelling, the white space evened out. */
export function plainText(sql: string): string {
  return tokenize(sql)
    .filter((token) => token.kind !== "space")
    .map((token) => (token.kind === "name" || token.kind === "quoted" ? spelledToken(token) : token.text))
    .join(" ");
}
