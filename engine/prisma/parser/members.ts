import type { Span } from "#engine/core/span.ts";
import type {
  Attribute,
  BlockAttribute,
  EnumMember,
  FieldType,
  Filler,
  ModelMember,
  Name,
  SettingsMember,
} from "#engine/prisma/ast.ts";
import { Token } from "#engine/prisma/lexer.ts";
import type { Cursor } from "#engine/prisma/parser/cursor.ts";
import { parseAttribute, parseExpression } from "#engine/prisma/parser/expressions.ts";
import { parseString } from "#engine/prisma/parser/strings.ts";

/** Reads the line at the cursor as a member; `from` is where the line before ended. */
export type MemberParser<Member> = (cursor: Cursor, from: number) => Member;

export const parseModelMember: MemberParser<ModelMember> = (cursor, from) => {
  if (!cursor.atWord()) return parseBlockAttribute(cursor, from);
  const { start } = cursor;
  const name = cursor.takeName("field name");
  if (cursor.at(Token.colon)) {
    cursor.report(
      "prisma/legacyColon",
      `No \`:\` stands between the field \`${name.text}\` and its type.`,
      cursor.span,
    );
    cursor.advance();
  }
  const type = parseType(cursor, name);
  const attributes = parseFieldAttributes(cursor);
  const span = { start, end: cursor.previousEnd };
  const { comment, extent } = finishLine(cursor, from);
  return { kind: "field", name, type, attributes, comment, span, extent };
};

export const parseEnumMember: MemberParser<EnumMember> = (cursor, from) => {
  if (!cursor.atWord()) return parseBlockAttribute(cursor, from);
  const { start } = cursor;
  const name = cursor.takeName("enum value");
  const attributes = parseFieldAttributes(cursor);
  const span = { start, end: cursor.previousEnd };
  const { comment, extent } = finishLine(cursor, from);
  return { kind: "value", name, attributes, comment, span, extent };
};

export const parseSetting: MemberParser<SettingsMember> = (cursor, from) => {
  if (!cursor.atWord()) return parseUnknown(cursor, from, `Expected \`name = value\`, found ${cursor.describe()}.`);
  const { start } = cursor;
  const name = cursor.takeName("setting");
  let value = null;
  if (cursor.take(Token.equals)) value = parseExpression(cursor);
  else cursor.fail("prisma/missingValue", `The setting \`${name.text}\` needs \`= value\`.`, name.span);
  const span = { start, end: cursor.previousEnd };
  const { comment, extent } = finishLine(cursor, from);
  return { kind: "setting", name, value, comment, span, extent };
};

/** A line that only a comment or nothing stands on; the cursor is at its end. */
export function parseEmptyLine(cursor: Cursor, from: number): Filler {
  const { start } = cursor;
  const { comment, extent } = finishLine(cursor, from);
  const text = cursor.text.slice(from, comment?.end ?? start);
  const content = text.trim();
  const begin = from + text.length - text.trimStart().length;
  return {
    kind: content === "" ? "blank" : "comment",
    span: content === "" ? { start: from, end: from } : { start: begin, end: begin + content.length },
    extent,
  };
}

/** A line that has no business here: it is kept as it is, with a problem. */
export function parseUnknown(cursor: Cursor, from: number, message: string): Filler {
  const { start } = cursor;
  cursor.fail("prisma/unexpected", message, cursor.span);
  const span = { start, end: cursor.previousEnd };
  return { kind: "unknown", span, extent: finishLine(cursor, from).extent };
}

/**
 * Steps over the end of the line. A closing brace ends a line too, and is left to the block that it closes; anything else
 * is a problem.
 */
export function finishLine(cursor: Cursor, from: number): { comment: Span | null; extent: Span } {
  if (!cursor.atLineEnd() && !cursor.at(Token.closeBrace)) {
    cursor.fail("prisma/unexpected", `Expected the end of the line, found ${cursor.describe()}.`, cursor.span);
  }
  let comment: Span | null = null;
  if (cursor.at(Token.comment)) {
    comment = cursor.span;
    cursor.advance();
  } else if (cursor.at(Token.openBlockComment)) {
    comment = cursor.span;
    cursor.report("prisma/openComment", "The comment is not closed.", { start: comment.start, end: comment.start + 2 });
    cursor.advance();
  }
  // What stands before a closing brace on its line is part of the line of the brace.
  const end = cursor.at(Token.newline) ? cursor.end : cursor.at(Token.end) ? cursor.start : cursor.previousEnd;
  cursor.take(Token.newline);
  cursor.beginLine();
  return { comment, extent: { start: from, end } };
}

