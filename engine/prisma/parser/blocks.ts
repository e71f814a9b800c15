import type { Span } from "#engine/core/span.ts";
import type { Block, Filler, Item, Name } from "#engine/prisma/ast.ts";
import { Token } from "#engine/prisma/lexer.ts";
import type { Cursor } from "#engine/prisma/parser/cursor.ts";
import {
  finishLine,
  type MemberParser,
  parseEmptyLine,
  parseEnumMember,
  parseModelMember,
  parseSetting,
  parseUnknown,
} from "#engine/prisma/parser/members.ts";

/** Reads everything up to the end of the text. */
export function parseItems(cursor: Cursor): Item[] {
  const items: Item[] = [];
  let from = 0;
  while (from < cursor.text.length) {
    const item = parseItem(cursor, from);
    items.push(item);
    from = item.extent.end;
  }
  return items;
}

type Keyword = Exclude<Block, { kind: "enum" }>["keyword"] | "enum";

const keywords: ReadonlySet<string> = new Set<Keyword>(["model", "view", "enum", "type", "datasource", "generator"]);

function parseItem(cursor: Cursor, from: number): Item {
  if (cursor.atLineEnd()) return parseEmptyLine(cursor, from);
  if (cursor.at(Token.closeBrace)) {
    const { start, end } = cursor;
    cursor.report("prisma/unexpected", "No block is open that this `}` could close.", cursor.span);
    cursor.advance();
    return { kind: "unknown", span: { start, end }, extent: { start: from, end: closeLine(cursor) } };
  }
  if (!cursor.atWord()) return parseUnknown(cursor, from, `Expected a block, found ${cursor.describe()}.`);
  const keyword = cursor.slice();
  if (keywords.has(keyword)) return parseBlock(cursor, from, keyword as Keyword);
  const message = `\`${keyword}\` begins no block: expected model, enum, view, type, datasource or generator.`;
  return atHead(cursor) ? skipBlock(cursor, from, message) : parseUnknown(cursor, from, message);
}

function parseBlock(cursor: Cursor, from: number, keyword: Keyword): Block | Filler {
  const keywordSpan = cursor.span;
  cursor.advance();
  let name: Name | null = null;
  if (cursor.atWord()) name = cursor.takeName(`${keyword} name`);
  else if (cursor.at(Token.openBrace)) {
    cursor.report("prisma/missingName", `This ${keyword} has no name.`, keywordSpan);
  }
  const head = { start: keywordSpan.start, end: cursor.previousEnd };
  if (!cursor.at(Token.openBrace)) {
    const brace = cursor.atLineEnd() && name !== null && cursor.kindOnNextLine() === Token.openBrace;
    const what = name === null ? `\`${keyword}\`` : `\`${keyword} ${name.text}\``;
    if (!brace) {
      cursor.fail("prisma/missingBrace", `Expected \`{\` after ${what}, found ${cursor.describe()}.`, head);
      return { kind: "unknown", span: head, extent: finishLine(cursor, from).extent };
    }
    cursor.report("prisma/missingBrace", `The \`{\` must stand on the line of ${what}.`, head);
    while (cursor.atLineEnd()) cursor.advance();
  }
  name ??= { text: "", span: { start: cursor.start, end: cursor.start } };
  cursor.advance();
  const opening = { start: from, end: closeLine(cursor, head) };
  const parts = { name, head, opening };
  switch (keyword) {
    case "model":
    case "view":
    case "type":
      return { kind: "model", keyword, ...parts, ...parseBody(cursor, opening, head, parseModelMember) };
    case "enum":
      return { kind: "enum", ...parts, ...parseBody(cursor, opening, head, parseEnumMember) };
    case "datasource":
    case "generator":
      return { kind: "settings", keyword, ...parts, ...parseBody(cursor, opening, head, parseSetting) };
  }
}

interface Body<Member> {
  readonly members: Member[];
  readonly closing: Span;
  readonly span: Span;
  readonly extent: Span;
}

function parseBody<Member extends Pick<Filler, "span" | "extent">>(
  cursor: Cursor,
  opening: Span,
  head: Span,
  parseMember: MemberParser<Member | Filler>,
): Body<Member | Filler> {
  const members: (Member | Filler)[] = [];
  let from = opening.end;
  while (!cursor.at(Token.closeBrace) && from < cursor.text.length && !atNextBlock(cursor)) {
    const member = cursor.atLineEnd() ? parseEmptyLine(cursor, from) : parseMember(cursor, from);
    members.push(member);
    from = member.extent.end;
    if (cursor.at(Token.closeBrace) && !"\r\n".includes(cursor.text.charAt(from - 1))) {
      cursor.report("prisma/oneLine", "The `}` stands on a line of its own.", cursor.span);
    }
  }
  const span = { start: head.start, end: Math.max(members.at(-1)?.span.end ?? 0, head.end) };
  if (!cursor.at(Token.closeBrace)) {
    const what = cursor.text.slice(head.start, head.end);
    cursor.report("prisma/openBlock", `\`${what}\` has no closing \`}\`.`, head);
    return { members, closing: { start: from, end: from }, span, extent: { start: opening.start, end: from } };
  }
  span.end = cursor.end;
  cursor.advance();
  const end = closeLine(cursor);
  return { members, closing: { start: from, end }, span, extent: { start: opening.start, end } };
}

/** `keyword Name {`, which no member looks like: the block before it lacks its brace. */
function atNextBlock(cursor: Cursor): boolean {
  return cursor.at(Token.word) && atHead(cursor) && keywords.has(cursor.slice());
}

function atHead(cursor: Cursor): boolean {
  const after = cursor.kindAfter(1);
  return (after === Token.word || after === Token.oddWord) && cursor.kindAfter(2) === Token.openBrace;
}

/** The rest of the line of a brace; what stands there beside a comment begins a line of its own. */
function closeLine(cursor: Cursor, opened: Span | null = null): number {
  if (cursor.atLineEnd()) return finishLine(cursor, 0).extent.end;
  if (opened && !cursor.at(Token.closeBrace)) {
    cursor.report("prisma/oneLine", "What follows the `{` stands on a line of its own.", cursor.span);
  }
  cursor.beginLine();
  return cursor.previousEnd;
}

/** A block with an unknown keyword, whole: its lines would each be a problem of their own. */
function skipBlock(cursor: Cursor, from: number, message: string): Filler {
  const { start } = cursor;
  cursor.report("prisma/unexpected", message, cursor.span);
  let { end } = finishQuietly(cursor, from);
  while (!cursor.at(Token.closeBrace) && end < cursor.text.length && !atNextBlock(cursor)) {
    end = finishQuietly(cursor, end).end;
  }
  let last = cursor.previousEnd;
  if (cursor.at(Token.closeBrace)) {
    last = cursor.end;
    cursor.advance();
    end = closeLine(cursor);
  }
  return { kind: "unknown", span: { start, end: Math.min(last, end) }, extent: { start: from, end } };
}

function finishQuietly(cursor: Cursor, from: number): Span {
  while (!cursor.atLineEnd()) cursor.advance();
  return finishLine(cursor, from).extent;
}
