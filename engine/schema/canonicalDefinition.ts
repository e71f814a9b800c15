import { spelledToken } from "#engine/schema/expressionNames.ts";
import { identifierOf, tokenize } from "#engine/schema/expressionTokens.ts";
import type { CatalogObject } from "#engine/schema/model.ts";

/**
 * The text of an object to compare by, not to run: its words in one spelling, and the columns of a query over a single
 * table by their plain names. Before PostgreSQL 16 a view's columns are printed with their table's name, since then only
 * where there are several (`get_query_def` in PostgreSQL's `utils/adt/ruleutils.c`).
 */
export function canonicalDefinition({ kind, definition }: Pick<CatalogObject, "kind" | "definition">): string {
  const words = wordsOf(definition);
  if (kind === "view" || kind === "materializedView") {
    const start = words.indexOf("as") + 1;
    return [...words.slice(0, start), ...plainColumns(words.slice(start))].join(" ");
  }
  if (kind === "rule") return words.join(" ");
  const body = kind === "function" ? bodyStart(words) : -1;
  if (body < 0) return words.join(" ");
  return [...words.slice(0, body), ...statements(words.slice(body)).flatMap(plainColumns)].join(" ");
}

function wordsOf(sql: string): string[] {
  return tokenize(sql)
    .filter((token) => token.kind !== "space")
    .map((token) => (token.kind === "name" || token.kind === "quoted" ? spelledToken(token) : token.text));
}

/** Where the statements of a body begin that PostgreSQL keeps as trees. */
function bodyStart(words: readonly string[]): number {
  const atomic = words.findIndex((word, at) => word === "atomic" && words[at - 1] === "begin");
  return atomic < 0 ? words.indexOf("return") : atomic + 1;
}

/** Each with its semicolon. */
function statements(words: readonly string[]): string[][] {
  const all: string[][] = [[]];
  for (const word of words) {
    all.at(-1)?.push(word);
    if (word === ";") all.push([]);
  }
  return all;
}

/** A statement over one table with the table's name left out before its columns. */
function plainColumns(words: readonly string[]): readonly string[] {
  const alias = onlyAlias(words);
  if (alias === null) return words;
  return words.filter((word, at) => {
    const isPrefix = (place: number) =>
      words[place] === alias && words[place + 1] === "." && words[place - 1] !== "." && isName(words[place + 2]);
    return !isPrefix(at) && !(word === "." && isPrefix(at - 1));
  });
}

function isName(word: string | undefined): boolean {
  const [token] = tokenize(word ?? "");
  return identifierOf(token) !== null;
}

/** The name by which a statement calls the only thing that it reads or writes; null where there are several. */
function onlyAlias(words: readonly string[]): string | null {
  const target = targetOf(words);
  if (target !== null) return target;
  const top = atTop(words);
  const from = top.find((at) => words[at] === "from");
  if (from === undefined) return null;
  const end = top.find((at) => at > from && closing.has(words[at] ?? "")) ?? words.length;
  const items = top.filter((at) => at > from && at < end).map((at) => words[at] ?? "");
  if (items.some((word) => word === "," || word === "join")) return null;
  return lastName(items);
}

/** What an INSERT, UPDATE or DELETE is about, if that is all. */
function targetOf(words: readonly string[]): string | null {
  const [first, second, ...rest] = words;
  const begins = first === "update" ? [second ?? "", ...rest] : rest;
  if (first !== "update" && !(first === "insert" && second === "into") && !(first === "delete" && second === "from")) {
    return null;
  }
  const end = begins.findIndex((word) => closing.has(word) || word === "(" || word === "set" || word === "using");
  return lastName(begins.slice(0, end < 0 ? begins.length : end));
}

/** Of `public.tasks`, `public.tasks t`, `unnest(…) x(y)`: what its columns are called by. */
function lastName(items: readonly string[]): string | null {
  const plain = items.filter((word) => word !== "only" && word !== "as" && word !== "lateral" && word !== "*");
  const sample = plain.indexOf("tablesample");
  return plain.slice(0, sample < 0 ? plain.length : sample).findLast(isName) ?? null;
}

/** The places outside of all brackets. */
function atTop(words: readonly string[]): number[] {
  let depth = 0;
  return [...words.keys()].filter((at) => {
    const word = words[at] ?? "";
    if (word === "(" || word === "[") depth++;
    if (word === ")" || word === "]") depth--;
    return depth === 0 && word !== ")" && word !== "]";
  });
}

const closing: ReadonlySet<string> = new Set([
  "where",
  "group",
  "having",
  "window",
  "order",
  "limit",
  "offset",
  "fetch",
  "for",
  "union",
  "intersect",
  "except",
  "returning",
  "on",
  "values",
  "default",
  ";",
]);
