import { type ExpressionToken, identifierOf, tokenize } from "#engine/schema/expressionTokens.ts";

/**
 * Whether two texts, of which each name has one spelling, are one when a name may go without its schema or table on one of the sides. The catalog names the
 * schema of every function and type, and models write `nanoid()`: which schema that means is the search path's business.
 */
export function sameButForQualifiers(a: string, b: string): boolean {
  if (a === b) return true;
  const [left, right] = [solid(a), solid(b)];
  let [i, j] = [0, 0];
  while (i < left.length && j < right.length) {
    if (left[i]?.text === right[j]?.text && isQualifier(left, i) === isQualifier(right, j)) {
      i++;
      j++;
    } else if (isQualifier(left, i) && !isQualifier(right, j)) i += 2;
    else if (isQualifier(right, j) && !isQualifier(left, i)) j += 2;
    else return false;
  }
  return i === left.length && j === right.length;
}

/** The text with every name alone: what is the same but for qualifiers has this in common. */
export function withoutQualifiers(sql: string): string {
  const tokens = solid(sql);
  return tokens
    .filter((_, at) => !isQualifier(tokens, at) && !(tokens[at]?.text === "." && isQualifier(tokens, at - 1)))
    .map(({ text }) => text)
    .join(" ");
}

function solid(sql: string): ExpressionToken[] {
  return tokenize(sql).filter(({ kind }) => kind !== "space");
}

/** A name that a dot and another name follow. */
function isQualifier(tokens: readonly ExpressionToken[], at: number): boolean {
  return identifierOf(tokens[at]) !== null && tokens[at + 1]?.text === "." && identifierOf(tokens[at + 2]) !== null;
}
