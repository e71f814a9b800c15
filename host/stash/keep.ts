import { displayName, quoteIdentifier, quoteLiteral, quoteName } from "#engine/index.ts";
import type { Connection } from "#host/connection.ts";
import type { StashItem } from "#host/stash/items.ts";
import { type LiveTable, readLiveTable } from "#host/stash/liveTable.ts";
import { keyColumn, type Stash, stashComment, stashName, stashTable } from "#host/stash/stash.ts";

/** What was kept of an object that a step takes away. */
export interface Kept {
  readonly object: string;
  readonly stash: string;
  /** Rows of a table, values of a column. */
  readonly count: number;
}

export interface KeepOptions {
  readonly bookkeeping: string;
  readonly home: string;
  readonly revision: string;
  readonly direction: Stash["direction"];
  /** How many stashes the revision has already. */
  readonly made: number;
}

/** Why a column can't be kept: its rows could not be told apart when it comes back. */
export function cannotKeep(item: StashItem, live: LiveTable): string | null {
  if (item.kind === "table" || live.key.length > 0) return null;
  const { table, column, changing } = item;
  if (column !== null && changing.includes(column) && live.keys.some((key) => key.includes(column))) {
    return `${table.name} has no unique index over other required columns to find its rows by`;
  }
  return `${item.table.name} has neither a primary key nor a unique index over required columns to find its rows by`;
}

/** The columns that rows can't be found by when an item comes back. */
export function keyless({ column, changing }: StashItem): readonly string[] {
  return column === null ? [] : [column, ...changing];
}

/** Within the transaction that takes it away, under text settings: a copy of an object's rows or values, as text. Null where it is not there. */
export async function keep(connection: Connection, item: StashItem, options: KeepOptions): Promise<Kept | null> {
  const { bookkeeping, revision, direction } = options;
  const live = await readLiveTable(connection, item.table, { without: keyless(item) });
  if (!live || live.isPartition) return null;
  const refused = cannotKeep(item, live);
  if (refused !== null) throw new Error(refused);
  const columns = live.columns.filter((column) => !column.isGenerated);
  if (item.column !== null && !columns.some((column) => column.name === item.column)) return null;
  const name = stashName(revision, options.made + 1);
  const table = stashTable(bookkeeping, name);
  const key = item.kind === "table" ? [] : live.key;
  const text = (column: string, as: string) => `${quoteIdentifier(column)}::text AS ${as}`;
  const selected =
    item.column === null
      ? columns.map((column) => text(column.name, quoteIdentifier(column.name)))
      : [...key.map((column, index) => text(column, keyColumn(index))), text(item.column, "value")];
  const rows = item.column === null ? "" : ` WHERE ${quoteIdentifier(item.column)} IS NOT NULL`;
  const from = quoteName(item.table, "");
  await connection.rows(`CREATE TABLE ${table} AS SELECT ${selected.join(", ") || "1 AS nothing"} FROM ${from}${rows}`);
  const comment = stashComment({ ...item, revision, direction, key });
  await connection.rows(`REVOKE ALL ON ${table} FROM PUBLIC; COMMENT ON TABLE ${table} IS ${quoteLiteral(comment)}`);
  const [[count] = ["0"]] = await connection.rows<[string]>(`SELECT count(*)::text FROM ${table}`);
  const object = displayName(item.table, options.home) + (item.column === null ? "" : `.${item.column}`);
  return { object, stash: name, count: Number(count) };
}

/**
 * When the step has done its work, in its last transaction: what became of values that changed their type, so that only
 * those that nobody touched since are brought back. Values that came through as they were are kept no longer.
 */
export async function noteWhatBecame(
  connection: Connection,
  { item, stash, bookkeeping }: { readonly item: StashItem; readonly stash: Stash; readonly bookkeeping: string },
): Promise<number> {
  const table = stashTable(bookkeeping, stash.name);
  const live = await readLiveTable(connection, item.after.table);
  await connection.rows(`ALTER TABLE ${table} ADD COLUMN became text`);
  const value = item.after.column;
  if (live && value !== null) {
    const matches = stash.key.map(
      (column, index) => `t.${quoteIdentifier(item.renamed.get(column) ?? column)}::text = s.${keyColumn(index)}`,
    );
    await connection.rows(
      `UPDATE ${table} s SET became = t.${quoteIdentifier(value)}::text FROM ${quoteName(item.after.table, "")} t WHERE ${matches.join(" AND ")}`,
    );
  }
  await connection.rows(`DELETE FROM ${table} WHERE became = value`);
  const [[count] = ["0"]] = await connection.rows<[string]>(`SELECT count(*)::text FROM ${table}`);
  if (count === "0") await connection.rows(`DROP TABLE ${table}`);
  return Number(count);
}
