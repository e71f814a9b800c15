import type { Change, ChangeOf } from "#engine/changes/change.ts";
import type { CatalogObject, CatalogObjectKind } from "#engine/schema/model.ts";
import { displayName, nameKey, type QualifiedName, sameName } from "#engine/schema/name.ts";
import { quoteIdentifier, quoteName } from "#engine/sql/quote.ts";
import { type Context, impossible, sql, type Sql } from "#engine/sql/rendering.ts";
import { splitStatements } from "#engine/sql/split.ts";

/** An object is made by its own text, which may be several statements. */
export function createObject({ object }: ChangeOf<"createObject">, { home, changes }: Context): Sql {
  if (!isPartitionKey(object)) return sql(...statementsOf(object));
  // It stands in the table's own statement.
  const comes = changes.some((change) => change.kind === "createTable" && sameName(change.table.name, object.name));
  return comes ? sql() : unchangeable(object.name, home);
}

export function dropObject({ object }: ChangeOf<"dropObject">, { home, changes }: Context): Sql {
  const { table } = object;
  const goes = table && changes.some((change) => change.kind === "dropTable" && sameName(change.table.name, table));
  if (goes === true && (object.kind === "comment" || isPartOf(table, object))) return sql();
  if (isPartitionKey(object)) return unchangeable(object.name, home);
  return sql(...dropStatements(object, home));
}

/** The clauses of CREATE TABLE for the tables that have partitions, by `nameKey`. */
export function partitionClauses(changes: readonly Change[]): ReadonlyMap<string, string> {
  return new Map(
    changes.flatMap((change) =>
      change.kind === "createObject" && isPartitionKey(change.object)
        ? [[nameKey(change.object.name), change.object.definition] as const]
        : [],
    ),
  );
}

/** SQL of a user's own. It says nothing about its way back: that is a text of its own, or there is none. */
export function runSql({ up }: ChangeOf<"runSql">): Sql {
  if (up === null) return impossible("change/irreversible", "A statement of this revision has no way back.");
  // One piece, with the comments in it; those behind the last semicolon would hide the next one.
  const last = splitStatements(up).at(-1);
  return last ? sql(up.slice(0, last.span.end).trimStart()) : sql();
}

/** What is no object to PostgreSQL but a property of its table. */
const partsOfTables: ReadonlySet<CatalogObjectKind> = new Set<CatalogObjectKind>([
  "rowSecurity",
  "storage",
  "inheritance",
  "partition",
]);

/** A partition has a name of its own, and is a table. */
function isPartOf(table: QualifiedName, { kind, name }: CatalogObject): boolean {
  return partsOfTables.has(kind) && sameName(name, table);
}

function isPartitionKey({ kind, name, table }: CatalogObject): boolean {
  return kind === "partition" && table !== null && sameName(name, table);
}

function unchangeable(table: QualifiedName, home: string): Sql {
  const name = displayName(table, home);
  return impossible("change/partitionKey", `How ${name} is partitioned is settled when it is created: make it anew.`);
}

function statementsOf(object: CatalogObject): string[] {
  return splitStatements(object.definition).map((statement) => statement.sql);
}

function dropStatements(object: CatalogObject, home: string): string[] {
  const name = quoteName(object.name, home);
  const on = object.table ? ` ON ${quoteName(object.table, home)}` : "";
  switch (object.kind) {
    case "view":
      return [`DROP VIEW ${name}`];
    case "materializedView":
      return [`DROP MATERIALIZED VIEW ${name}`];
    case "foreignTable":
      return [`DROP FOREIGN TABLE ${name}`];
    case "partition":
      return [`DROP TABLE ${name}`];
    case "domain":
      return [`DROP DOMAIN ${name}`];
    case "compositeType":
    case "rangeType":
      return [`DROP TYPE ${name}`];
    case "trigger":
      return [`DROP TRIGGER ${quoteIdentifier(object.name.name)}${on}`];
    case "policy":
      return [`DROP POLICY ${quoteIdentifier(object.name.name)}${on}`];
    case "function":
      return [`DROP ${routineKind(object)} ${routineName(object.name, home)}`];
    case "rowSecurity":
    case "storage":
    case "inheritance":
    case "comment":
      return statementsOf(object).toReversed().map(undone);
  }
}

function routineKind({ definition }: CatalogObject): string {
  const [, kind = "FUNCTION"] = /^\s*CREATE\s+(?:OR\s+REPLACE\s+)?(PROCEDURE|AGGREGATE)\b/i.exec(definition) ?? [];
  return kind.toUpperCase();
}

/** `touch(integer)` with the name, and not the types, in quotes. */
function routineName({ schema, name }: QualifiedName, home: string): string {
  const open = name.lastIndexOf("(");
  return quoteName({ schema, name: name.slice(0, open) }, home) + name.slice(open);
}

/** What takes back a statement that sets a property, as the catalog's reader writes these. */
function undone(statement: string): string {
  for (const [said, back] of reversals) {
    const found = said.exec(statement);
    if (found) return statement.slice(0, found.index) + back(found[1] ?? "");
  }
  throw new Error(`not a property's statement: ${statement}`);
}

/** What ends the statement, and what takes its place, by what the brackets caught. */
const reversals: readonly (readonly [RegExp, (caught: string) => string])[] = [
  [/ IS '(?:[^']|'')*'$/, () => " IS NULL"],
  [/ ENABLE ROW LEVEL SECURITY$/, () => " DISABLE ROW LEVEL SECURITY"],
  [/ FORCE ROW LEVEL SECURITY$/, () => " NO FORCE ROW LEVEL SECURITY"],
  [/ SET UNLOGGED$/, () => " SET LOGGED"],
  [/ REPLICA IDENTITY (?:NOTHING|FULL|USING INDEX "(?:[^"]|"")*")$/, () => " REPLICA IDENTITY DEFAULT"],
  [/ INHERIT ((?:"(?:[^"]|"")*"\.?)+)$/, (parent) => ` NO INHERIT ${parent}`],
  [/ SET \(([^]*)\)$/, (parameters) => ` RESET (${parameterNames(parameters).join(", ")})`],
];

/** From `fillfactor='70', toast.autovacuum_enabled='off'`. */
function parameterNames(parameters: string): string[] {
  return [...parameters.matchAll(/([\w.]+)='(?:[^']|'')*'/g)].flatMap(([, name]) => name ?? []);
}
