import type { Argument, Attribute, Expression, Name } from "#engine/prisma/ast.ts";
import { Token } from "#engine/prisma/lexer.ts";
import type { Cursor } from "#engine/prisma/parser/cursor.ts";
import { parseString } from "#engine/prisma/parser/strings.ts";

/** Nothing in a schema nests deeper than a handful; a text that does must not exhaust the stack. */
const deepest = 50;

/** The attribute at the cursor, which stands on `@` or `@@`. Null where no name follows. */
export function parseAttribute(cursor: Cursor): Attribute | null {
  const { start } = cursor;
  const sign = cursor.slice();
  cursor.advance();
  if (!cursor.atWord()) {
    cursor.fail("prisma/missingName", `An attribute's name must follow \`${sign}\`.`, {
      start,
      end: start + sign.length,
    });
    return null;
  }
  const name = parseDottedName(cursor);
  const open = cursor.at(Token.openParen);
  const args = open ? parseArguments(cursor, 0) : null;
  return {
    name,
    arguments: args,
    span: { start, end: args ? Math.max(cursor.previousEnd, name.span.end) : name.span.end },
  };
}

/** The value at the cursor; `missing`, with a problem, where there is none. */
export function parseExpression(cursor: Cursor, depth = 0): Expression {
  const { start, end } = cursor;
  if (depth > deepest) return missing(cursor, "Values are nested too deeply.");
  switch (cursor.kind) {
    case Token.string:
    case Token.openString:
      return parseString(cursor);
    case Token.number: {
      const text = cursor.slice();
      cursor.advance();
      return { kind: "number", text, span: { start, end } };
    }
    case Token.word:
    case Token.oddWord: {
      const name = parseDottedName(cursor);
      if (!cursor.at(Token.openParen)) return { kind: "name", text: name.text, span: name.span };
      const args = parseArguments(cursor, depth + 1);
      return { kind: "call", name, arguments: args, span: { start, end: cursor.previousEnd } };
    }
    case Token.openBracket: {
      const elements = parseList(cursor, Token.closeBracket, () => parseExpression(cursor, depth + 1));
      return { kind: "array", elements, span: { start, end: cursor.previousEnd } };
    }
    case Token.openBrace: {
      const entries = parseList(cursor, Token.closeBrace, () => parseEntry(cursor, depth + 1));
      return { kind: "object", entries, span: { start, end: cursor.previousEnd } };
    }
    default:
      return missing(cursor, `Expected a value, found ${cursor.describe()}.`);
  }
}

function parseArguments(cursor: Cursor, depth: number): Argument[] {
  return parseList(cursor, Token.closeParen, () => {
    const { start } = cursor;
    const name = cursor.atWord() && cursor.kindAfter(1) === Token.colon ? parseKey(cursor) : null;
    const value = parseExpression(cursor, depth);
    return { name, value, span: name === null ? value.span : { start, end: value.span.end } };
  });
}

function parseEntry(cursor: Cursor, depth: number): { name: Name; value: Expression } {
  if (cursor.atWord() && cursor.kindAfter(1) === Token.colon) {
    return { name: parseKey(cursor), value: parseExpression(cursor, depth) };
  }
  const { start } = cursor;
  return {
    name: { text: "", span: { start, end: start } },
    value: missing(cursor, `Expected \`name: value\`, found ${cursor.describe()}.`),
  };
}

function parseKey(cursor: Cursor): Name {
  const name = cursor.takeName("name");
  cursor.take(Token.colon);
  return name;
}

/** From the opening to the closing sign, which must stand on the same line. */
function parseList<T>(cursor: Cursor, close: number, parseItem: () => T): T[] {
  const opening = cursor.span;
  const sign = cursor.slice();
  cursor.advance();
  const items: T[] = [];
  while (!cursor.at(close) && !cursor.isBroken()) {
    if (cursor.atLineEnd()) {
      cursor.fail("prisma/openList", `The \`${sign}\` is not closed on its line.`, opening);
      return items;
    }
    items.push(parseItem());
    if (cursor.at(close) || cursor.isBroken()) break;
    const comma = cursor.span;
    if (cursor.atLineEnd()) continue;
    if (!cursor.take(Token.comma)) {
      cursor.fail(
        "prisma/unexpected",
        `Expected \`,\` or \`${String.fromCharCode(close)}\`, found ${cursor.describe()}.`,
        comma,
      );
    } else if (cursor.at(close)) cursor.report("prisma/trailingComma", "Nothing follows this comma.", comma);
  }
  if (!cursor.isBroken()) cursor.take(close);
  return items;
}

/** `db.VarChar`: no space may stand around the dots. */
function parseDottedName(cursor: Cursor): Name {
  const first = cursor.takeName("name");
  if (!cursor.at(Token.dot)) return first;
  while (cursor.at(Token.dot) && cursor.joined()) {
    const after = cursor.kindAfter(1);
    if (after !== Token.word && after !== Token.oddWord) break;
    cursor.advance();
    cursor.takeName("name");
  }
  const span = { start: first.span.start, end: cursor.previousEnd };
  return { text: cursor.text.slice(span.start, span.end), span };
}

function missing(cursor: Cursor, message: string): Expression {
  const { start, end } = cursor;
  cursor.fail("prisma/missingValue", message, { start, end: cursor.at(Token.newline) ? start : end });
  return { kind: "missing", span: { start, end: start } };
}
