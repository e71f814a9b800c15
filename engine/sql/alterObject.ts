import { partsLike, textOf } from "#engine/changes/alterable.ts";
import type { CatalogObject, CatalogObjectKind } from "#engine/schema/model.ts";
import { alterConfiguration, alterDictionary } from "#engine/sql/alterTextSearch.ts";
import { alterPublication } from "#engine/sql/alterPublication.ts";
import { alterServer, alterWrapper } from "#engine/sql/alterServer.ts";
import { quoteTypeName } from "#engine/sql/columnTypes.ts";
import { comparedParts } from "#engine/sql/comparedParts.ts";
import { switchTriggers } from "#engine/sql/constraintTriggers.ts";
import { grantStatements, reliesOnOthers } from "#engine/sql/grants.ts";
import { quoteIdentifier, quoteLiteral, quoteName } from "#engine/sql/quote.ts";
import { splitStatements } from "#engine/sql/split.ts";

/** What turns one definition of an object into another that `isAlterable` found near enough. */
export function alterStatements(from: CatalogObject, to: CatalogObject, home: string): string[] {
  return alterations[to.kind](from, to, { home, name: quoteObjectName(to, home) });
}

/** With its schema where PostgreSQL may have one of that name, which it would find first. */
export function quoteObjectName({ kind, name }: CatalogObject, home: string): string {
  if (kind === "domain" || kind === "compositeType" || kind === "rangeType") return quoteTypeName(name, home);
  return quoteName(name, besideOwn.has(kind) ? "" : home);
}

const besideOwn = new Set<CatalogObjectKind>(["collation", "textSearchDictionary", "textSearchConfiguration"]);

interface Place {
  readonly home: string;
  readonly name: string;
}

type Alteration = (from: CatalogObject, to: CatalogObject, place: Place) => string[];

const anew: Alteration = (_, to) => [to.definition];

const alterations: Readonly<Record<CatalogObjectKind, Alteration>> = {
  view: alterView,
  materializedView: (from, to, { name }) =>
    alterOptions(from, to).map((action) => `ALTER MATERIALIZED VIEW ${name} ${action}`),
  index: anew,
  // Its definition says OR REPLACE.
  function: anew,
  trigger: alterState,
  rule: alterState,
  policy: alterPolicy,
  rowSecurity: alterProperty,
  domain: (from, to, { name }) => alterDomain(from, to).map((action) => `ALTER DOMAIN ${name} ${action}`),
  compositeType: (from, to, { name }) => alterComposite(from, to).map((action) => `ALTER TYPE ${name} ${action}`),
  rangeType: anew,
  collation: anew,
  foreignTable: anew,
  storage: alterProperty,
  replicaIdentity: alterProperty,
  clustering: alterProperty,
  tableType: anew,
  constraintTriggers: switchTriggers,
  statistics: (_, to, { name }) => [`ALTER STATISTICS ${name} SET STATISTICS ${textOf(to, "target") ?? "-1"}`],
  eventTrigger: (_, to) => [`ALTER EVENT TRIGGER ${quoteIdentifier(to.name.name)} ${stateWords(to)}`],
  publication: alterPublication,
  foreignDataWrapper: alterWrapper,
  foreignServer: alterServer,
  cast: anew,
  operator: anew,
  textSearchDictionary: (from, to, { name }) => alterDictionary(from, to, name),
  textSearchConfiguration: (from, to, { name }) => alterConfiguration(from, to, name),
  comment: alterProperty,
  privileges: alterPrivileges,
  defaultPrivileges: alterPrivileges,
};

/** Where one grant takes others with it as it is taken back, all are taken back and made again. */
function alterPrivileges(from: CatalogObject, to: CatalogObject): string[] {
  const rests = [...from.parts, ...to.parts].some((part) => reliesOnOthers(part.name));
  const statements = rests
    ? [...from.parts.toReversed().map((part) => part.text), ...to.parts.map((part) => part.name)]
    : alterProperty(from, to);
  return grantStatements(statements);
}

/** Statements that go are taken back, unless one that comes says otherwise of the same. */
function alterProperty(from: CatalogObject, to: CatalogObject): string[] {
  const old = new Set(from.parts.map((part) => part.name));
  const next = new Set(to.parts.map((part) => part.name));
  const added = to.parts.filter((part) => !old.has(part.name));
  const settled = new Set(added.map((part) => part.text));
  const removed = from.parts.filter((part) => !next.has(part.name) && !settled.has(part.text));
  return [...removed.toReversed().map((part) => part.text), ...added.map((part) => part.name)];
}

