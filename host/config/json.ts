import type { Checked, Problem, Span } from "#engine/index.ts";

/** A JSON value that knows where it stands in its text. */
export type JsonNode =
  | { readonly kind: "object"; readonly members: readonly JsonMember[]; readonly span: Span }
  | { readonly kind: "array"; readonly elements: readonly JsonNode[]; readonly span: Span }
  | { readonly kind: "string"; readonly value: string; readonly span: Span }
  | { readonly kind: "number"; readonly value: number; readonly span: Span }
  | { readonly kind: "boolean"; readonly value: boolean; readonly span: Span }
  | { readonly kind: "null"; readonly span: Span };

export type JsonObject = Extract<JsonNode, { kind: "object" }>;

export interface JsonMember {
  readonly key: string;
  /** With the quotes. */
  readonly keySpan: Span;
  readonly value: JsonNode;
}

/**
 * Reads JSON with positions. Comments and trailing commas pass, as in the editor's own configuration files. Reading ends
 * at the first error, which is reported; the value is what was understood before it, null where that is nothing.
 */
export function readJson(file: string, text: string): Checked<JsonNode | null> {
  const problems: Problem[] = [];
  const cursor: Cursor = {
    text,
    at: text.startsWith("\uFEFF") ? 1 : 0,
    broken: false,
    refuse(message, span) {
      if (!cursor.broken) {
        problems.push({ code: "config/syntax", severity: "error", message, place: { file, span } });
      }
      cursor.broken = true;
      return null;
    },
  };
  const value = readValue(cursor, 0);
  skipBlank(cursor);
  if (cursor.at < text.length) unexpected(cursor, "the end of the file");
  return { value, problems };
}

interface Cursor {
  readonly text: string;
  at: number;
  /** Set by the first error: nothing more is read. */
  broken: boolean;
  refuse(message: string, span: Span): null;
}

/** Deeper than any configuration, and shallow enough for the stack. */
const deepest = 100;

const blank = /(?:\s|\/\/[^\n]*|\/\*[^]*?\*\/)+/y;
const stringToken = /"(?:[ !#-[\]-\uffff]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y;
const numberToken = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const wordToken = /[A-Za-z_][\w-]*/y;

function readValue(cursor: Cursor, depth: number): JsonNode | null {
  skipBlank(cursor);
  const start = cursor.at;
  if (depth > deepest) return cursor.refuse("This is nested too deeply.", { start, end: start + 1 });
  if (take(cursor, "{")) return readObject(cursor, start, depth);
  if (take(cursor, "[")) return readArray(cursor, start, depth);
  const quoted = readString(cursor);
  if (quoted) return { kind: "string", ...quoted };
  const number = match(cursor, numberToken);
  if (number) return { kind: "number", value: Number(number.text), span: number.span };
  const word = match(cursor, wordToken);
  if (word?.text === "true" || word?.text === "false") {
    return { kind: "boolean", value: word.text === "true", span: word.span };
  }
  if (word?.text === "null") return { kind: "null", span: word.span };
  if (word)
    return cursor.refuse(`A value is expected here, not ${word.text}: text stands in double quotes.`, word.span);
  return unexpected(cursor, "a value");
}

function readObject(cursor: Cursor, start: number, depth: number): JsonNode {
  const members: JsonMember[] = [];
  const node = (): JsonNode => ({ kind: "object", members, span: { start, end: cursor.at } });
  while (!closes(cursor, "}")) {
    const key = readString(cursor);
    if (!key) {
      unexpected(cursor, "a key in double quotes");
      return node();
    }
    skipBlank(cursor);
    if (!take(cursor, ":")) {
      unexpected(cursor, `a colon after "${key.value}"`);
      return node();
    }
    const value = readValue(cursor, depth + 1);
    if (value) members.push({ key: key.value, keySpan: key.span, value });
    if (!separated(cursor, "}")) return node();
  }
  return node();
}

function readArray(cursor: Cursor, start: number, depth: number): JsonNode {
  const elements: JsonNode[] = [];
  const node = (): JsonNode => ({ kind: "array", elements, span: { start, end: cursor.at } });
  while (!closes(cursor, "]")) {
    const value = readValue(cursor, depth + 1);
    if (value) elements.push(value);
    if (!separated(cursor, "]")) return node();
  }
  return node();
}

/** Takes the closing bracket if it is next. */
function closes(cursor: Cursor, bracket: "}" | "]"): boolean {
  skipBlank(cursor);
  return take(cursor, bracket);
}

/** Takes a comma; false, with an error unless the bracket follows, where there is none. */
function separated(cursor: Cursor, bracket: "}" | "]"): boolean {
  if (cursor.broken) return false;
  skipBlank(cursor);
  if (take(cursor, ",")) return true;
  if (cursor.text[cursor.at] === bracket) return true;
  unexpected(cursor, `a comma or ${bracket}`);
  return false;
}

function readString(cursor: Cursor): { readonly value: string; readonly span: Span } | null {
  const token = match(cursor, stringToken);
  return token && { value: JSON.parse(token.text) as string, span: token.span };
}

function unexpected(cursor: Cursor, expected: string): null {
  const start = Math.min(cursor.at, cursor.text.length);
  const found = start === cursor.text.length ? "the file ends" : `there is ${cursor.text.slice(start, start + 1)}`;
  return cursor.refuse(`Expected ${expected}, but ${found} here.`, {
    start,
    end: Math.min(start + 1, cursor.text.length),
  });
}

function skipBlank(cursor: Cursor): void {
  match(cursor, blank);
}

function take(cursor: Cursor, character: string): boolean {
  if (cursor.broken || cursor.text[cursor.at] !== character) return false;
  cursor.at += 1;
  return true;
}

function match(cursor: Cursor, pattern: RegExp): { readonly text: string; readonly span: Span } | null {
  if (cursor.broken) return null;
  pattern.lastIndex = cursor.at;
  const found = pattern.exec(cursor.text);
  if (!found) return null;
  const span = { start: cursor.at, end: cursor.at + found[0].length };
  cursor.at = span.end;
  return { text: found[0], span };
}
