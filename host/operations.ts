import { type Section, splitStatements } from "#engine/index.ts";
import { leadingWords } from "#host/leadingWords.ts";
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
  const texts = splitStatements(sql).map((statement) => statement.sql);
  const head = (at: number) => leadingWords(texts.length === statements.length ? (texts[at] ?? "") : "");
  return statements.flatMap((statement, at) => operations(statement, () => head(at)));
}

/** `head` says a statement's first words, for what has none of ours. */
function operations({ node, fields }: ParsedStatement, head: () => string): readonly Operation[] {
  const known = readers[node]?.(fields, head);
  return known ?? one(head() || words(node), "other", effectOf(node));
}

function effectOf(node: string): Operation["effect"] {
  if (/^(?:Create|Define|CompositeType|Rule)/.test(node)) return "add";
  return node.startsWith("Drop") ? "remove" : "change";
}

type Reader = (fields: SqlNode, head: () => string) => readonly Operation[];

const readers: Readonly<Record<string, Reader>> = {
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
  DropStmt: drop,
  RenameStmt: rename,
  AlterObjectSchemaStmt: (s, head) => {
    const table = s["objectType"] === "OBJECT_TABLE" ? relation(s["relation"]) : null;
    return one(
      `${altered("move", table, head)} to schema ${text(s["newschema"])}`,
      table === null ? "other" : "table",
      "change",
      table,
    );
  },
  AlterTableStmt: alterTable,
  InsertStmt: (s) => one(`insert rows into ${relation(s["relation"])}`, "data", "add", relation(s["relation"])),
  UpdateStmt: (s) => one(`update rows of ${relation(s["relation"])}`, "data", "change", relation(s["relation"])),
  DeleteStmt: (s) => one(`delete rows of ${relation(s["relation"])}`, "data", "remove", relation(s["relation"])),
  TruncateStmt: (s) => one(`truncate ${list(s["relations"]).map(rangeVar).join(", ")}`, "data", "remove"),
  MergeStmt: (s) => one(`merge rows into ${relation(s["relation"])}`, "data", "change", relation(s["relation"])),
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
  OBJECT_MATVIEW: ["materialized view", "other"],
  OBJECT_STATISTIC_EXT: ["statistics", "other"],
  OBJECT_FOREIGN_SERVER: ["server", "other"],
  OBJECT_FDW: ["foreign data wrapper", "other"],
  OBJECT_TSCONFIGURATION: ["text search configuration", "other"],
  OBJECT_TSDICTIONARY: ["text search dictionary", "other"],
};

function drop(s: SqlNode): readonly Operation[] {
  const type = text(s["removeType"]);
  const [word, object] = dropped[type] ?? [type.replace("OBJECT_", "").toLowerCase().replaceAll("_", " "), "other"];
  if (type === "OBJECT_CAST")
    return list(s["objects"]).flatMap((item) => one(`drop ${castName(item)}`, "other", "remove"));
  return list(s["objects"]).flatMap((item) =>
    one(`drop ${word} ${droppedName(item)}`, object, "remove", object === "table" ? droppedName(item) : null),
  );
}

/** Types as the grammar calls them. */
function castName(item: SqlNode): string {
  const types = list(field(item, "List")["items"]).map((type) => names(field(type, "TypeName")["names"]));
  return `cast (${types.map((type) => type.replace(/^pg_catalog\./, "")).join(" AS ")})`;
}

function droppedName(item: SqlNode): string {
  if (item["List"] !== undefined) return names(field(item, "List")["items"]);
  if (item["TypeName"] !== undefined) return names(field(item, "TypeName")["names"]);
  if (item["ObjectWithArgs"] !== undefined) return names(field(item, "ObjectWithArgs")["objname"]);
  return names([item]);
}

/** Of `alter function f` it is `move function f`; of a table its name alone. */
function altered(verb: "move" | "rename", table: string | null, head: () => string): string {
  return table === null ? head().replace(/^alter/, verb) || verb : `${verb} ${table}`;
}

function rename(s: SqlNode, head: () => string): readonly Operation[] {
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
      return one(`${altered("rename", null, head)} to ${to}`, "other", "change");
  }
}

function alterTable(s: SqlNode, head: () => string): readonly Operation[] {
  const table = relation(s["relation"]);
  // Views, indexes, sequences and composite types are altered by the same node.
  if (s["objtype"] !== "OBJECT_TABLE") return one(head() || `alter ${table}`, "other", "change");
  return list(s["cmds"]).flatMap((item) => alterTableCommand(table, field(item, "AlterTableCmd")));
}

/** What is done to a table as a whole, to follow and precede its name. */
const tableWords: Readonly<Record<string, (table: string, named: string) => string>> = {
  AT_EnableRowSecurity: (table) => `enable row level security on ${table}`,
  AT_DisableRowSecurity: (table) => `disable row level security on ${table}`,
  AT_ForceRowSecurity: (table) => `force row level security on ${table}`,
  AT_NoForceRowSecurity: (table) => `force row level security on ${table} no longer`,
  AT_AttachPartition: (table) => `attach a partition to ${table}`,
  AT_DetachPartition: (table) => `detach a partition from ${table}`,
  AT_AddInherit: (table) => `let ${table} inherit`,
  AT_DropInherit: (table) => `let ${table} inherit no longer`,
  AT_ChangeOwner: (table) => `change the owner of ${table}`,
  AT_ReplicaIdentity: (table) => `set the replica identity of ${table}`,
  AT_SetRelOptions: (table) => `set storage parameters of ${table}`,
  AT_ResetRelOptions: (table) => `reset storage parameters of ${table}`,
  AT_EnableTrig: (table, named) => `enable trigger ${named} on ${table}`,
  AT_EnableAlwaysTrig: (table, named) => `always enable trigger ${named} on ${table}`,
  AT_EnableReplicaTrig: (table, named) => `enable trigger ${named} on ${table} for replicas`,
  AT_DisableTrig: (table, named) => `disable trigger ${named} on ${table}`,
  AT_EnableTrigAll: (table) => `enable all triggers on ${table}`,
  AT_DisableTrigAll: (table) => `disable all triggers on ${table}`,
};

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
    case "AT_AddIdentity":
      return one(`make ${column} an identity`, "column", "change", column);
    case "AT_SetIdentity":
      return one(`change the identity of ${column}`, "column", "change", column);
    case "AT_DropIdentity":
      return one(`make ${column} an identity no longer`, "column", "change", column);
    case "AT_DropExpression":
    case "AT_SetExpression":
      return one(`change what ${column} is generated by`, "column", "change", column);
    case "AT_SetStatistics":
    case "AT_SetStorage":
    case "AT_SetCompression":
    case "AT_SetOptions":
    case "AT_ResetOptions":
      return one(`change how ${column} is kept`, "column", "change", column);
    default: {
      const said = tableWords[text(command["subtype"])]?.(table, text(command["name"]));
      return one(said ?? `alter table ${table}`, "table", "change", table);
    }
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
