import { type ExpressionToken, identifierOf } from "#engine/schema/expressionTokens.ts";

/** One SELECT of a query. */
export interface Scope {
  /** The SELECT inside which it stands, whose relations it may name too. */
  readonly parent: Scope | null;
  readonly relations: readonly Relation[];
}

/** What stands behind FROM or JOIN. */
export interface Relation {
  /** With its schema, where it is written; empty for a subquery. */
  readonly name: readonly string[];
  /** What its columns are written through. */
  readonly alias: string | null;
}

interface OpenScope extends Scope {
  readonly parent: OpenScope | null;
  readonly relations: Relation[];
  readonly depth: number;
  clause: "list" | "from" | "rest";
}

/** For each token of a query without its spaces the SELECT that it stands in; null for those before the first. */
export function scopesOf(tokens: readonly ExpressionToken[]): readonly (Scope | null)[] {
  const ends = closingBrackets(tokens);
  const scopes: (OpenScope | null)[] = [];
  /** The scope around each bracket that is open. */
  const around: (OpenScope | null)[] = [];
  let scope: OpenScope | null = null;
  for (const [at, token] of tokens.entries()) {
    const word = wordOf(token);
    if (token.text === "(") around.push(scope);
    else if (token.text === ")") scope = around.pop() ?? null;
    else if (word === "select")
      scope = { parent: around.at(-1) ?? null, relations: [], depth: around.length, clause: "list" };
    scopes.push(scope);
    if (scope === null) continue;
    const isOwn = scope.depth === around.length;
    if (isOwn && word === "from" && wordOf(tokens[at - 1]) !== "distinct") scope.clause = "from";
    else if (isOwn && afterFrom.has(word)) scope.clause = "rest";
    if (scope.clause !== "from") continue;
    if (word === "from" || word === "join" || (isOwn && token.text === ",")) {
      scope.relations.push(relationAt(tokens, at + 1, ends));
    }
  }
  return scopes;
}

const afterFrom = new Set("where group having window order limit offset fetch for union intersect except".split(" "));
const noAlias = new Set([
  ...afterFrom,
  ..."cross full inner join left natural on right tablesample using with".split(" "),
]);

function relationAt(tokens: readonly ExpressionToken[], start: number, ends: ReadonlyMap<number, number>): Relation {
  let at = start;
  // Joins stand in brackets of their own.
  while (["lateral", "only"].includes(wordOf(tokens[at])) || (tokens[at]?.text === "(" && !isQuery(tokens[at + 1])))
    at++;
  const name: string[] = [];
  if (tokens[at]?.text !== "(") {
    for (let part = identifierOf(tokens[at]); part !== null; part = identifierOf(tokens[at])) {
      name.push(part);
      at++;
      if (tokens[at]?.text !== ".") break;
      at++;
    }
  }
  const end = tokens[at]?.text === "(" ? ends.get(at) : undefined;
  if (end !== undefined) at = end + 1;
  if (wordOf(tokens[at]) === "with" && wordOf(tokens[at + 1]) === "ordinality") at += 2;
  if (wordOf(tokens[at]) === "as") at++;
  const alias = noAlias.has(wordOf(tokens[at])) ? null : identifierOf(tokens[at]);
  return { name: end === undefined ? name : [], alias: alias ?? name.at(-1) ?? null };
}

function isQuery(token: ExpressionToken | undefined): boolean {
  return token?.text === "(" || ["select", "with", "values"].includes(wordOf(token));
}

/** By the place of an opening bracket that of the one which closes it. */
function closingBrackets(tokens: readonly ExpressionToken[]): ReadonlyMap<number, number> {
  const ends = new Map<number, number>();
  const open: number[] = [];
  for (const [at, { text }] of tokens.entries()) {
    if (text === "(") open.push(at);
    else if (text === ")") ends.set(open.pop() ?? -1, at);
  }
  return ends;
}

/** A bare word in small letters; empty for any other token. */
export function wordOf(token: ExpressionToken | undefined): string {
  return token?.kind === "name" ? token.text.toLowerCase() : "";
}
