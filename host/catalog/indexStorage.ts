import {
  type CatalogObject,
  catalogObjectKey,
  columnKey,
  indexKey,
  mentions,
  type QualifiedName,
  quoteLiteral,
  quoteName,
} from "#engine/index.ts";
import { type ObjectContext, option, property } from "#host/catalog/catalogObject.ts";
import type { CatalogRows, IndexRow, Oid, ViewIndexRow } from "#host/catalog/catalogRows.ts";

/**
 * What indexes say of themselves beside what they are: how that of a primary key is kept, and how closely keys that are
 * expressions are looked at for statistics.
 */
export function readIndexStorage(rows: CatalogRows, context: ObjectContext): CatalogObject[] {
  const columns = new Map<Oid, string[]>();
  for (const [table, , name] of rows.columns ?? []) columns.set(table, [...(columns.get(table) ?? []), name]);
  const indexes = new Map(rows.indexes?.map((row) => [row[1], row]));
  return [
    ...(rows.indexes ?? []).flatMap((row) => ofTable(row, { columns: columns.get(row[0]) ?? [], indexes, context })),
    ...(rows.viewIndexes ?? []).flatMap((row) => ofView(row, context)),
  ];
}

type Said = readonly [said: string, undone: string];

interface Around {
  /** All that the table has. */
  readonly columns: readonly string[];
  readonly indexes: ReadonlyMap<Oid, IndexRow>;
  readonly context: ObjectContext;
}

function ofTable(row: IndexRow, { columns, indexes, context }: Around): CatalogObject[] {
  const [tableOid, , name, , , isPrimary, , , , , , , , parameters, , expressions, parent, , statistics] = row;
  const table = context.table(tableOid);
  if (table === undefined) return [];
  const index = { schema: table.schema, name };
  const alter = `ALTER INDEX ${quoteName(index, "")}`;
  const whole = parent === null ? undefined : indexes.get(parent);
  // Any other index says so itself.
  const kept = isPrimary || whole ? storage(alter, parameters ?? [], whole?.[13] ?? []) : [];
  const said = [...kept, ...targets(statistics, index)];
  if (said.length === 0) return [];
  const named = new Set((expressions ?? []).flatMap((sql) => [...mentions(sql)]));
  const wholeTable = whole && context.table(whole[0]);
  return property("storage", index, said, {
    table,
    dependsOn: [
      indexKey(table, name),
      // PostgreSQL makes parts anew with the whole.
      ...(whole && wholeTable ? [indexKey(wholeTable, whole[2])] : []),
      ...(statistics === null
        ? []
        : columns.filter((column) => named.has(column)).map((column) => columnKey(table, column))),
    ].toSorted(),
  });
}

/** Storage parameters as `name=value` beside the usual ones: a part is made with those of its whole. */
function storage(alter: string, given: readonly string[], usual: readonly string[]): Said[] {
  const [own, theirs] = [given, usual].map((all) => new Map(all.map(option))) as [
    Map<string, string>,
    Map<string, string>,
  ];
  const say = (key: string, value: string | undefined) =>
    value === undefined ? `${alter} RESET (${key})` : `${alter} SET (${key}=${quoteLiteral(value)})`;
  return [...new Set([...own.keys(), ...theirs.keys()])]
    .toSorted()
    .filter((key) => own.get(key) !== theirs.get(key))
    .map((key): Said => [say(key, own.get(key)), say(key, theirs.get(key))]);
}

function ofView(
  [, namespace, name, viewNamespace, view, , , statistics]: ViewIndexRow,
  context: ObjectContext,
): CatalogObject[] {
  const index = context.name(namespace, name);
  const table: QualifiedName = context.name(viewNamespace, view);
  return property("storage", index, targets(statistics, index), {
    table,
    dependsOn: [catalogObjectKey({ kind: "index", name: index, table })],
  });
}

/** ALTER INDEX would say it of parts of the index too, and has no ONLY. */
function targets(statistics: IndexRow[18], index: QualifiedName): Said[] {
  return (statistics ?? []).map(([key, target]) => {
    const column = `ALTER TABLE ONLY ${quoteName(index, "")} ALTER COLUMN ${key}`;
    return [`${column} SET STATISTICS ${target}`, `${column} SET STATISTICS -1`];
  });
}
