import { loadModule, parseSync } from "libpg-query";

/** One statement as PostgreSQL's own grammar reads it: the node's name and its fields. */
export interface ParsedStatement {
  /** `AlterTableStmt`, `UpdateStmt` … */
  readonly node: string;
  readonly fields: SqlNode;
}

/** A node of the parse tree. Fields that are zero, false or empty are absent. */
export type SqlNode = Readonly<Record<string, unknown>>;

/** Parses SQL by PostgreSQL's grammar; null for text that it refuses. Loaded on first use. */
export type SqlParser = (sql: string) => readonly ParsedStatement[] | null;

let loading: Promise<SqlParser> | undefined;

export function loadSqlParser(): Promise<SqlParser> {
  loading ??= loadModule().then(() => parse);
  return loading;
}

function parse(sql: string): readonly ParsedStatement[] | null {
  try {
    const tree = parseSync(sql) as { readonly stmts?: readonly { readonly stmt?: SqlNode }[] };
    return (tree.stmts ?? []).flatMap(({ stmt }) =>
      Object.entries(stmt ?? {}).map(([node, fields]) => ({ node, fields: fields as SqlNode })),
    );
  } catch (error) {
    // The parser reports a syntax error by throwing; what the text says is then unknown, which is an answer here.
    if (error instanceof Error) return null;
    throw error;
  }
}
