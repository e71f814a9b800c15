import { type Relation, type Scope, scopesOf, wordOf } from "#engine/changes/queryScopes.ts";
import { spelled } from "#engine/schema/expressionNames.ts";
import { type ExpressionToken, identifierOf, tokenize } from "#engine/schema/expressionTokens.ts";
import type { QualifiedName } from "#engine/schema/name.ts";

/**
 * The query of a view after a column of a table was renamed, as PostgreSQL prints it: columns of the view keep their names,
 * so that a bare column of its list gets the old one as an alias. Left alone where the text alone does not tell: behind
 * JOIN … USING that column.
 */
export function renameColumnInQuery(
  sql: string,
  table: QualifiedName,
  { from, to }: { readonly from: string; readonly to: string },
): string {
  const all = tokenize(sql);
  const tokens = all.filter((token) => token.kind !== "space");
  if (isJoinedBy(tokens, from)) return sql;
  const isQualified = tokens.some((token) => wordOf(token) === "with");
  const isOwn = ({ name }: Relation) =>
    name.at(-1) === table.name && (name.length === 1 ? !isQualified : name.at(-2) === table.schema);
  const scopes = scopesOf(tokens);
  const [first] = scopes.filter((scope) => scope !== null);
  const alone = first?.relations.length === 1 && scopes.every((scope) => scope === null || scope === first);
  const replaced = new Map<ExpressionToken, string>();
  for (const [at, token] of tokens.entries()) {
    if (identifierOf(token) !== from) continue;
    const relation = relationOf(tokens, at, scopes[at] ?? null, { alone });
    if (!relation || !isOwn(relation)) continue;
    replaced.set(token, spelled(to) + (isBareItem(tokens, at) ? ` AS ${spelled(from)}` : ""));
  }
  return replaced.size === 0 ? sql : all.map((token) => replaced.get(token) ?? token.text).join("");
}

/** Whether a query joins by this column: JOIN … USING it, as which PostgreSQL prints NATURAL JOIN too. */
export function joinsBy(sql: string, column: string): boolean {
  return isJoinedBy(
    tokenize(sql).filter((token) => token.kind !== "space"),
    column,
  );
}

/** A join that merges this column with another of its name. */
function isJoinedBy(tokens: readonly ExpressionToken[], column: string): boolean {
  return tokens.some((token, at) => {
    if (wordOf(token) !== "using" || tokens[at + 1]?.text !== "(") return false;
    const list = tokens.slice(at + 2);
    return list
      .slice(
        0,
        list.findIndex(({ text }) => text === ")"),
      )
      .some((each) => identifierOf(each) === column);
  });
}

/** The relation whose column is named here. */
function relationOf(
  tokens: readonly ExpressionToken[],
  at: number,
  scope: Scope | null,
  { alone }: { readonly alone: boolean },
): Relation | undefined {
  const [before, after] = [tokens[at - 1], tokens[at + 1]];
  if (before?.text === ".") {
    if (tokens[at - 3]?.text === ".") return undefined;
    const qualifier = identifierOf(tokens[at - 2]);
    for (let each = scope; each; each = each.parent) {
      const found = each.relations.find(({ alias }) => alias === qualifier);
      if (found) return found;
    }
    return undefined;
  }
  if (!alone || before?.text === "::" || after?.text === "." || after?.text === "(") return undefined;
  // Its own name as a table's, behind FROM, is followed by another rule.
  const isOther = ["as", "from", "join", "collate"].includes(wordOf(before)) || after?.kind === "string";
  return isOther ? undefined : scope?.relations[0];
}

/** An item of a SELECT list that is this column and nothing else. */
function isBareItem(tokens: readonly ExpressionToken[], at: number): boolean {
  const qualified = tokens[at - 1]?.text === ".";
  const before = tokens[at - (qualified ? 3 : 1)];
  const after = tokens[at + 1];
  const opens = before?.text === "," || ["select", "distinct"].includes(wordOf(before));
  const closes = after === undefined || [",", ")"].includes(after.text) || afterItem.has(wordOf(after));
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

const afterItem = new Set(["from", "union", "intersect", "except"]);
const lists = new Set(["select", "from", "where", "by", "having", "on"]);
