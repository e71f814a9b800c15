import type { Section } from "#engine/index.ts";
import type { ParsedStatement, SqlNode, SqlParser } from "#host/sqlParser.ts";

/** What a statement does, in words: `add column tasks.priority`. */
export interface Operation {
  readonly text: string;
  readonly object: "table" | "column" | "index" | "constraint" | "enum" | "extension" | "data" | "other";
  readonly effect: "add" | "change" | "remove";
  /** The table, or the column as `table.column`, that it is about; null where it is about neither. */
  readonly subject: string | null;
}

/** The operations of one way of a revision. What code does to data is not read out of it. */
export function wayOperations(
  sections: readonly Section[],
  { code, parse }: { readonly code: object | null | undefined; readonly parse: SqlParser },
): readonly Operation[] {
  if (code) return [{ text: "move data by code", object: "data", effect: "change", subject: null }];
  return sections.flatMap((section) => operationsOf(section.sql, parse));
}

/** The operations of SQL, in order. Text that PostgreSQL's grammar refuses is one operation that says so. */
export function operationsOf(sql: string, parse: SqlParser): readonly Operation[] {
  if (sql.trim() === "") return [];
  const statements = parse(sql);
  if (statements === null) return one("SQL that PostgreSQL cannot parse", "other", "change");
  return statements.flatMap(operations);
}

function operations({ node, fields }: ParsedStatement): readonly Operation[] {
  const known = readers[node];
  return known ? known(fields) : one(words(node), "other", "change");
}

const readers: Readonly<Record<string, (fields: SqlNode) => readonly Operation[]>> = {
  CreateStmt: (s) => one(`create table ${relation(s["relation"])}`, "table", "add", relation(s["relation"])),
  IndexStmt: (s) =>
    one(
      `create ${s["unique"] === true ? "unique " : ""}index ${text(s["idxname"])} on ${relation(s["relation"])}`,
      "index",
      "add",
      relation(s["relation"]),
    ),
  CreateEnumStmt: (s) => one(`create enum ${names(s["typeName"])}`, "enum", "add"),
  AlterEnumStmt: alterEnum,
  CreateExtensionStmt: (s) => one(`create extension ${text(s["extname"])}`, "extension", "add"),
  CreateSchemaStmt: (s) => one(`create schema ${text(s["schemaname"])}`, "other", "add"),
  ViewStmt: (s) => one(`create view ${relation(s["view"])}`, "other", "add"),
  CreateFunctionStmt: (s) => one(`create function ${names(s["funcname"])}`, "other", "add"),
  CreateTrigStmt: (s) => one(`create trigger ${text(s["trigname"])} on ${relation(s["relation"])}`, "other", "add"),
  CreatePolicyStmt: (s) => one(`create policy ${text(s["policy_name"])} on ${relation(s["table"])}`, "other", "add"),
  CreateSeqStmt: (s) => one(`create sequence ${relation(s["sequence"])}`, "other", "add"),
  CreateDomainStmt: (s) => one(`create domain ${names(s["domainname"])}`, "other", "add"),
  CommentStmt: () => one("comment", "other", "change"),
  GrantStmt: (s) => one(s["is_grant"] === true ? "grant" : "revoke", "other", "change"),
  DropStmt: drop,
  RenameStmt: rename,
  AlterObjectSchemaStmt: (s) =>
    one(
      `move ${relation(s["relation"])} to schema ${text(s["newschema"])}`,
      "table",
      "change",
      relation(s["relation"]),
    ),
  AlterTableStmt: alterTable,
  InsertStmt: (s) => one(`insert rows into ${relation(s["relation"])}`, "data", "add", relation(s["relation"])),
  UpdateStmt: (s) => one(`update rows of ${relation(s["relation"])}`, "data", "change", relation(s["relation"])),
  DeleteStmt: (s) => one(`delete rows of ${relation(s["relation"])}`, "data", "remove", relation(s["relation"])),
  TruncateStmt: (s) => one(`truncate ${list(s["relations"]).map(rangeVar).join(", ")}`, "data", "remove"),
  SelectStmt: () => one("select", "data", "change"),
  DoStmt: () => one("run a DO block", "other", "change"),
};

function alterEnum(s: SqlNode): readonly Operation[] {
  const name = names(s["typeName"]);
  if (s["oldVal"] !== undefined)
    return one(`rename value ${text(s["oldVal"])} of ${name} to ${text(s["newVal"])}`, "enum", "change");
  return one(`add value ${text(s["newVal"])} to ${name}`, "enum", "add");
}

const dropped: Readonly<Record<string, [word: string, object: Operation["object"]]>> = {
  OBJECT_TABLE: ["table", "table"],
  OBJECT_INDEX: ["index", "index"],
  OBJECT_TYPE: ["type", "enum"],
  OBJECT_EXTENSION: ["extension", "extension"],
  OBJECT_VIEW: ["view", "other"],
  OBJECT_SEQUENCE: ["sequence", "other"],
  OBJECT_FUNCTION: ["function", "other"],
  OBJECT_TRIGGER: ["trigger", "other"],
  OBJECT_POLICY: ["policy", "other"],
  OBJECT_SCHEMA: ["schema", "other"],
};

