/**
 * The kinds of tokens. Punctuation is its own character code; `word` is a legal identifier and `oddWord` what stands for
 * one but is not (`_a`, `1a`, `a-b`), so that the parser can name the fault instead of stumbling over it.
 */
export const Token = {
  end: 0,
  newline: 1,
  word: 2,
  oddWord: 3,
  number: 4,
  string: 5,
  /** A string that its line ends before its quote. */
  openString: 6,
  /** `//` and `///` up to the end of the line. */
  comment: 7,
  blockComment: 8,
  openBlockComment: 9,
  doubleAt: 10,
  unknown: 11,
  exclamation: 33,
  openParen: 40,
  closeParen: 41,
  comma: 44,
  dot: 46,
  colon: 58,
  equals: 61,
  question: 63,
  at: 64,
  openBracket: 91,
  closeBracket: 93,
  openBrace: 123,
  closeBrace: 125,
} as const;

/** The tokens of a text in order, white space left out, as parallel arrays: a large file has hundreds of thousands. */
export interface Tokens {
  readonly kinds: Uint8Array;
  readonly starts: Uint32Array;
  readonly ends: Uint32Array;
  /** Without the `end` token, which stands at this index, empty, at the end of the text. */
  readonly count: number;
}

/** One pass over `text`. Any text has tokens; a byte order mark is white space. */
export function tokenize(text: string): Tokens {
  const length = text.length;
  let capacity = (length >> 2) + 16;
  let kinds = new Uint8Array(capacity);
  let starts = new Uint32Array(capacity);
  let ends = new Uint32Array(capacity);
  let count = 0;
  let at = text.charCodeAt(0) === byteOrderMark ? 1 : 0;
  for (;;) {
    while (at < length && isSpace(text.charCodeAt(at))) at += 1;
    if (count === capacity) {
      capacity *= 2;
      kinds = grown(kinds, new Uint8Array(capacity));
      starts = grown(starts, new Uint32Array(capacity));
      ends = grown(ends, new Uint32Array(capacity));
    }
    starts[count] = at;
    if (at >= length) break;
    const code = text.charCodeAt(at);
    let kind: number;
    if (isLetter(code) || (code > 127 && isWide(text, at, letter))) {
      const end = wordEnd(text, at);
      kind = text.charCodeAt(end) === dash && isWordAt(text, end + 1) ? Token.oddWord : Token.word;
      at = kind === Token.word ? end : oddWordEnd(text, end);
    } else if (punctuation[code] === 1) {
      const doubled = code === Token.at && text.charCodeAt(at + 1) === Token.at;
      kind = doubled ? Token.doubleAt : code;
      at += doubled ? 2 : 1;
    } else if (code === lineFeed || code === carriageReturn) {
      kind = Token.newline;
      at += code === carriageReturn && text.charCodeAt(at + 1) === lineFeed ? 2 : 1;
    } else if (code === quote) {
      const end = stringEnd(text, at + 1);
      kind = end < 0 ? Token.openString : Token.string;
      at = end < 0 ? ~end : end;
    } else if (code === slash && text.charCodeAt(at + 1) === slash) {
      kind = Token.comment;
      at = lineEnd(text, at);
    } else if (code === slash && text.charCodeAt(at + 1) === star) {
      const close = text.indexOf("*/", at + 2);
      kind = close === -1 ? Token.openBlockComment : Token.blockComment;
      at = close === -1 ? length : close + 2;
    } else if (isDigit(code) || (code === dash && isDigit(text.charCodeAt(at + 1)))) {
      const end = numberEnd(text, at + 1);
      kind = isWordAt(text, end) ? Token.oddWord : Token.number;
      at = kind === Token.number ? end : oddWordEnd(text, end);
    } else if (isWordAt(text, at)) {
      kind = Token.oddWord;
      at = oddWordEnd(text, at);
    } else {
      kind = Token.unknown;
      at += (text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1;
    }
    kinds[count] = kind;
    ends[count] = at;
    count += 1;
  }
  kinds[count] = Token.end;
  ends[count] = length;
  return { kinds, starts, ends, count };
}

const byteOrderMark = 0xfeff;
const lineFeed = 10;
const carriageReturn = 13;
const quote = 34;
const star = 42;
const dash = 45;
const slash = 47;
const backslash = 92;
const underscore = 95;

const letter = /^\p{L}/u;
const letterOrNumber = /^[\p{L}\p{N}]/u;
const spaceSeparator = /^\p{Zs}/u;

const punctuation = new Uint8Array(0x10000);
for (const character of "!(),.:=?@[]{}") punctuation[character.charCodeAt(0)] = 1;

function grown<A extends Uint8Array | Uint32Array>(from: A, to: A): A {
  to.set(from);
  return to;
}

function isSpace(code: number): boolean {
  return code === 32 || code === 9 || (code > 127 && spaceSeparator.test(String.fromCharCode(code)));
}

function isLetter(code: number): boolean {
  return (code >= 97 && code <= 122) || (code >= 65 && code <= 90);
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

/** Tests the whole character at `at`, which may be a surrogate pair. */
function isWide(text: string, at: number, pattern: RegExp): boolean {
  return pattern.test(String.fromCodePoint(text.codePointAt(at) ?? 0));
}

function isWordAt(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return isLetter(code) || isDigit(code) || code === underscore || (code > 127 && isWide(text, at, letterOrNumber));
}

function wordEnd(text: string, from: number): number {
  let at = from;
  for (;;) {
    const code = text.charCodeAt(at);
    if (isLetter(code) || isDigit(code) || code === underscore) at += 1;
    else if (code > 127 && isWide(text, at, letterOrNumber)) at += (text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1;
    else return at;
  }
}

/** A word together with what is joined to it by dashes. */
function oddWordEnd(text: string, from: number): number {
  let at = wordEnd(text, from);
  while (text.charCodeAt(at) === dash && isWordAt(text, at + 1)) at = wordEnd(text, at + 1);
  return at;
}

function numberEnd(text: string, from: number): number {
  let at = from;
  while (isDigit(text.charCodeAt(at))) at += 1;
  if (text.charCodeAt(at) !== Token.dot || !isDigit(text.charCodeAt(at + 1))) return at;
  at += 1;
  while (isDigit(text.charCodeAt(at))) at += 1;
  return at;
}

/** After the closing quote; where the line ends before it, the complement (`~`) of that place. */
function stringEnd(text: string, from: number): number {
  let at = from;
  for (;;) {
    const code = text.charCodeAt(at);
    if (code === quote) return at + 1;
    if (endsLine(code)) return ~at;
    at += code === backslash && !endsLine(text.charCodeAt(at + 1)) ? 2 : 1;
  }
}

/** True of the end of the text too, where there is no character code. */
function endsLine(code: number): boolean {
  return code === lineFeed || code === carriageReturn || Number.isNaN(code);
}

function lineEnd(text: string, from: number): number {
  let at = from;
  while (!endsLine(text.charCodeAt(at))) at += 1;
  return at;
}