function parseBlockAttribute(cursor: Cursor, from: number): BlockAttribute | Filler {
  if (cursor.at(Token.at)) {
    return parseUnknown(cursor, from, "An attribute with one `@` stands at the end of its field's own line.");
  }
  if (!cursor.at(Token.doubleAt))
    return parseUnknown(cursor, from, `Expected a field or \`@@\`, found ${cursor.describe()}.`);
  const { start } = cursor;
  const attribute = parseAttribute(cursor);
  const span = { start, end: cursor.previousEnd };
  const { comment, extent } = finishLine(cursor, from);
  return attribute === null
    ? { kind: "unknown", span, extent }
    : { kind: "attribute", attribute, comment, span, extent };
}

function parseFieldAttributes(cursor: Cursor): Attribute[] {
  const attributes: Attribute[] = [];
  while (cursor.at(Token.at) || cursor.at(Token.doubleAt)) {
    if (cursor.at(Token.doubleAt)) {
      cursor.report("prisma/blockAttribute", "An attribute with `@@` stands on a line of its own.", cursor.span);
    }
    const attribute = parseAttribute(cursor);
    if (attribute !== null) attributes.push(attribute);
  }
  return attributes;
}

function parseType(cursor: Cursor, field: Name): FieldType | null {
  const { start } = cursor;
  const bracketed = cursor.at(Token.openBracket);
  if (bracketed) cursor.advance();
  if (!cursor.atWord()) {
    cursor.fail("prisma/missingType", `The field \`${field.text}\` has no type.`, field.span);
    return null;
  }
  const name = cursor.takeName("type");
  const unsupported = name.text === "Unsupported" && cursor.at(Token.openParen) ? parseUnsupported(cursor) : null;
  if (bracketed) {
    cursor.take(Token.closeBracket);
    const span = { start, end: cursor.previousEnd };
    cursor.report("prisma/legacyList", `A list is written \`${name.text}[]\`.`, span);
    return { name, unsupported, arity: "list", span };
  }
  const arity = parseArity(cursor, start);
  const { previousEnd } = cursor;
  return { name, unsupported, arity, span: previousEnd === name.span.end ? name.span : { start, end: previousEnd } };
}

function parseUnsupported(cursor: Cursor): FieldType["unsupported"] {
  cursor.advance();
  if (!cursor.at(Token.string) && !cursor.at(Token.openString)) {
    cursor.fail(
      "prisma/missingValue",
      '`Unsupported` needs the name of a type in quotes: `Unsupported("tsvector")`.',
      cursor.span,
    );
    return null;
  }
  const value = parseString(cursor);
  if (!cursor.take(Token.closeParen))
    cursor.fail("prisma/unexpected", `Expected \`)\`, found ${cursor.describe()}.`, cursor.span);
  return value;
}

function parseArity(cursor: Cursor, start: number): FieldType["arity"] {
  if (cursor.at(Token.exclamation)) {
    cursor.report(
      "prisma/legacyRequired",
      "A field is required unless its type ends in `?`; `!` is not written.",
      cursor.span,
    );
    cursor.advance();
  }
  if (cursor.take(Token.question)) return "optional";
  if (!cursor.at(Token.openBracket)) return "required";
  const bracket = cursor.span;
  cursor.advance();
  if (!cursor.take(Token.closeBracket)) {
    cursor.fail("prisma/unexpected", `Expected \`]\`, found ${cursor.describe()}.`, bracket);
    return "list";
  }
  if (cursor.at(Token.question)) {
    cursor.report("prisma/optionalList", "A list can't be optional: write `Type[]` or `Type?`.", {
      start,
      end: cursor.end,
    });
    cursor.advance();
  }
  return "list";
}
