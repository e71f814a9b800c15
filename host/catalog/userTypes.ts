import { type CatalogObject, catalogObjectKey, quoteIdentifier, quoteLiteral, quoteName } from "#engine/index.ts";
import { catalogObject, known, type ObjectContext, part } from "#host/catalog/catalogObject.ts";
import type { CatalogRows, CollationRow, CompositeRow, DomainRow, RangeRow } from "#host/catalog/catalogRows.ts";
import { catalogs } from "#host/catalog/objectKeys.ts";

/** Types that Prisma has no word for, and collations. */
export function readUserTypes(rows: CatalogRows, context: ObjectContext): CatalogObject[] {
  return [
    ...(rows.domains ?? []).map((row) => known(domain(row, context), context, catalogs.type, row[0])),
    ...(rows.composites ?? []).map((row) => known(composite(row, context), context, catalogs.type, row[0])),
    ...(rows.ranges ?? []).map((row) => known(range(row, context), context, catalogs.type, row[0])),
    ...(rows.ownCollations ?? []).map((row) => known(collation(row, context), context, catalogs.collation, row[0])),
  ];
}

function domain(row: DomainRow, { name: nameOf, keys }: ObjectContext): CatalogObject {
  const [, namespace, plainName, base, collation, value, required, checks, notNull] = row;
  const name = nameOf(namespace, plainName);
  const key = catalogObjectKey({ kind: "domain", name, table: null });
  for (const [, , oid] of checks ?? []) keys.add(catalogs.constraint, oid, key);
  if (notNull) keys.add(catalogs.constraint, notNull[1], key);
  const given = notNull === null ? null : givenDomainName(notNull[0]);
  const must = given === null ? "NOT NULL" : `CONSTRAINT ${quoteIdentifier(given)} NOT NULL`;
  const definition = [
    `CREATE DOMAIN ${quoteName(name, "")} AS ${base}`,
    ...(collation === null ? [] : [`COLLATE ${collation}`]),
    ...(value === null ? [] : [`DEFAULT ${value}`]),
    ...(required ? [must] : []),
    ...(checks ?? []).map(([check, text]) => `CONSTRAINT ${quoteIdentifier(check)} ${text}`),
  ].join(" ");
  return catalogObject("domain", name, definition, {
    parts: [
      { name: "base", text: base },
      ...part("collation", collation),
      ...part("default", value),
      ...part("required", required ? must : null),
      ...(checks ?? []).map(([check, text]) => ({ name: `check ${check}`, text })),
    ],
  });
}

/** PostgreSQL's own holds the name that the domain had at the time, cut to fit, and a number where it was taken. */
function givenDomainName(name: string): string | null {
  return /._not_null\d*$/s.test(name) ? null : name;
}

function composite(
  [, namespace, plainName, relation, attributes]: CompositeRow,
  context: ObjectContext,
): CatalogObject {
  const name = context.name(namespace, plainName);
  const parts = (attributes ?? []).map(([attribute, type, collation]) => ({
    name: attribute,
    text: collation === null ? type : `${type} COLLATE ${collation}`,
  }));
  const list = parts.map((each) => `${quoteIdentifier(each.name)} ${each.text}`);
  const object = catalogObject("compositeType", name, `CREATE TYPE ${quoteName(name, "")} AS (${list.join(", ")})`, {
    parts: parts.map((each) => ({ name: `attribute ${each.name}`, text: each.text })),
  });
  return known(object, context, catalogs.class, relation);
}

function range(row: RangeRow, { name: nameOf }: ObjectContext): CatalogObject {
  const [, namespace, plainName, subtype, multirange, operatorClass, canonical, difference, collation] = row;
  const name = nameOf(namespace, plainName);
  const parts = [
    `SUBTYPE = ${subtype}`,
    ...(operatorClass === null ? [] : [`SUBTYPE_OPCLASS = ${operatorClass}`]),
    ...(collation === null ? [] : [`COLLATION = ${collation}`]),
    ...(canonical === null ? [] : [`CANONICAL = ${canonical}`]),
    ...(difference === null ? [] : [`SUBTYPE_DIFF = ${difference}`]),
    `MULTIRANGE_TYPE_NAME = ${quoteIdentifier(multirange)}`,
  ];
  return catalogObject("rangeType", name, `CREATE TYPE ${quoteName(name, "")} AS RANGE (${parts.join(", ")})`, {
    parts: [{ name: "multirange", text: multirange }],
  });
}

function collation(row: CollationRow, { name: nameOf }: ObjectContext): CatalogObject {
  const [, namespace, plainName, provider, deterministic, collate, ctype, locale, rules] = row;
  const name = nameOf(namespace, plainName);
  const parts = [
    ...(provider === "i" ? ["PROVIDER = icu"] : provider === "b" ? ["PROVIDER = builtin"] : []),
    ...(provider === "c" && collate !== ctype
      ? [`LC_COLLATE = ${quoteLiteral(collate ?? "")}`, `LC_CTYPE = ${quoteLiteral(ctype ?? "")}`]
      : [`LOCALE = ${quoteLiteral(locale ?? collate ?? "")}`]),
    ...(deterministic ? [] : ["DETERMINISTIC = false"]),
    ...(rules === null ? [] : [`RULES = ${quoteLiteral(rules)}`]),
  ];
  return catalogObject("collation", name, `CREATE COLLATION ${quoteName(name, "")} (${parts.join(", ")})`);
}
