import type { Span } from "#engine/core/span.ts";

/** A top-level `export` of a TypeScript revision, as far as it can be read without running it. */
export interface CodeExport {
  readonly name: string;
  /** Of the statement's head, up to the end of the value where that is a literal. */
  readonly span: Span;
  readonly value: Literal | null;
  readonly isFunction: boolean;
}

/** A string, a list of strings, or a boolean. */
export type Literal = string | readonly string[] | boolean;

/**
 * The exports that stand at the beginning of a line: `export const NAME = literal` and `export [async] function NAME`.
 * Text in comments, strings and templates that looks like one is none. What is more than a literal is null.
 */
export function readExports(text: string): readonly CodeExport[] {
  const opaque = opaqueSpans(text);
  const isOpaque = (at: number) => opaque.some(({ start, end }) => start < at && at < end);
  return [...text.matchAll(head)].flatMap((found) => {
    const start = found.index;
    if (isOpaque(start + 1)) return [];
    const [whole, functionName, name = functionName ?? ""] = found;
    const end = start + whole.length;
    if (functionName !== undefined) return [{ name, span: { start, end }, value: null, isFunction: true }];
    const literal = readLiteral(text, end);
    const isFunction = literal === null && callable.test(text.slice(end, end + 400));
    return [{ name, span: { start, end: literal?.end ?? end }, value: literal?.value ?? null, isFunction }];
  });
}

const head =
  /^export[ \t]+(?:(?:async[ \t]+)?function[ \t]*\*?[ \t]*([\w$]+)|(?:const|let|var)[ \t]+([\w$]+)[ \t]*(?::[^=\n]*)?=[ \t]*)/gm;

const callable = /^(?:async\b|function\b|\(|[\w$]+[ \t]*=>)/;

/** Comments, strings and templates. A regular expression with a quote in it is beyond this; what follows it is then opaque. */
function opaqueSpans(text: string): readonly Span[] {
  const spans: Span[] = [];
  const parts =
    /\/\/[^\n]*|\/\*[\s\S]*?(?:\*\/|$)|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\[\s\S])*(?:`|$)/g;
  for (const { 0: whole, index } of text.matchAll(parts)) spans.push({ start: index, end: index + whole.length });
  return spans;
}

function readLiteral(text: string, at: number): { readonly value: Literal; readonly end: number } | null {
  const word = /^(true|false)\b/.exec(text.slice(at, at + 6))?.[1];
  if (word !== undefined) return { value: word === "true", end: at + word.length };
  if (text[at] !== "[") return readString(text, at);
  const items: string[] = [];
  let here = skipSpace(text, at + 1);
  while (text[here] !== "]") {
    const item = readString(text, here);
    if (!item) return null;
    items.push(item.value);
    here = skipSpace(text, item.end);
    if (text[here] === ",") here = skipSpace(text, here + 1);
    else if (text[here] !== "]") return null;
  }
  return { value: items, end: here + 1 };
}

function readString(text: string, at: number): { readonly value: string; readonly end: number } | null {
  const sticky = /"((?:[^"\\\n]|\\.)*)"|'((?:[^'\\\n]|\\.)*)'|`((?:[^`\\$]|\\.)*)`/y;
  sticky.lastIndex = at;
  const found = sticky.exec(text);
  if (!found) return null;
  const inner = found[1] ?? found[2] ?? found[3] ?? "";
  return { value: unescape(inner), end: at + found[0].length };
}

const escapes: Readonly<Record<string, string>> = { n: "\n", t: "\t", r: "\r", b: "\b", f: "\f", v: "\v", "0": "\0" };

function unescape(inner: string): string {
  return inner.replaceAll(/\\(?:u\{([0-9a-fA-F]+)\}|u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|([\s\S]))/g, (...found) => {
    const [, braced, four, two, one] = found as (string | undefined)[];
    const code = braced ?? four ?? two;
    if (code !== undefined) return String.fromCodePoint(Math.min(Number.parseInt(code, 16), 0x10ffff));
    return escapes[one ?? ""] ?? one ?? "";
  });
}

function skipSpace(text: string, at: number): number {
  const space = /(?:\s|\/\/[^\n]*|\/\*[\s\S]*?\*\/)*/y;
  space.lastIndex = at;
  return at + (space.exec(text)?.[0].length ?? 0);
}
