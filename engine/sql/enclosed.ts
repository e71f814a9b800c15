import { tokenize } from "#engine/schema/expressionTokens.ts";

/** An expression as it can stand within a statement: without line comments, which would swallow what comes after it. */
export function enclosable(sql: string): string {
  if (!sql.includes("--")) return sql;
  return tokenize(sql)
    .map(({ kind, text }) => (kind === "space" && text.startsWith("--") ? "" : text))
    .join("")
    .trim();
}
