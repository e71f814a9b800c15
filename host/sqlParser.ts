import type * as libpgQuery from "libpg-query";

type Library = typeof libpgQuery;

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

/** Statements, or why there are none: in PostgreSQL's words, at a character counted from 0. */
export type SqlReading =
  | { readonly kind: "statements"; readonly statements: readonly ParsedStatement[] }
  | { readonly kind: "refused"; readonly message: string; readonly at: number };

let loading: Promise<Library> | undefined;

/**
 * What short texts were read as, the oldest first: a plan is made before the lock and once more under it, and asks both
 * whether its statements lose anything and whether rows stand in their way.
 */
const kept = new Map<string, SqlReading>();
const mostKept = 2000;
const longestKept = 2000;

export async function loadSqlParser(): Promise<SqlParser> {
  const read = await loadSqlReader();
  return (sql) => {
    const reading = read(sql);
    return reading.kind === "statements" ? reading.statements : null;
  };
}

/** The parser that says what is wrong with text that it refuses. */
export async function loadSqlReader(): Promise<(sql: string) => SqlReading> {
  const library = await (loading ??= loadLibrary());
  return (sql) => readOnce(library, sql);
}

/** Only now: WebAssembly of its size is compiled for tens of milliseconds, and many a command asks for none of it. */
async function loadLibrary(): Promise<Library> {
  const library = await import("libpg-query");
  await library.loadModule();
  return library;
}

/** Trees are read, never altered, so that all who ask may share them. */
function readOnce(library: Library, sql: string): SqlReading {
  if (sql.length > longestKept) return read(library, sql);
  const known = kept.get(sql);
  if (known) return known;
  const reading = read(library, sql);
  const [oldest] = kept.size < mostKept ? [] : kept.keys();
  if (oldest !== undefined) kept.delete(oldest);
  kept.set(sql, reading);
  return reading;
}

function read({ hasSqlDetails, parseSync }: Library, sql: string): SqlReading {
  try {
    const tree = parseSync(sql) as { readonly stmts?: readonly { readonly stmt?: SqlNode }[] };
    const statements = (tree.stmts ?? []).flatMap(({ stmt }) =>
      Object.entries(stmt ?? {}).map(([node, fields]) => ({ node, fields: fields as SqlNode })),
    );
    return { kind: "statements", statements };
  } catch (error) {
    // The parser reports a syntax error by throwing; what the text says is then unknown, which is an answer here.
    if (!(error instanceof Error)) throw error;
    return { kind: "refused", message: error.message, at: hasSqlDetails(error) ? cursorOf(error) : 0 };
  }
}

function cursorOf({ sqlDetails }: { readonly sqlDetails?: { readonly cursorPosition?: number } }): number {
  return sqlDetails?.cursorPosition ?? 0;
}
