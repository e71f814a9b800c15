import { type QualifiedName, quoteLiteral, quoteName } from "#engine/index.ts";
import type { Connection } from "#host/connection.ts";

/** A table as the database has it at this moment: drifted or not, its rows are what is at stake. */
export interface LiveTable {
  readonly columns: readonly LiveColumn[];
  /** The columns of its primary key, else of a unique index that no NULL escapes; empty where there is neither. */
  readonly key: readonly string[];
  /** All of those, whether they can serve or not. */
  readonly keys: readonly (readonly string[])[];
  /** A partition's rows are its parent's too. */
  readonly isPartition: boolean;
  readonly bytes: number;
}

export interface LiveColumn {
  readonly name: string;
  /** As SQL writes it, with its schema where it has one. */
  readonly type: string;
  readonly isGenerated: boolean;
}

/** Null where there is no such table. `without` are columns that can't be a key, because they go. */
export async function readLiveTable(
  connection: Connection,
  table: QualifiedName,
  { without = [] }: { readonly without?: readonly string[] } = {},
): Promise<LiveTable | null> {
  const name = quoteLiteral(quoteName(table, ""));
  const [head] = await connection.rows<[string, boolean, string]>(`
    SELECT oid::text, relispartition, pg_table_size(oid)::text FROM pg_class
    WHERE oid = to_regclass(${name}) AND relkind IN ('r', 'p')`);
  if (!head) return null;
  const [oid, isPartition, bytes] = head;
  const columns = await connection.rows<[string, string, boolean, number]>(`
    SELECT attname, format_type(atttypid, atttypmod), attgenerated <> '', attnum FROM pg_attribute
    WHERE attrelid = ${oid} AND attnum > 0 AND NOT attisdropped ORDER BY attnum`);
  const keys = await connection.rows<[string[]]>(`
    SELECT array_agg(a.attname::text ORDER BY k.place)
    FROM pg_index i CROSS JOIN LATERAL unnest(i.indkey::int2[]) WITH ORDINALITY AS k (attnum, place)
      LEFT JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.attnum
    WHERE i.indrelid = ${oid} AND i.indisunique AND i.indisvalid AND i.indpred IS NULL AND i.indexprs IS NULL
      AND k.place <= i.indnkeyatts
    GROUP BY i.indexrelid, i.indisprimary
    HAVING bool_and(a.attnotnull)
    ORDER BY i.indisprimary DESC, i.indexrelid`);
  const key = keys.map(([names]) => names).find((names) => !names.some((column) => without.includes(column)));
  return {
    columns: columns.map(([column, type, isGenerated]) => ({ name: column, type, isGenerated })),
    key: key ?? [],
    keys: keys.map(([names]) => names),
    isPartition,
    bytes: Number(bytes),
  };
}