function drop(s: SqlNode): readonly Operation[] {
  const type = text(s["removeType"]);
  const [word, object] = dropped[type] ?? [type.replace("OBJECT_", "").toLowerCase().replaceAll("_", " "), "other"];
  return list(s["objects"]).flatMap((item) =>
    one(`drop ${word} ${droppedName(item)}`, object, "remove", object === "table" ? droppedName(item) : null),
  );
}

function droppedName(item: SqlNode): string {
  if (item["List"] !== undefined) return names(field(item, "List")["items"]);
  if (item["TypeName"] !== undefined) return names(field(item, "TypeName")["names"]);
  if (item["ObjectWithArgs"] !== undefined) return names(field(item, "ObjectWithArgs")["objname"]);
  return names([item]);
}

function rename(s: SqlNode): readonly Operation[] {
  const to = text(s["newname"]);
  const table = relation(s["relation"]);
  switch (s["renameType"]) {
    case "OBJECT_COLUMN":
      return one(`rename column ${table}.${text(s["subname"])} to ${to}`, "column", "change", `${table}.${to}`);
    case "OBJECT_TABLE":
      return one(`rename table ${table} to ${to}`, "table", "change", to);
    case "OBJECT_INDEX":
      return one(`rename index ${table} to ${to}`, "index", "change");
    case "OBJECT_TABCONSTRAINT":
      return one(`rename constraint ${text(s["subname"])} of ${table} to ${to}`, "constraint", "change");
    case "OBJECT_TYPE":
      return one(
        `rename type ${names(field(s, "object")["List"] === undefined ? s["object"] : field(field(s, "object"), "List")["items"])} to ${to}`,
        "enum",
        "change",
      );
    default:
      return one(`rename ${table} to ${to}`, "other", "change");
  }
}

function alterTable(s: SqlNode): readonly Operation[] {
  const table = relation(s["relation"]);
  return list(s["cmds"]).flatMap((item) => alterTableCommand(table, field(item, "AlterTableCmd")));
}

function alterTableCommand(table: string, command: SqlNode): readonly Operation[] {
  const column = `${table}.${text(command["name"])}`;
  switch (command["subtype"]) {
    case "AT_AddColumn": {
      const added = `${table}.${text(field(field(command, "def"), "ColumnDef")["colname"])}`;
      return one(`add column ${added}`, "column", "add", added);
    }
    case "AT_DropColumn":
      return one(`drop column ${column}`, "column", "remove", column);
    case "AT_AlterColumnType":
      return one(`change the type of ${column}`, "column", "change", column);
    case "AT_SetNotNull":
      return one(`require ${column}`, "column", "change", column);
    case "AT_DropNotNull":
      return one(`allow NULL in ${column}`, "column", "change", column);
    case "AT_ColumnDefault":
      return one(
        command["def"] === undefined ? `drop the default of ${column}` : `set the default of ${column}`,
        "column",
        "change",
      );
    case "AT_AddConstraint":
      return one(
        `add constraint ${text(field(field(command, "def"), "Constraint")["conname"])} to ${table}`,
        "constraint",
        "add",
        table,
      );
    case "AT_DropConstraint":
      return one(`drop constraint ${text(command["name"])} of ${table}`, "constraint", "remove", table);
    case "AT_ValidateConstraint":
      return one(`validate constraint ${text(command["name"])} of ${table}`, "constraint", "change", table);
    default:
      return one(`alter table ${table}`, "table", "change", table);
  }
}

function one(
  words: string,
  object: Operation["object"],
  effect: Operation["effect"],
  subject: string | null = null,
): readonly Operation[] {
  return [{ text: words, object, effect, subject }];
}

/** `public.tasks` is `tasks` to a reader; other schemas are said. */
function relation(value: unknown): string {
  if (typeof value !== "object" || value === null) return "";
  const { schemaname, relname } = value as { readonly schemaname?: string; readonly relname?: string };
  return schemaname === undefined || schemaname === "public" ? (relname ?? "") : `${schemaname}.${relname ?? ""}`;
}

function rangeVar(item: SqlNode): string {
  return relation(item["RangeVar"]);
}

function names(value: unknown): string {
  const parts = list(value).map((item) => text(field(item, "String")["sval"]));
  return parts[0] === "public" ? parts.slice(1).join(".") : parts.join(".");
}

function list(value: unknown): readonly SqlNode[] {
  return Array.isArray(value) ? (value as SqlNode[]) : [];
}

function field(node: SqlNode, name: string): SqlNode {
  return (node[name] ?? {}) as SqlNode;
}

function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}

/** `AlterSeqStmt` → `alter seq`: better than nothing for what has no words of its own. */
function words(node: string): string {
  return node
    .replace(/Stmt$/, "")
    .replaceAll(/(?<=[a-z])(?=[A-Z])/g, " ")
    .toLowerCase();
}
