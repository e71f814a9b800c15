import type { Problem } from "#engine/core/problem.ts";
import type { Span } from "#engine/core/span.ts";

/** A piece of SQL text that is not white space. `end` is exclusive; spans count UTF-16 units. */
export interface Token extends Span {
  readonly kind: TokenKind;
  /** False where the text ended inside a quote or a block comment, which then reaches to the end. */
  readonly closed: boolean;
}

export type TokenKind =
  /** A keyword or an unquoted name. */
  | "word"
  /** `"…"` and `U&"…"`. */
  | "quotedName"
  /** `'…'` and the forms with the prefixes `E`, `U&`, `B` and `X`; each segment of a continued string by itself. */
  | "string"
  /** `$tag$ … $tag$`. */
  | "dollarString"
  | "number"
  /** `$1`. */
  | "parameter"
  | "operator"
  /** `( ) [ ] , ; . .. : :: :=` */
  | "punctuation"
  | "lineComment"
  | "blockComment"
  /** A psql command at the beginning of a line, to its end; only where it was asked for. */
  | "metaCommand"
  /** A character that PostgreSQL's scanner has no rule for. */
  | "other";

export interface ScanOptions {
  /** Read a backslash at the beginning of a line as a psql command (`\if false`). */
  readonly metaCommands?: boolean;
}

/**
 * The tokens of PostgreSQL's SQL, after the rules of its scanner (manual, section 4.1; `src/backend/parser/scan.l`)
 * with `standard_conforming_strings` on. Every text scans: what PostgreSQL refuses becomes tokens too.
 *
 * Hashes rest on this function (docs/formats.md, `v1:`): two texts that gave the same tokens must go on doing so.
 */
export function scan(text: string, options: ScanOptions = {}): Token[] {
  const tokens: Token[] = [];
  let escapesGoOnAt = -1;
  for (let at = skipSpace(text, 0); at < text.length; at = skipSpace(text, at)) {
    const next =
      at === escapesGoOnAt
        ? quoted("string", text, at, { from: at, quote: "'", escapes: true })
        : options.metaCommands && atMetaCommand(text, at)
          ? token("metaCommand", at, match(toLineEnd, text, at))
          : read(text, at);
    tokens.push(next);
    at = next.end;
    if (next.kind === "string" && (next.start === escapesGoOnAt || /[eE]/.test(text.charAt(next.start)))) {
      escapesGoOnAt = match(stringGap, text, at);
    }
  }
  return tokens;
}

export function isComment(token: Token): boolean {
  return token.kind === "lineComment" || token.kind === "blockComment";
}

/**
 * The quote or comment that a text ends in, where it does: PostgreSQL would take all that follows for a part of it. The
 * place is the line it opens in, from there on.
 */
export function unclosedProblem(file: string, text: string, tokens: readonly Token[] = scan(text)): Problem | null {
  const last = tokens.at(-1);
  if (!last || last.closed) return null;
  const what = last.kind === "blockComment" ? "comment" : last.kind === "quotedName" ? "quoted name" : "quote";
  return {
    code: "sql/unclosed",
    severity: "error",
    message: `This ${what} is never closed.`,
    place: { file, span: { start: last.start, end: match(toLineEnd, text, last.start) } },
  };
}

const space = /[ \t\n\r\f\v]*/y;
const toLineEnd = /[^\n\r]*/y;
// Every character outside ASCII may begin and continue a name: PostgreSQL knows no other white space.
const word = /[A-Za-z_\u0080-\uffff][A-Za-z_0-9$\u0080-\uffff]*/y;
const number =
  /0[xX](?:_?[0-9a-fA-F])+|0[oO](?:_?[0-7])+|0[bB](?:_?[01])+|(?:\d(?:_?\d)*(?:\.(?!\.)(?:\d(?:_?\d)*)?)?|\.\d(?:_?\d)*)(?:[eE][+-]?\d(?:_?\d)*)?/y;
