import { equal } from "#engine/core/equal.ts";
import type { CatalogObject, CatalogObjectKind, ObjectPart } from "#engine/schema/model.ts";
import type { QualifiedName } from "#engine/schema/name.ts";

/**
 * Whether PostgreSQL can turn one definition of an object into another where it stands, so that what depends on it need
 * not step aside. Both are of one identity.
 */
export function isAlterable(from: CatalogObject, to: CatalogObject): boolean {
  return alterable[to.kind](from, to);
}

type Test = (from: CatalogObject, to: CatalogObject) => boolean;

const always: Test = () => true;
const never: Test = () => false;
/** What is switched on and off, apart from what it is. */
const ifItself: Test = (from, to) => textOf(from, "is") === textOf(to, "is");

const alterable: Readonly<Record<CatalogObjectKind, Test>> = {
  // CREATE OR REPLACE VIEW takes new columns at the end only.
  view: (from, to) => isPrefix(partsLike(from, "column "), partsLike(to, "column ")),
  materializedView: (from, to) => textOf(from, "query") === textOf(to, "query"),
  index: never,
  function: isReplaceable,
  trigger: ifItself,
  rule: ifItself,
  policy: (from, to) => sameParts(from, to, ["command", "permissive"]) && keeps(from, to, ["using", "check"]),
  rowSecurity: always,
  domain: (from, to) => sameParts(from, to, ["base", "collation"]),
  compositeType: (from, to) => isPrefix(commonAttributes(from, to), partsLike(to, "attribute ")),
  rangeType: never,
  collation: never,
  foreignTable: never,
  storage: always,
  replicaIdentity: always,
  clustering: always,
  // Columns may have to change in between.
  tableType: never,
  // Partitions may come and go in between.
  constraintTriggers: (from, to) => samePlaces(from, to),
  statistics: ifItself,
  eventTrigger: ifItself,
  publication: (from, to) => sameParts(from, to, ["all tables"]),
  foreignDataWrapper: always,
  foreignServer: (from, to) => sameParts(from, to, ["wrapper", "type"]) && keeps(from, to, ["version"]),
  cast: never,
  operator: never,
  textSearchDictionary: (from, to) => sameParts(from, to, ["template"]),
  textSearchConfiguration: (from, to) => sameParts(from, to, ["parser"]),
  comment: always,
  privileges: always,
  defaultPrivileges: always,
};

export function textOf({ parts }: CatalogObject, name: string): string | null {
  return parts.find((part) => part.name === name)?.text ?? null;
}

/** The names of a type: a range has another for lists of it, its multirange. */
export function typeNames(type: CatalogObject): QualifiedName[] {
  const multirange = textOf(type, "multirange");
  return multirange === null ? [type.name] : [type.name, { schema: type.name.schema, name: multirange }];
}

/** What is no object to PostgreSQL but says something about one. Its parts are statements: `name` is what is said, `text` takes it back. */
export function isProperty({ kind }: CatalogObject): boolean {
  return properties.has(kind);
}

const properties = new Set<CatalogObject["kind"]>([
  "rowSecurity",
  "storage",
  "replicaIdentity",
  "clustering",
  "tableType",
  "constraintTriggers",
  "comment",
  "privileges",
  "defaultPrivileges",
]);

/** Those parts whose names begin like this, under what follows in their names. */
export function partsLike({ parts }: CatalogObject, beginning: string): ObjectPart[] {
  return parts
    .filter(({ name }) => name.startsWith(beginning))
    .map(({ name, text }) => ({ name: name.slice(beginning.length), text }));
}

/** What a caller sees must stay: what comes back, the names of arguments, and at least as many defaults. */
function isReplaceable(from: CatalogObject, to: CatalogObject): boolean {
  if (textOf(from, "kind") === "a" || !sameParts(from, to, ["kind", "returns", "outputs"])) return false;
  if (Number(textOf(from, "defaults")) > Number(textOf(to, "defaults"))) return false;
  const names = new Map(partsLike(to, "argument ").map(({ name, text }) => [name, text]));
  return partsLike(from, "argument ").every(({ name, text }) => text === "" || names.get(name) === text);
}

/** Whether both speak of the same tables. */
function samePlaces(from: CatalogObject, to: CatalogObject): boolean {
  const [old, next] = [from, to].map(({ dependsOn }) => dependsOn.filter((key) => key.startsWith("table")));
  return equal(old, next);
}

function sameParts(from: CatalogObject, to: CatalogObject, names: readonly string[]): boolean {
  return names.every((name) => textOf(from, name) === textOf(to, name));
}

/** What is there can be changed, not taken away. */
function keeps(from: CatalogObject, to: CatalogObject, names: readonly string[]): boolean {
  return names.every((name) => textOf(from, name) === null || textOf(to, name) !== null);
}

function isPrefix(start: readonly ObjectPart[], whole: readonly ObjectPart[]): boolean {
  return start.every(({ name, text }, at) => whole[at]?.name === name && whole[at].text === text);
}

/** The attributes that stay; those that come stand behind them. */
function commonAttributes(from: CatalogObject, to: CatalogObject): ObjectPart[] {
  const kept = new Map(partsLike(to, "attribute ").map(({ name, text }) => [name, text]));
  return partsLike(from, "attribute ").filter(({ name }) => kept.has(name));
}