function alterView(from: CatalogObject, to: CatalogObject, { name }: Place): string[] {
  const [create = ""] = splitStatements(to.definition).map((statement) => statement.sql);
  const [before = ""] = splitStatements(from.definition).map((statement) => statement.sql);
  const defaults = comparedParts(from, to, "default ");
  return [
    ...(create === before ? [] : [create.replace(/^CREATE VIEW/, "CREATE OR REPLACE VIEW")]),
    ...defaults.removed.map((column) => `ALTER VIEW ${name} ALTER COLUMN ${quoteIdentifier(column.name)} DROP DEFAULT`),
    ...[...defaults.changed, ...defaults.added].map(
      (column) => `ALTER VIEW ${name} ALTER COLUMN ${quoteIdentifier(column.name)} SET DEFAULT ${column.text}`,
    ),
  ];
}

function alterOptions(from: CatalogObject, to: CatalogObject): string[] {
  const { removed, changed, added } = comparedParts(from, to, "option ");
  const set = [...changed, ...added].map((option) => `${option.name}=${quoteLiteral(option.text)}`);
  return [
    ...(removed.length > 0 ? [`RESET (${removed.map((option) => option.name).join(", ")})`] : []),
    ...(set.length > 0 ? [`SET (${set.join(", ")})`] : []),
  ];
}

/** What is done to a table's trigger is done to those of its partitions, which may be switched otherwise. */
function alterState(from: CatalogObject, to: CatalogObject, { home }: Place): string[] {
  const alter = (table: string, words: string) =>
    `ALTER TABLE ${table} ${words} ${to.kind.toUpperCase()} ${quoteIdentifier(to.name.name)}`;
  const isSame = textOf(from, "state") === textOf(to, "state");
  const [old, next] = [from, to].map(
    (each) => new Map(partsLike(each, onPartition).map(({ name, text }) => [name, text])),
  );
  const partitions = [...new Set([...(old?.keys() ?? []), ...(next?.keys() ?? [])])].toSorted();
  return [
    ...(isSame ? [] : [alter(to.table ? quoteName(to.table, home) : "", stateWords(to))]),
    ...partitions
      .filter((name) => !isSame || old?.get(name) !== next?.get(name))
      .map((name) => alter(name, stateWords(to, next?.get(name)))),
  ];
}

const onPartition = "state on ";

/** By the letters of `pg_trigger.tgenabled`. */
function stateWords(object: CatalogObject, code = textOf(object, "state")): string {
  const words: Readonly<Record<string, string>> = { D: "DISABLE", R: "ENABLE REPLICA", A: "ENABLE ALWAYS" };
  return words[code ?? ""] ?? "ENABLE";
}

function alterPolicy(_: CatalogObject, to: CatalogObject, { home }: Place): string[] {
  const table = to.table ? quoteName(to.table, home) : "";
  const [using, check] = [textOf(to, "using"), textOf(to, "check")];
  const parts = [
    `ALTER POLICY ${quoteIdentifier(to.name.name)} ON ${table} TO ${textOf(to, "roles") ?? "PUBLIC"}`,
    ...(using === null ? [] : [`USING (${using})`]),
    ...(check === null ? [] : [`WITH CHECK (${check})`]),
  ];
  return [parts.join(" ")];
}

function alterDomain(from: CatalogObject, to: CatalogObject): string[] {
  const checks = comparedParts(from, to, "check ");
  const [oldDefault, newDefault] = [textOf(from, "default"), textOf(to, "default")];
  const [was, is] = [textOf(from, "required"), textOf(to, "required")];
  return [
    ...[...checks.removed, ...checks.changed].map(({ name }) => `DROP CONSTRAINT ${quoteIdentifier(name)}`),
    ...(oldDefault !== null && newDefault === null ? ["DROP DEFAULT"] : []),
    ...(newDefault !== null && newDefault !== oldDefault ? [`SET DEFAULT ${newDefault}`] : []),
    ...(was !== null && was !== is ? ["DROP NOT NULL"] : []),
    ...(is !== null && was !== is ? [is === "NOT NULL" ? "SET NOT NULL" : `ADD ${is}`] : []),
    ...[...checks.changed, ...checks.added].map(({ name, text }) => `ADD CONSTRAINT ${quoteIdentifier(name)} ${text}`),
  ];
}

function alterComposite(from: CatalogObject, to: CatalogObject): string[] {
  const { removed, added } = comparedParts(from, to, "attribute ");
  return [
    ...removed.map(({ name }) => `DROP ATTRIBUTE ${quoteIdentifier(name)}`),
    ...added.map(({ name, text }) => `ADD ATTRIBUTE ${quoteIdentifier(name)} ${text}`),
  ];
}
