import { nameKey, type QualifiedName, type Schema, sortedBy } from "#engine/index.ts";
import { type CatalogOptions, queryCatalog, queryChanged, queryTables } from "#host/catalog/catalogQuery.ts";
import {
  type ChangedRows,
  changedTables,
  isOfTables,
  type Known,
  knownAfter,
  knownOf,
} from "#host/catalog/changedRows.ts";
import { decodeCatalog, objectOrder } from "#host/catalog/readCatalog.ts";
import type { Connection } from "#host/connection.ts";

/** Reads the catalog of a database again and again. */
export interface CatalogReader {
  /** As readCatalog does, whose answer this is in all respects. Not to be asked within a transaction. */
  read(options: Omit<CatalogOptions, "grants">): Promise<Schema>;
}

/**
 * For a database that nobody else writes to: of tables that did not change since the reading before, the answer is that
 * reading's. Where the database holds more than tables, sequences that are theirs, enums and extensions, all is read.
 */
export function createCatalogReader(connection: Connection): CatalogReader {
  let last: Reading | null = null;
  let plain = true;

  const readAll = async (options: CatalogOptions, changed: ChangedRows | null): Promise<Schema> => {
    const rows = await queryCatalog(connection, options);
    const schema = decodeCatalog(rows, options);
    const known = knownOf(rows);
    plain = known !== null && schema.sequences.length === 0 && (changed === null || isOfTables(changed));
    last = plain && known && changed ? { scope: scopeOf(options), schema, known, changed } : null;
    return schema;
  };

  const readFurther = async (
    { scope, schema: before, known, changed }: Reading,
    options: CatalogOptions,
    now: ChangedRows,
  ): Promise<Schema | null> => {
    const tables = changedTables(known, changed, now);
    // Of many tables all are read faster.
    if (tables === null || tables.read.size > 20 + known.relations.size / 20) return null;
    if (tables.read.size === 0 && tables.gone.size === 0) {
      last = { scope, schema: before, known, changed: now };
      return before;
    }
    const rows = await queryTables(connection, options, tables.read);
    const after = knownAfter(known, tables, rows);
    const part = decodeCatalog(rows, options);
    if (after === null || part.sequences.length > 0) return null;
    const names = new Set<string>();
    for (const oid of [...tables.read, ...tables.gone]) {
      const table = known.relations.get(oid);
      const namespace = rows.namespaces?.find(([each]) => each === table?.namespace)?.[1];
      if (table && namespace !== undefined) names.add(nameKey({ schema: namespace, name: table.name }));
    }
    const schema = joined(before, part, (table) => names.has(nameKey(table)));
    last = { scope, schema, known: after, changed: now };
    return schema;
  };

  return {
    async read(options) {
      const scope = scopeOf(options);
      const before = last?.scope === scope ? last : null;
      last = null;
      // Asked first: what is written in between is then changed twice, and not missed.
      const changed = plain ? await queryChanged(connection, options, before?.changed.next ?? null) : null;
      const further = before && changed ? await readFurther(before, options, changed) : null;
      return further ?? readAll(options, changed);
    },
  };
}

interface Reading {
  readonly scope: string;
  readonly schema: Schema;
  readonly known: Known;
  readonly changed: ChangedRows;
}

function scopeOf({ schemas, exclude = [] }: CatalogOptions): string {
  return JSON.stringify([schemas, exclude]);
}

/** `before` with the tables of `part` in place of those that were `replaced`. */
function joined(before: Schema, part: Schema, replaced: (table: QualifiedName) => boolean): Schema {
  const tables = [...before.tables.filter(({ name }) => !replaced(name)), ...part.tables];
  const objects = [...before.objects.filter(({ table }) => table === null || !replaced(table)), ...part.objects];
  return {
    ...before,
    tables: sortedBy(tables, ({ name }) => nameKey(name)),
    objects: sortedBy(objects, objectOrder),
  };
}
