import type { StringExpression } from "#engine/prisma/ast.ts";
import { Token } from "#engine/prisma/lexer.ts";
import type { Cursor } from "#engine/prisma/parser/cursor.ts";

/** Reads the string at the cursor. One without a closing quote reaches to the end of its line. */
export function parseString(cursor: Cursor): StringExpression {
  const { start, end } = cursor;
  const open = cursor.at(Token.openString);
  if (open) cursor.report("prisma/openString", 'The string has no closing `"` on its line.', cursor.span);
  const raw = cursor.text.slice(start + 1, open ? end : end - 1);
  let value = raw.includes("\\") ? unescape(cursor, raw, start + 1) : raw;
  if (value.includes("\0")) {
    cursor.report("prisma/badString", "PostgreSQL text can't hold the character NUL.", cursor.span);
    value = value.replaceAll("\0", "");
  }
  cursor.advance();
  return { kind: "string", value, span: { start, end } };
}

// JSON's escapes; Prisma takes a surrogate only as half of a pair.
const escapes =
  /\\(?:u([dD][89abAB][0-9a-fA-F]{2})\\u([dD][c-fC-F][0-9a-fA-F]{2})|u(?![dD][89a-fA-F])([0-9a-fA-F]{4})|(["\\/bfnrt])|(u[0-9a-fA-F]{0,4}|.|$))/gu;

const characters: Readonly<Record<string, string>> = { b: "\b", f: "\f", n: "\n", r: "\r", t: "\t" };

/** Escapes that do not exist stand for themselves, each with a problem. */
function unescape(cursor: Cursor, raw: string, offset: number): string {
  return raw.replace(
    escapes,
    (
      whole: string,
      high: string | undefined,
      low: string | undefined,
      unit: string | undefined,
      simple: string | undefined,
      _bad: string | undefined,
      at: number,
    ) => {
      if (high !== undefined && low !== undefined) return codeUnits(high, low);
      if (unit !== undefined) return codeUnits(unit);
      if (simple !== undefined) return characters[simple] ?? simple;
      const span = { start: offset + at, end: offset + at + whole.length };
      cursor.report("prisma/badEscape", `\`${whole}\` is no escape sequence; a backslash is written \`\\\\\`.`, span);
      return whole;
    },
  );
}

function codeUnits(...hex: readonly string[]): string {
  return String.fromCharCode(...hex.map((digits) => Number.parseInt(digits, 16)));
}
