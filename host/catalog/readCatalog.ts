import { type QualifiedName, quoteLiteral, type Schema, sortedBy } from "#engine/index.ts";
import { assetText } from "#host/assets.ts";
import type { CatalogRows } from "#host/catalog/catalogRows.ts";
import { readColumns } from "#host/catalog/columns.ts";
import { readComments } from "#host/catalog/comments.ts";
import { exclusion, withoutExcluded } from "#host/catalog/exclude.ts";
import { readNamespaces } from "#host/catalog/namespaces.ts";
import { schemaObjects } from "#host/catalog/schemaObjects.ts";
import { freeSequences, sequenceOwners } from "#host/catalog/sequences.ts";
import { tableObjects } from "#host/catalog/tableObjects.ts";
import { readTables } from "#host/catalog/tables.ts";
import type { Connection } from "#host/connection.ts";

export interface CatalogOptions {
  /** The PostgreSQL schemas to read; those that don't exist are left out. */
  readonly schemas: readonly string[];
  /** What counts as nothing: `schema.name`, with `*` for any text. */
  readonly exclude?: readonly string[];
}

/**
 * What the database holds in these schemas, in one round trip. It is a transaction of its own: not to be asked within one,
 * unless it is told so; the settings that it makes are then the transaction's until its end.
 * Retort's and Prisma's own bookkeeping is left out.
 */
export async function readCatalog(
  connection: Connection,
  { schemas, exclude = [] }: CatalogOptions,
  { within = null }: { readonly within?: "a transaction" | null } = {},
): Promise<Schema> {
  const query = assetText("catalog/catalog.sql")
    .replaceAll(":nullsNotDistinct", connection.version >= 150_000 ? "indnullsnotdistinct" : "false")
    // The last to be filled in: names can hold anything.
    .replaceAll(":schemas", () => `ARRAY[${schemas.map(quoteLiteral).join(", ")}]::text[]`);
  // Sent as one text, they are one transaction, and one round trip.
  const snapshot = within === null ? "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY;\n" : "";
  const [row] = await connection.rows<[string]>(snapshot + assetText("catalog/settings.sql") + query);
  if (row === undefined) throw new Error("The catalog answered nothing.");
  return decodeCatalog(JSON.parse(row[0]) as CatalogRows, exclusion(exclude));
}

function decodeCatalog(rows: CatalogRows, isExcluded: (name: QualifiedName) => boolean): Schema {
  const namespaces = readNamespaces(rows.namespaces ?? []);
  const columns = readColumns(rows, sequenceOwners(rows, namespaces));
  const enums = (rows.enums ?? []).map(([namespace, name, values]) => ({
    name: namespaces.name(namespace, name),
    values: values ?? [],
  }));
  const objects = [
    ...tableObjects(rows, namespaces),
    ...schemaObjects(rows, namespaces),
    ...readComments(rows, namespaces, isExcluded),
  ];
  const tables = readTables(rows, columns, namespaces);
  const schema = {
    namespaces: namespaces.names,
    extensions: sortedBy(rows.extensions ?? [], ([name]) => name).map(([name, schema]) => ({
      name,
      schema,
      // Servers bring different ones, and say nothing by it.
      version: null,
    })),
    enums: byName(enums),
    tables: byName(
      tables.map((table) => ({
        ...table,
        indexes: sortedBy(table.indexes, (index) => index.name),
        foreignKeys: sortedBy(table.foreignKeys, (key) => key.name),
        checks: sortedBy(table.checks, (check) => check.name),
      })),
    ),
    sequences: byName(freeSequences(rows, tables, namespaces)),
    objects: sortedBy(objects, ({ kind, name, table }) => [kind, name.schema, table?.name ?? "", name.name].join("\0")),
  };
  return withoutExcluded(schema, isExcluded);
}

function byName<T extends { readonly name: QualifiedName }>(items: readonly T[]): T[] {
  return sortedBy(items, ({ name }) => `${name.schema}\0${name.name}`);
}
