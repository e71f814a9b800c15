import { isComment, scan } from "#engine/sql/scan.ts";

/** What a statement does to the transaction it stands in; savepoints, and going back to one, leave it alone. */
export type TransactionControl = "begin" | "commit" | "rollback" | "prepare";

/** Null for a statement that neither begins nor ends a transaction. */
export function transactionControl(sql: string): TransactionControl | null {
  const [first = "", second = "", ...rest] = leadingWords(sql);
  switch (first) {
    case "begin":
      return "begin";
    case "commit":
    case "end":
      return second === "prepared" ? "prepare" : "commit";
    case "abort":
      return "rollback";
    case "rollback":
      if (second === "prepared") return "prepare";
      return second === "to" || rest[0] === "to" ? null : "rollback";
    case "start":
      return second === "transaction" ? "begin" : null;
    case "prepare":
      return second === "transaction" ? "prepare" : null;
    default:
      return null;
  }
}

/** The words that a statement begins with, in lower case: enough to tell what it is. */
export function leadingWords(sql: string): string[] {
  const tokens = scan(sql.slice(0, 200)).filter((token) => !isComment(token));
  const words = tokens.slice(0, 4).map((token) => sql.slice(token.start, token.end).toLowerCase());
  const end = tokens.slice(0, 4).findIndex((token) => token.kind !== "word");
  return end === -1 ? words : words.slice(0, end);
}

/** Whether PostgreSQL refuses the statement within a transaction, by the form of it (25001). */
export function runsAlone(sql: string): boolean {
  const words = scan(sql)
    .filter((token) => token.kind === "word")
    .map((token) => sql.slice(token.start, token.end).toLowerCase());
  const [first = "", second = ""] = words;
  const has = (...names: readonly string[]) => names.some((name) => words.includes(name));
  switch (first) {
    case "vacuum":
      return true;
    case "cluster":
      // Of all tables that were clustered before.
      return words.every((word) => ["cluster", "verbose"].includes(word)) && !/"/.test(sql);
    case "reindex":
      return has("concurrently", "database", "system", "schema");
    case "create":
    case "drop":
      if (["database", "tablespace", "subscription"].includes(second)) return true;
      return words.slice(0, 3).includes("index") && words.slice(0, 4).includes("concurrently");
    case "alter":
      if (second === "system") return true;
      if (second === "database") return has("tablespace");
      return second === "table" && has("detach") && words.at(-1) === "concurrently";
    case "discard":
      return second === "all";
    default:
      return false;
  }
}
