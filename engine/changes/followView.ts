import { spelled } from "#engine/schema/expressionNames.ts";
import { type ExpressionToken, identifierOf, tokenize } from "#engine/schema/expressionTokens.ts";
import type { QualifiedName } from "#engine/schema/name.ts";

/**
 * The query of a view after a column of a table was renamed, as PostgreSQL prints it: columns of the view keep their names,
 * so that a bare column of its list gets the old one as an alias. Left alone where the text alone does not tell: in
 * queries of several parts (WITH, UNION), and behind JOIN … USING.
 */
export function renameColumnInQuery(
  sql: string,
  table: QualifiedName,
  { from, to }: { readonly from: string; readonly to: string },
): string {
  const all = tokenize(sql);
  const tokens = all.filter((token) => token.kind !== "space");
  if (tokens.some((token) => undivided.has(wordOf(token)))) return sql;
  const relations = relationsOf(tokens);
  const own = new Set(relations.filter(({ name }) => isTable(name, table)).map(({ alias }) => alias));
  const alone = relations.length === 1 && tokens.filter((token) => wordOf(token) === "select").length === 1;
  const replaced = new Map<ExpressionToken, string>();
  for (const [at, token] of tokens.entries()) {
    if (identifierOf(token) !== from || !namesColumn(tokens, at, own, { alone })) continue;
    replaced.set(token, spelled(to) + (isBareItem(tokens, at) ? ` AS ${spelled(from)}` : ""));
  }
  return replaced.size === 0 ? sql : all.map((token) => replaced.get(token) ?? token.text).join("");
}

const undivided = new Set(["with", "union", "intersect", "except", "using", "lateral"]);
const afterRelation = new Set([
  ..."cross except fetch for full group having inner intersect join left limit natural offset on order right union".split(
    " ",
  ),
  ..."using where window tablesample".split(" "),
]);

interface Relation {
  /** With its schema, where it is written. */
  readonly name: readonly string[];
  /** What its columns are written through. */
  readonly alias: string;
}

/** What stands behind FROM and JOIN, and behind a comma in a list of such. */
function relationsOf(tokens: readonly ExpressionToken[]): Relation[] {
  return tokens.flatMap((token, at): Relation[] => {
    if (!["from", "join"].includes(wordOf(token))) return [];
    const found: Relation[] = [];
    for (let next = at + 1; ;) {
      while (tokens[next]?.text === "(") next++;
      const name: string[] = [];
      for (let part = identifierOf(tokens[next]); part !== null; part = identifierOf(tokens[next])) {
        name.push(part);
        next += 1;
        if (tokens[next]?.text !== ".") break;
        next += 1;
      }
      const last = name.at(-1);
      if (last === undefined) break;
      const alias = afterRelation.has(wordOf(tokens[next])) ? null : identifierOf(tokens[next]);
      found.push({ name, alias: alias ?? last });
      if (alias !== null) next += 1;
      if (tokens[next]?.text !== ",") break;
      next += 1;
    }
    return found;
  });
}

function isTable(name: readonly string[], table: QualifiedName): boolean {
  return name.at(-1) === table.name && (name.length === 1 || name.at(-2) === table.schema);
}

function namesColumn(
  tokens: readonly ExpressionToken[],
  at: number,
  own: ReadonlySet<string>,
  { alone }: { readonly alone: boolean },
): boolean {
  const [before, after] = [tokens[at - 1], tokens[at + 1]];
  if (before?.text === ".") return own.has(identifierOf(tokens[at - 2]) ?? "") && tokens[at - 3]?.text !== ".";
  if (!alone || own.size === 0 || before?.text === "::" || after?.text === "." || after?.text === "(") return false;
  // Its own name as a table's, behind FROM, is followed by another rule.
  return !["as", "from", "join", "collate"].includes(wordOf(before)) && after?.kind !== "string";
}

/** An item of a SELECT list that is this column and nothing else. */
function isBareItem(tokens: readonly ExpressionToken[], at: number): boolean {
  const qualified = tokens[at - 1]?.text === ".";
  const before = tokens[at - (qualified ? 3 : 1)];
  const after = tokens[at + 1];
  const opens = before?.text === "," || wordOf(before) === "select" || wordOf(before) === "distinct";
  const closes = after?.text === "," || wordOf(after) === "from";
  if (!opens || !closes) return false;
  // A comma parts the items of other lists too: the last keyword at this depth tells which.
  let depth = 0;
  for (let back = at - 1; back >= 0; back--) {
    const token = tokens[back];
    if (token?.text === ")") depth++;
    else if (token?.text === "(" && depth-- === 0) return false;
    else if (depth === 0 && lists.has(wordOf(token))) return wordOf(token) === "select";
  }
  return false;
}

const lists = new Set(["select", "from", "where", "by", "having", "on"]);

function wordOf(token: ExpressionToken | undefined): string {
  return token?.kind === "name" ? token.text.toLowerCase() : "";
}