const parameter = /\$\d+/y;
const dollarTag = /\$(?:[A-Za-z_\u0080-\uffff][A-Za-z_0-9\u0080-\uffff]*)?\$/y;
const operator = /[~!@#^&|`?+\-*/%<>=]+/y;
const punctuation = /::|:=|\.\.|[()[\],;.:]/y;
const commentEdge = /\/\*|\*\//g;
// What may stand between the segments of one string: a line break, and comments that end a line.
const stringGap = /(?:[ \t\f\v]|--[^\n\r]*)*[\n\r](?:[ \t\n\r\f\v]+|--[^\n\r]*[\n\r])*(?=')/y;

function read(text: string, at: number): Token {
  const first = text.charAt(at);
  const second = text.charAt(at + 1);
  switch (first) {
    case "'":
      return quoted("string", text, at, { from: at, quote: "'" });
    case '"':
      return quoted("quotedName", text, at, { from: at, quote: '"' });
    case "E":
    case "e":
      if (second === "'") return quoted("string", text, at, { from: at + 1, quote: "'", escapes: true });
      break;
    case "B":
    case "b":
    case "X":
    case "x":
      if (second === "'") return quoted("string", text, at, { from: at + 1, quote: "'" });
      break;
    case "U":
    case "u":
      if (second === "&" && text.charAt(at + 2) === "'") {
        return quoted("string", text, at, { from: at + 2, quote: "'" });
      }
      if (second === "&" && text.charAt(at + 2) === '"') {
        return quoted("quotedName", text, at, { from: at + 2, quote: '"' });
      }
      break;
    case "(":
    case ")":
    case "[":
    case "]":
    case ",":
    case ";":
      // Most of what is no word: the patterns below would find the same, one failing after the other.
      return token("punctuation", at, at + 1);
    case "$":
      return dollar(text, at);
    case "-":
      if (second === "-") return token("lineComment", at, match(toLineEnd, text, at));
      break;
    case "/":
      if (second === "*") return blockComment(text, at);
      break;
  }
  return (
    tryRead("word", word, text, at) ??
    tryRead("number", number, text, at) ??
    tryRead("punctuation", punctuation, text, at) ??
    operatorAt(text, at) ??
    token("other", at, at + 1)
  );
}

/** A doubled quote stands for itself; with `escapes` so does a quote after a backslash. */
function quoted(
  kind: TokenKind,
  text: string,
  start: number,
  { from, quote, escapes = false }: { readonly from: number; readonly quote: string; readonly escapes?: boolean },
): Token {
  for (let at = from + 1; at < text.length; at += 1) {
    const character = text.charAt(at);
    if (escapes && character === "\\") at += 1;
    else if (character === quote) {
      if (text.charAt(at + 1) !== quote) return token(kind, start, at + 1);
      at += 1;
    }
  }
  return { kind, start, end: text.length, closed: false };
}

function dollar(text: string, at: number): Token {
  const tagEnd = match(dollarTag, text, at);
  if (tagEnd === -1) return tryRead("parameter", parameter, text, at) ?? token("other", at, at + 1);
  const tag = text.slice(at, tagEnd);
  const close = text.indexOf(tag, tagEnd);
  if (close === -1) return { kind: "dollarString", start: at, end: text.length, closed: false };
  return token("dollarString", at, close + tag.length);
}

/** Block comments nest. */
function blockComment(text: string, start: number): Token {
  let depth = 1;
  commentEdge.lastIndex = start + 2;
  for (let edge = commentEdge.exec(text); edge; edge = commentEdge.exec(text)) {
    depth += edge[0] === "/*" ? 1 : -1;
    if (depth === 0) return token("blockComment", start, commentEdge.lastIndex);
  }
  return { kind: "blockComment", start, end: text.length, closed: false };
}

/** An operator ends where a comment begins; it ends in `+` or `-` only if it holds a character that SQL's own never do. */
function operatorAt(text: string, at: number): Token | null {
  const end = match(operator, text, at);
  if (end === -1) return null;
  const run = text.slice(at, end);
  const comment = run.search(/\/\*|--/);
  let name = comment > 0 ? run.slice(0, comment) : run;
  while (name.length > 1 && /[+-]$/.test(name) && !/[~!@#%^&|`?]/.test(name.slice(0, -1))) name = name.slice(0, -1);
  return token("operator", at, at + name.length);
}

function atMetaCommand(text: string, at: number): boolean {
  return text.charAt(at) === "\\" && (at === 0 || /[\n\r]/.test(text.charAt(at - 1)));
}

function tryRead(kind: TokenKind, pattern: RegExp, text: string, at: number): Token | null {
  const end = match(pattern, text, at);
  return end === -1 ? null : token(kind, at, end);
}

function token(kind: TokenKind, start: number, end: number): Token {
  return { kind, start, end, closed: true };
}

function skipSpace(text: string, at: number): number {
  // All white space is at or below a space; NaN, behind the end, is neither.
  if (text.charCodeAt(at) > 0x20) return at;
  return match(space, text, at);
}

/** The end of the match of a sticky pattern at `at`, -1 where there is none. */
function match(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : -1;
}
