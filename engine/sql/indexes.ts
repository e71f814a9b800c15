import type { Change, ChangeOf } from "#engine/changes/change.ts";
import type { Index, IndexKey, Table } from "#engine/schema/model.ts";
import { type QualifiedName, sameName } from "#engine/schema/name.ts";
import { doBlock } from "#engine/sql/doBlock.ts";
import { enclosable } from "#engine/sql/enclosed.ts";
import { addConstraint, columnList, deferral, dropConstraint } from "#engine/sql/keys.ts";
import { quoteCollation, quoteIdentifier, quoteLiteral, quoteName } from "#engine/sql/quote.ts";
import { type Context, sql, type Sql } from "#engine/sql/rendering.ts";

export function createIndex({ table, index }: ChangeOf<"createIndex">, { home, before }: Context): Sql {
  // Of a partitioned table, an invalid one is one that not all partitions have a part of.
  const only =
    !index.valid && before().tables.some(({ name, partitionBy }) => partitionBy !== null && sameName(name, table));
  const whole = { schema: table.schema, name: index.name };
  // It takes no parts by itself.
  const parts = only ? before().tables.flatMap((each) => partsIn(each, whole)) : [];
  return sql(
    createIndexStatement(table, index, home, { only }),
    ...parts.map((part) => `ALTER INDEX ${quoteName(whole, home)} ATTACH PARTITION ${quoteName(part, home)}`),
  );
}

function partsIn({ name: { schema }, indexes }: Table, whole: QualifiedName): QualifiedName[] {
  return indexes.flatMap(({ name, partOf }) => (partOf && sameName(partOf, whole) ? [{ schema, name }] : []));
}

export function dropIndex({ table, index }: ChangeOf<"dropIndex">, { home, changes }: Context): Sql {
  // A part goes with the whole.
  if (index.partOf) return sql();
  const whole = { schema: table.schema, name: index.name };
  // PostgreSQL lets neither go before the other: the index, and a constraint of one partition that stands on its part.
  const holds = !index.constraint && changes.some((change) => isConstraintOn(change, whole));
  const statement = dropIndexStatement(table, index, home);
  return holds ? sql(refuseIfHeld(whole, home), `${statement} CASCADE`) : sql(statement);
}

/**
 * What these changes know of is out of the way by then. What they don't, a foreign key of a schema that nobody looked at,
 * stops them as it would without CASCADE, in PostgreSQL's own words.
 */
function refuseIfHeld(whole: QualifiedName, home: string): string {
  const name = quoteName(whole, home);
  return doBlock(`DECLARE
  held text;
BEGIN
  WITH parts AS (SELECT relid FROM pg_partition_tree(${quoteLiteral(name)}))
  SELECT string_agg(pg_describe_object(classid, objid, objsubid), ', ') INTO held FROM pg_depend
  WHERE deptype = 'n' AND (
    (refclassid = 'pg_class'::regclass AND refobjid IN (SELECT relid FROM parts))
    OR (refclassid = 'pg_constraint'::regclass AND refobjid IN (
      SELECT oid FROM pg_constraint WHERE contype IN ('p', 'u') AND conindid IN (SELECT relid FROM parts)))
  );
  IF held IS NOT NULL THEN
    RAISE 'cannot drop index % because other objects depend on it', ${quoteLiteral(name)} USING ERRCODE = '2BP01', DETAIL = held;
  END IF;
END`);
}

function isConstraintOn(change: Change, whole: QualifiedName): boolean {
  const part =
    change.kind === "dropPrimaryKey"
      ? change.primaryKey
      : change.kind === "dropIndex" && change.index.constraint
        ? change.index
        : null;
  return part?.partOf != null && sameName(part.partOf, whole);
}

export function alterIndex({ table, from, to }: ChangeOf<"alterIndex">, { home }: Context): Sql {
  return sql(dropIndexStatement(table, from, home), createIndexStatement(table, to, home));
}

/** Renames the UNIQUE constraint too, where the index stands behind one. */
export function renameIndex({ table, from, to }: ChangeOf<"renameIndex">, { home }: Context): Sql {
  const name = quoteName({ schema: table.schema, name: from }, home);
  return sql(`ALTER INDEX ${name} RENAME TO ${quoteIdentifier(to)}`);
}

export function createIndexStatement(
  table: QualifiedName,
  index: Index,
  home: string,
  { only = false }: { readonly only?: boolean } = {},
): string {
  if (index.constraint) return addConstraint(table, index.name, uniqueConstraint(index), home, { only });
  const on = `${only ? "ONLY " : ""}${quoteName(table, home)}`;
  const method = index.method === "btree" ? "" : ` USING ${word(index.method)} `;
  const keys = `(${index.keys.map((key) => indexKey(key)).join(", ")})`;
  const predicate = index.predicate === null ? "" : ` WHERE ${enclosable(index.predicate)}`;
  const what = index.unique ? "CREATE UNIQUE INDEX" : "CREATE INDEX";
  return `${what} ${quoteIdentifier(index.name)} ON ${on}${method}${keys}${trailer(index)}${predicate}`;
}

export function dropIndexStatement(table: QualifiedName, index: Index, home: string): string {
  if (index.constraint) return dropConstraint(table, index.name, home);
  return `DROP INDEX ${quoteName({ schema: table.schema, name: index.name }, home)}`;
}

/** What follows the name of a UNIQUE constraint. */
function uniqueConstraint(index: Index): string {
  const nulls = index.nullsNotDistinct ? "NULLS NOT DISTINCT " : "";
  const keys = index.keys.map((key) => indexKey(key)).join(", ");
  const overlaps = index.withoutOverlaps ? " WITHOUT OVERLAPS" : "";
  const tail = trailer({ ...index, nullsNotDistinct: false });
  return `UNIQUE ${nulls}(${keys}${overlaps})${tail}${deferral(index.deferrable)}`;
}

function trailer(index: Index): string {
  return [
    index.include.length > 0 ? ` INCLUDE ${columnList(index.include)}` : "",
    index.nullsNotDistinct ? " NULLS NOT DISTINCT" : "",
    index.storage.length > 0 ? ` WITH (${index.storage.join(", ")})` : "",
  ].join("");
}

function indexKey(key: IndexKey): string {
  return [
    key.on.kind === "column" ? quoteIdentifier(key.on.name) : `(${key.on.sql})`,
    key.collation === null ? "" : `COLLATE ${quoteCollation(key.collation)}`,
    key.operatorClass === null ? "" : key.operatorClass,
    key.descending ? "DESC" : "",
    key.nulls === null ? "" : `NULLS ${key.nulls.toUpperCase()}`,
  ]
    .filter((part) => part !== "")
    .join(" ");
}

/** Capitals where folding brings the name back. */
function word(name: string): string {
  return /^[a-z_][a-z0-9_]*$/.test(name) ? name.toUpperCase() : quoteIdentifier(name);
}
