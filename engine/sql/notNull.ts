import { parentsOf, tableFinder } from "#engine/schema/inherited.ts";
import type { Column, Table } from "#engine/schema/model.ts";
import { type QualifiedName, sameName } from "#engine/schema/name.ts";
import { givenName, sameNotNull, usualNotNull } from "#engine/schema/notNull.ts";
import { quoteIdentifier, quoteName } from "#engine/sql/quote.ts";
import type { Context } from "#engine/sql/rendering.ts";

/** As a column's definition says that it is required; nothing for one whose rows aren't looked at, which can't be said there. */
export function notNullClause({ nullable, notNull }: Column): string {
  if (nullable || notNull?.validated === false) return "";
  const name = notNull && givenName(notNull);
  return `${name ? `CONSTRAINT ${quoteIdentifier(name)} ` : ""}NOT NULL${notNull?.inherits === false ? " NO INHERIT" : ""}`;
}

/** What makes a column required that its definition leaves open. */
export function notNullAfterwards(table: QualifiedName, column: Column, home: string): string[] {
  return column.notNull?.validated === false ? [`ALTER TABLE ${quoteName(table, home)} ${addNotNull(column)}`] : [];
}

/** An action of ALTER TABLE; one that PostgreSQL before 18 knows where nothing is said besides. */
export function addNotNull(column: Column): string {
  const own = quoteIdentifier(column.name);
  if (sameNotNull(column.notNull, null)) return `ALTER COLUMN ${own} SET NOT NULL`;
  const { validated, inherits } = column.notNull ?? usualNotNull;
  const name = givenName(column.notNull ?? usualNotNull);
  return [
    "ADD",
    ...(name ? [`CONSTRAINT ${quoteIdentifier(name)}`] : []),
    `NOT NULL ${own}`,
    ...(inherits ? [] : ["NO INHERIT"]),
    ...(validated ? [] : ["NOT VALID"]),
  ].join(" ");
}

/** Of a column that is required before and after. A constraint is made anew where its name may be another than we think. */
export function alterNotNull(table: QualifiedName, from: Column, to: Column, context: Context): string[] {
  if (from.nullable || to.nullable || sameNotNull(from.notNull, to.notNull)) return [];
  const alter = `ALTER TABLE ${quoteName(table, context.home)}`;
  const own = quoteIdentifier(to.name);
  const [old, next] = [from.notNull ?? usualNotNull, to.notNull ?? usualNotNull];
  const isSame = givenName(old) === givenName(next) && old.inherits === next.inherits;
  if (isSame && next.validated) return [`${alter} ALTER COLUMN ${own} SET NOT NULL`];
  if (!mustStay(table, to, context)) {
    return [`${alter} ALTER COLUMN ${own} DROP NOT NULL,\n${addNotNull(to)}`];
  }
  const [before, after] = [nameOf(table, from), nameOf(table, to)].map(quoteIdentifier) as [string, string];
  return [
    ...(old.inherits === next.inherits
      ? []
      : [`${alter} ALTER CONSTRAINT ${before} ${next.inherits ? "" : "NO "}INHERIT`]),
    ...(before === after ? [] : [`${alter} RENAME CONSTRAINT ${before} TO ${after}`]),
  ];
}

/**
 * Heirs that no more have to be required, since their parent isn't: since PostgreSQL 18 one that said so for itself too
 * stays as it is.
 */
export function releaseHeirs(table: QualifiedName, column: string, { hasHeirs, before, home }: Context): string[] {
  if (!hasHeirs) return [];
  const { tables } = before();
  return heirsOf(table, tables).map(
    ({ name }) => `ALTER TABLE ${quoteName(name, home)} ALTER COLUMN ${quoteIdentifier(column)} DROP NOT NULL`,
  );
}

function heirsOf(table: QualifiedName, tables: readonly Table[]): Table[] {
  const own = tables.filter(({ inherits }) => inherits.some((parent) => sameName(parent, table)));
  return own.flatMap((heir) => [heir, ...heirsOf(heir.name, tables)]);
}

/** PostgreSQL lets no column of a primary key be without NOT NULL, nor an identity. */
function mustStay(table: QualifiedName, { name, identity }: Column, { before }: Context): boolean {
  const { tables } = before();
  const find = tableFinder(tables);
  const keyed = (each: Table | undefined): boolean =>
    each !== undefined &&
    (each.primaryKey?.columns.includes(name) === true || parentsOf(each).some((parent) => keyed(find(parent))));
  return identity !== null || keyed(find(table));
}

function nameOf(table: QualifiedName, { name, notNull }: Column): string {
  return notNull?.name ?? `${table.name}_${name}_not_null`;
}
