import { cutToBytes, longestName } from "#engine/schema/nameLength.ts";

/** A token of SQL text. Joining the texts of all tokens gives the SQL again. */
export interface ExpressionToken {
  readonly kind: "space" | "string" | "quoted" | "name" | "number" | "operator";
  readonly text: string;
}

/**
 * The tokens of an SQL expression, as PostgreSQL's lexer parts them (manual section 4.1). Total: what is left open runs
 * to the end. Brackets, commas, dots and semicolons are operators of one character.
 */
export function tokenize(sql: string): ExpressionToken[] {
  const tokens: ExpressionToken[] = [];
  let at = 0;
  while (at < sql.length) {
    const token = tokenAt(sql, at);
    tokens.push(token);
    at += token.text.length;
  }
  return tokens;
}

/**
 * The identifier that a token stands for: folded where it is bare, in ASCII as UTF-8 databases do, and cut where it is too
 * long; null for what is none.
 */
export function identifierOf(token: ExpressionToken | undefined): string | null {
  if (token?.kind === "name") return cut(folded(token.text));
  if (token?.kind === "quoted") return cut(token.text.slice(1, -1).replaceAll('""', '"'));
  return null;
}

function cut(name: string): string {
  return name.length * 3 <= longestName ? name : cutToBytes(name, longestName);
}

/** The value of a plain string constant; null for `E''`, `B''`, `$$` and what is no string. */
export function stringValue(token: ExpressionToken | undefined): string | null {
  return token?.kind === "string" && token.text.startsWith("'") ? token.text.slice(1, -1).replaceAll("''", "'") : null;
}

function folded(text: string): string {
  return /^[\0-\x7f]*$/.test(text) ? text.toLowerCase() : text.replaceAll(/[A-Z]/g, (letter) => letter.toLowerCase());
}

const patterns: readonly (readonly [ExpressionToken["kind"], RegExp])[] = [
  ["space", /\s+|--[^\n]*|\/\*[^]*?(?:\*\/|$)/y],
  ["string", /[eE]'(?:[^'\\]|\\[^]|'')*(?:'|$)|[bBxXnN]?'(?:[^']|'')*(?:'|$)/y],
  ["string", /\$([A-Za-z_\u0080-\uffff][\w\u0080-\uffff]*)?\$[^]*?(?:\$\1\$|$)/y],
  ["quoted", /(?:[uU]&)?"(?:[^"]|"")*(?:"|$)/y],
  ["number", /(?:\d[\d_]*\.?\d*|\.\d+)(?:[eE][+-]?\d+)?/y],
  ["name", /[A-Za-z_\u0080-\uffff][\w$\u0080-\uffff]*/y],
  ["operator", /::|[+\-*/<>=~!@#%^&|`?]+|[^]/y],
];

function tokenAt(sql: string, at: number): ExpressionToken {
  for (const [kind, pattern] of patterns) {
    pattern.lastIndex = at;
    const text = pattern.exec(sql)?.[0];
    if (text) return { kind, text };
  }
  return { kind: "operator", text: sql.charAt(at) };
}
