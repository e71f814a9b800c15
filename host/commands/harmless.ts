import { splitStatements } from "#engine/index.ts";
import type { ParsedStatement, SqlNode, SqlParser } from "#host/sqlParser.ts";

/**
 * True for SQL that, whatever a database holds, takes no table, column or value away and renames nothing, as its grammar
 * shows: what only adds, loosens, checks or comments. False wherever that would have to be found out by running it, which
 * includes every call of a function.
 */
export function takesNothing(sql: string, parse: SqlParser): boolean {
  // One by one, as the preflight asks about them: each is then parsed once.
  return splitStatements(sql).every((statement) => parse(statement.sql)?.every(isHarmless) ?? false);
}

function isHarmless({ node, fields }: ParsedStatement): boolean {
  switch (node) {
    case "CreateStmt":
    case "IndexStmt":
    case "CreateEnumStmt":
    case "AlterEnumStmt":
    case "CreateSeqStmt":
    case "CreateDomainStmt":
    case "CreateExtensionStmt":
    case "CreateFunctionStmt":
    case "CreateTrigStmt":
    case "CreatePolicyStmt":
    case "CommentStmt":
    case "GrantStmt":
    case "VariableSetStmt":
      return true;
    case "CreateSchemaStmt":
      return fields["schemaElts"] === undefined;
    case "ViewStmt":
      return true;
    case "InsertStmt":
    case "UpdateStmt":
    case "DeleteStmt":
      return !mentions(fields, "FuncCall");
    case "AlterTableStmt":
      return fields["objtype"] === "OBJECT_TABLE" && list(fields["cmds"]).every(isHarmlessCommand);
    case "DropStmt":
      return fields["behavior"] !== "DROP_CASCADE" && keepsRows.has(String(fields["removeType"]));
    default:
      return false;
  }
}

/** Each row of an added column calls what its default calls, so that only constants are known to do nothing else. */
function isHarmlessCommand(item: SqlNode): boolean {
  const command = (item["AlterTableCmd"] ?? {}) as SqlNode;
  if (command["behavior"] === "DROP_CASCADE") return false;
  switch (command["subtype"]) {
    case "AT_AddColumn":
      return !mentions(command, "FuncCall");
    case "AT_AddConstraint":
    case "AT_ValidateConstraint":
    case "AT_DropConstraint":
    case "AT_ColumnDefault":
    case "AT_SetNotNull":
    case "AT_DropNotNull":
    case "AT_EnableRowSecurity":
    case "AT_DisableRowSecurity":
      return true;
    default:
      return false;
  }
}

const keepsRows = new Set(["OBJECT_INDEX", "OBJECT_TRIGGER", "OBJECT_POLICY"]);

/** Whether a node of that name is anywhere below. */
function mentions(value: unknown, name: string): boolean {
  if (Array.isArray(value)) return value.some((item) => mentions(item, name));
  if (typeof value !== "object" || value === null) return false;
  return Object.entries(value).some(([key, inner]) => key === name || mentions(inner, name));
}

function list(value: unknown): readonly SqlNode[] {
  return Array.isArray(value) ? (value as SqlNode[]) : [];
}
