import type { ParsedStatement, SqlNode, SqlParser } from "#host/sqlParser.ts";

/** What a script does to rows, as far as it can be read. */
export interface DataChanges {
  /** Tables, as the script names them, in its order. */
  readonly tables: readonly string[];
  /** It runs code that may do anything: a DO block, a procedure. */
  readonly runsCode: boolean;
}

/** Null for a script that PostgreSQL's grammar refuses. */
export function dataChangesOf(sql: string, parse: SqlParser): DataChanges | null {
  const statements = parse(sql);
  if (statements === null) return null;
  const tables = new Set(statements.flatMap(tablesOf));
  const runsCode = statements.some(({ node }) => node === "DoStmt" || node === "CallStmt");
  return { tables: [...tables], runsCode };
}

function tablesOf({ node, fields }: ParsedStatement): readonly string[] {
  switch (node) {
    case "InsertStmt":
    case "UpdateStmt":
    case "DeleteStmt":
    case "MergeStmt":
      return [...writtenInside(fields), nameOf(fields["relation"])];
    case "TruncateStmt":
      return listOf(fields["relations"]).map((item) => nameOf(item["RangeVar"]));
    case "SelectStmt":
      return writtenInside(fields);
    default:
      return [];
  }
}

/** The statements of a WITH clause write too. */
function writtenInside(fields: SqlNode): readonly string[] {
  const clause = fields["withClause"] as SqlNode | undefined;
  return listOf(clause?.["ctes"]).flatMap((item) => {
    const query = ((item["CommonTableExpr"] as SqlNode | undefined)?.["ctequery"] ?? {}) as SqlNode;
    return Object.entries(query).flatMap(([node, inner]) => tablesOf({ node, fields: inner as SqlNode }));
  });
}

function nameOf(relation: unknown): string {
  const { schemaname, relname } = (relation ?? {}) as { readonly schemaname?: string; readonly relname?: string };
  return schemaname === undefined ? (relname ?? "") : `${schemaname}.${relname ?? ""}`;
}

function listOf(value: unknown): readonly SqlNode[] {
  return Array.isArray(value) ? (value as SqlNode[]) : [];
}
