import { constantFits, isNumeric } from "#engine/schema/constantType.ts";
import { type ExpressionToken, identifierOf, stringValue, tokenize } from "#engine/schema/expressionTokens.ts";
import type { ColumnDefault, ColumnType } from "#engine/schema/model.ts";
import type { QualifiedName } from "#engine/schema/name.ts";
import { parseTypeName } from "#engine/schema/typeName.ts";

/**
 * A column default as `pg_get_expr` prints it (with an empty search path) in the schema's own form: constants without
 * their casts, lists by element, everything else as the expression it is. Null is `NULL::type`, which is no default.
 */
export function defaultFromCatalog(sql: string, type: ColumnType): ColumnDefault | null {
  const value = parse(sql);
  const expression: ColumnDefault = { kind: "expression", sql };
  switch (value?.kind) {
    case undefined:
      return expression;
    case "null":
      return null;
    case "constant": {
      if (!type.array) return constantFits(value, type) ? literal(value, type) : expression;
      const elements = value.casts.every((cast) => cast.array) ? arrayElements(value.text) : null;
      return elements && castsFit(value, type) ? { kind: "list", elements, quoted: true } : expression;
    }
    case "array":
      return type.array && castsFit(value, type) && value.elements.every((element) => constantFits(element, type))
        ? { kind: "list", elements: value.elements.map((element) => element.text) }
        : expression;
  }
}

/** The sequence of `nextval('schema.sequence'::regclass)`; null for any other text. */
export function nextvalSequence(sql: string): QualifiedName | null {
  const [call, open, argument, cast, regclass, close, ...rest] = solidTokens(sql);
  const name = stringValue(argument);
  if (identifierOf(call) !== "nextval" || open?.text !== "(" || name === null || close?.text !== ")") return null;
  if (cast?.text !== "::" || identifierOf(regclass) !== "regclass" || rest.length > 0) return null;
  const [schema, dot, sequence, ...more] = tokenize(name);
  const qualified = { schema: identifierOf(schema), name: identifierOf(sequence) };
  if (dot?.text !== "." || more.length > 0 || qualified.schema === null || qualified.name === null) return null;
  return { schema: qualified.schema, name: qualified.name };
}

/** A constant with the casts around it, innermost first. */
interface Constant {
  readonly kind: "constant";
  readonly text: string;
  /** In quotes. */
  readonly isString: boolean;
  readonly casts: readonly ColumnType[];
}

type Value =
  | Constant
  | { readonly kind: "array"; readonly elements: readonly Constant[]; readonly casts: readonly ColumnType[] }
  | { readonly kind: "null" };

/** A bare number is printed in quotes too where it is negative or does not fit the type that such numbers begin with. */
function literal({ text, isString, casts: [cast] }: Constant, type: ColumnType): ColumnDefault {
  const isOwn = cast?.kind === "builtin" && type.kind === "builtin" && cast.name === type.name;
  const quoted =
    isString && isOwn && isNumeric(type) && /^\d+(\.\d+)?$/.test(text) && !(type.name === "int8" && text.length > 9);
  return quoted ? { kind: "literal", text, quoted } : { kind: "literal", text };
}

function castsFit(value: { readonly casts: readonly ColumnType[] }, type: ColumnType): boolean {
  return constantFits({ text: "", casts: value.casts }, type, { ofLists: true });
}

function parse(sql: string): Value | null {
  const reader = { tokens: solidTokens(sql), at: 0 };
  const value = readValue(reader);
  return reader.at === reader.tokens.length ? value : null;
}

interface Reader {
  readonly tokens: readonly ExpressionToken[];
  at: number;
}

function readValue(reader: Reader): Value | null {
  const value = readPrimary(reader);
  if (value === null) return null;
  const casts: ColumnType[] = [];
  while (take(reader, "::")) {
    const cast = readType(reader);
    if (cast === null) return null;
    casts.push(cast);
  }
  return value.kind === "null" ? value : { ...value, casts: [...value.casts, ...casts] };
}

function readPrimary(reader: Reader): Value | null {
  if (take(reader, "(")) {
    const value = readValue(reader);
    return take(reader, ")") ? value : null;
  }
  const sign = take(reader, "-") ? "-" : "";
  const token = reader.tokens[reader.at++];
  if (token?.kind === "number") return constant(sign + token.text, { isString: false });
  if (sign !== "") return null;
  const text = stringValue(token);
  if (text !== null) return constant(text, { isString: true });
  if (token?.kind !== "name") return null;
  switch (token.text.toLowerCase()) {
    case "true":
      return constant("true", { isString: false });
    case "false":
      return constant("false", { isString: false });
    case "null":
      return { kind: "null" };
    case "array":
      return readArray(reader);
    default:
      return null;
  }
}

function readArray(reader: Reader): Value | null {
  const elements: Constant[] = [];
  if (!take(reader, "[")) return null;
  if (take(reader, "]")) return { kind: "array", elements, casts: [] };
  do {
    const element = readValue(reader);
    if (element?.kind !== "constant") return null;
    elements.push(element);
  } while (take(reader, ","));
  return take(reader, "]") ? { kind: "array", elements, casts: [] } : null;
}

/** `character varying(20)[]`, `timestamp(3) without time zone`, `public."Mood"`: whatever can go on a type's name. */
function readType(reader: Reader): ColumnType | null {
  const start = reader.at;
  for (let end = start; end !== -1; end = endOfTypePart(reader)) reader.at = end;
  const text = reader.tokens.slice(start, reader.at).map((token) => token.text);
  return parseTypeName(text.join(" "), { findEnum });
}

/** Where the next part of a type's name ends; -1 where none stands. */
function endOfTypePart({ tokens, at }: Reader): number {
  const token = tokens[at];
  if (token?.kind === "name" || token?.kind === "quoted" || token?.text === ".") return at + 1;
  if (token?.text === "[") return tokens[at + 1]?.text === "]" ? at + 2 : -1;
  if (token?.text !== "(") return -1;
  const close = tokens.findIndex(({ text }, index) => index > at && text === ")");
  return close === -1 ? -1 : close + 1;
}

/** Enums are taken for what they may be: the column's own type tells whether they are. */
function findEnum({ schema, name }: { readonly schema: string | null; readonly name: string }): QualifiedName | null {
  return schema === null ? null : { schema, name };
}

function take(reader: Reader, text: string): boolean {
  const token = reader.tokens[reader.at];
  if (token?.text !== text || token.kind !== "operator") return false;
  reader.at++;
  return true;
}

function constant(text: string, { isString }: { readonly isString: boolean }): Constant {
  return { kind: "constant", text, isString, casts: [] };
}

/** The elements of an array's text form, `{a,"b c"}`; null for what a list of plain values is not (NULL, a second dimension). */
function arrayElements(text: string): string[] | null {
  const inside = /^\{([^]*)\}$/.exec(text)?.[1];
  if (inside === undefined) return null;
  if (inside.trim() === "") return [];
  const elements: string[] = [];
  const element = /\s*(?:"((?:[^"\\]|\\[^])*)"|([^"\\{},]+?))\s*(,|$)/y;
  for (;;) {
    const [whole, quoted, bare, end] = element.exec(inside) ?? [];
    if (whole === undefined || bare?.toUpperCase() === "NULL") return null;
    elements.push(quoted?.replaceAll(/\\([^])/g, "$1") ?? bare ?? "");
    if (end === "") return elements;
  }
}

function solidTokens(sql: string): ExpressionToken[] {
  return tokenize(sql).filter((token) => token.kind !== "space");
}
