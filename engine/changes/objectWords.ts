import { isProperty } from "#engine/changes/alterable.ts";
import { canonicalDefinition } from "#engine/schema/canonicalDefinition.ts";
import type { CatalogObject, CatalogObjectKind } from "#engine/schema/model.ts";

/** What kinds of objects are called. */
export const objectWords: Readonly<Record<CatalogObjectKind, string>> = {
  view: "view",
  materializedView: "materialized view",
  index: "index",
  function: "function",
  trigger: "trigger",
  rule: "rule",
  policy: "policy",
  rowSecurity: "row security of",
  domain: "domain",
  compositeType: "composite type",
  rangeType: "range type",
  collation: "collation",
  foreignTable: "foreign table",
  storage: "storage parameters of",
  replicaIdentity: "replica identity of",
  clustering: "clustering of",
  tableType: "type of table",
  constraintTriggers: "constraint",
  statistics: "extended statistics",
  eventTrigger: "event trigger",
  publication: "publication",
  foreignDataWrapper: "foreign data wrapper",
  foreignServer: "foreign server",
  cast: "cast",
  operator: "operator",
  textSearchDictionary: "text search dictionary",
  textSearchConfiguration: "text search configuration",
  comment: "comment on",
  privileges: "privileges on",
  defaultPrivileges: "default privileges on",
};

/** What tells two definitions of an object apart, part by part: `query changed`, `default 1 → 2`, `disabled`. */
export function objectParts(from: CatalogObject, to: CatalogObject): string[] {
  const parts = isProperty(to) ? saidParts(from, to) : namedParts(from, to);
  return parts.length > 0 ? parts : [to.kind === "function" ? "body changed" : "changed"];
}

function namedParts(from: CatalogObject, to: CatalogObject): string[] {
  const old = new Map(from.parts.map(({ name, text }) => [name, text]));
  const next = new Map(to.parts.map(({ name, text }) => [name, text]));
  return [...new Set([...next.keys(), ...old.keys()])].flatMap((name) => {
    const [a, b] = [old.get(name), next.get(name)];
    if (a === b || (name === "query" && a !== undefined && b !== undefined && sameQuery(a, b))) return [];
    if (name === "is") return ["changed"];
    if (name === "state" && b !== undefined) return [states[b] ?? b];
    // Of a trigger that is switched otherwise on a partition than on its table.
    if (name.startsWith("state on ")) {
      return [`${b === undefined ? "as its table" : (states[b] ?? b)} ${name.slice(6).replaceAll('"', "")}`];
    }
    if (b === undefined) return [`no ${name}`];
    if (a === undefined) return [isShort(b) ? `${name} ${b}` : name];
    return [isShort(a) && isShort(b) ? `${name} ${a} → ${b}` : `${name} changed`];
  });
}

/** Servers print one query in several ways. */
function sameQuery(a: string, b: string): boolean {
  const [left, right] = [a, b].map((query) => canonicalDefinition({ kind: "view", definition: `as ${query}` }));
  return left === right;
}

/** Letters of `pg_trigger.tgenabled`. */
const states: Readonly<Record<string, string>> = {
  O: "enabled",
  D: "disabled",
  R: "enabled on replicas",
  A: "always enabled",
};

function isShort(text: string): boolean {
  return text.length <= 60 && !text.includes("\n");
}

/** Of properties, what is said anew, and what is taken back without a word in its place. */
function saidParts(from: CatalogObject, to: CatalogObject): string[] {
  const old = new Set(from.parts.map(({ name }) => name));
  const next = new Set(to.parts.map(({ name }) => name));
  const added = to.parts.filter(({ name }) => !old.has(name));
  const settled = new Set(added.map(({ text }) => text));
  const removed = from.parts.filter(({ name, text }) => !next.has(name) && !settled.has(text));
  return [...added.map(({ name }) => name), ...removed.map(({ text }) => text)].map(predicate);
}

/** What a statement says, without whom it says it of. */
function predicate(statement: string): string {
  const comment = /^COMMENT ON .*? IS ('(?:[^']|'')*'|NULL)$/s.exec(statement)?.[1];
  return comment ?? statement.replace(/^ALTER (?:TABLE|INDEX|MATERIALIZED VIEW) (?:ONLY )?(?:"(?:[^"]|"")*"\.?)+ /, "");
}
