import { isAlterable, isProperty } from "#engine/changes/alterable.ts";
import type { ChangeOf } from "#engine/changes/change.ts";
import { mentions, routineBody } from "#engine/schema/expressionNames.ts";
import type { CatalogObject } from "#engine/schema/model.ts";
import { type QualifiedName, sameName } from "#engine/schema/name.ts";
import { alterStatements, quoteObjectName } from "#engine/sql/alterObject.ts";
import { switchTriggers } from "#engine/sql/constraintTriggers.ts";
import { grantStatements } from "#engine/sql/grants.ts";
import { quoteIdentifier, quoteName } from "#engine/sql/quote.ts";
import { type Context, impossible, sql, type Sql } from "#engine/sql/rendering.ts";
import { splitStatements } from "#engine/sql/split.ts";

/** An object is made by its own text, which may be several statements. */
export function createObject({ object }: ChangeOf<"createObject">, context: Context): Sql {
  const statements = statementsOf(object);
  return sql(...(bears(object) ? grantStatements(statements) : unchecked(object, statements, context)));
}

export function alterObject({ from, to }: ChangeOf<"alterObject">, context: Context): Sql {
  const statements = isAlterable(from, to)
    ? alterStatements(from, to, context.home)
    : [dropStatement(from, context.home), ...statementsOf(to)];
  return sql(...unchecked(to, statements, context));
}

export function dropObject({ object }: ChangeOf<"dropObject">, { home, changes, isDropped }: Context): Sql {
  if (!isProperty(object)) return sql(dropStatement(object, home));
  const { table } = object;
  const goes = table && changes.some((change) => change.kind === "dropTable" && sameName(change.table.name, table));
  const isOn = goesAlong.has(object.kind);
  if (goes || (isOn && isGone(object, isDropped))) return sql();
  if (object.kind === "constraintTriggers") return sql(...switchTriggers(object, null));
  const statements = object.parts.toReversed().map((part) => part.text);
  return sql(...(bears(object) ? grantStatements(statements) : statements));
}

/** What is said of a thing, and forgotten with it. */
const goesAlong = new Set<CatalogObject["kind"]>(["comment", "privileges", "storage", "constraintTriggers"]);

/** SQL of a user's own. It says nothing about its way back: that is a text of its own, or there is none. */
export function runSql({ up }: ChangeOf<"runSql">): Sql {
  if (up === null) return impossible("change/irreversible", "A statement of this revision has no way back.");
  // One piece, with the comments in it; those behind the last semicolon would hide the next one.
  const last = splitStatements(up).at(-1);
  return last ? sql(up.slice(0, last.span.end).trimStart()) : sql();
}

/** It goes with what it is on. Privileges on a table outlive those of its columns that are named in them. */
function isGone({ kind, table, dependsOn }: CatalogObject, isDropped: Context["isDropped"]): boolean {
  return (kind !== "privileges" || table === null) && dependsOn.some(isDropped);
}

function bears({ kind }: CatalogObject): boolean {
  return kind === "privileges" || kind === "defaultPrivileges";
}

function statementsOf(object: CatalogObject): string[] {
  return splitStatements(object.definition).map((statement) => statement.sql);
}

/**
 * PostgreSQL looks into the body of a function as it is made, and refuses names that are not there yet: those of
 * functions that call each other, or the function itself.
 */
function unchecked({ kind, definition }: CatalogObject, statements: string[], { comesLater }: Context): string[] {
  const body = kind === "function" ? routineBody(definition) : null;
  if (body === null || ![...mentions(body)].some(comesLater)) return statements;
  return ["SET check_function_bodies = off", ...statements, "RESET check_function_bodies"];
}

function dropStatement(object: CatalogObject, home: string): string {
  const on = object.table ? ` ON ${quoteName(object.table, home)}` : "";
  if (object.kind === "function") return `DROP ${routineKind(object)} ${routineName(object.name)}`;
  if (object.kind === "operator") return `DROP OPERATOR ${quoteIdentifier(object.name.schema)}.${object.name.name}`;
  if (object.kind === "cast") return `DROP CAST (${object.name.name})`;
  const ofDatabase = databaseWide[object.kind];
  if (ofDatabase !== undefined) return `DROP ${ofDatabase} ${quoteIdentifier(object.name.name)}`;
  const words = relations[object.kind];
  return words === undefined
    ? `DROP ${object.kind.toUpperCase()} ${quoteIdentifier(object.name.name)}${on}`
    : `DROP ${words} ${quoteObjectName(object, home)}`;
}

/** What has a name in a PostgreSQL schema; triggers, policies and rules have theirs on a table. */
const relations: Readonly<Partial<Record<CatalogObject["kind"], string>>> = {
  view: "VIEW",
  materializedView: "MATERIALIZED VIEW",
  index: "INDEX",
  domain: "DOMAIN",
  compositeType: "TYPE",
  rangeType: "TYPE",
  collation: "COLLATION",
  foreignTable: "FOREIGN TABLE",
  statistics: "STATISTICS",
  textSearchDictionary: "TEXT SEARCH DICTIONARY",
  textSearchConfiguration: "TEXT SEARCH CONFIGURATION",
};

/** What lies in no schema. */
const databaseWide: Readonly<Partial<Record<CatalogObject["kind"], string>>> = {
  eventTrigger: "EVENT TRIGGER",
  publication: "PUBLICATION",
  foreignDataWrapper: "FOREIGN DATA WRAPPER",
  foreignServer: "SERVER",
};

function routineKind({ definition }: CatalogObject): string {
  const [, kind = "FUNCTION"] = /^\s*CREATE\s+(?:OR\s+REPLACE\s+)?(PROCEDURE|AGGREGATE)\b/i.exec(definition) ?? [];
  return kind.toUpperCase();
}

/** `touch(integer)` with the name, and not the types, in quotes. PostgreSQL's own would be found before `home`'s. */
function routineName({ schema, name }: QualifiedName): string {
  const open = name.lastIndexOf("(");
  return quoteName({ schema, name: name.slice(0, open) }, "") + name.slice(open);
}
