import {
  enumKey,
  extensionKey,
  nameKey,
  type QualifiedName,
  quoteLiteral,
  type Schema,
  sequenceKey,
  sortedBy,
  tableFinder,
  withoutInherited,
} from "#engine/index.ts";
import { assetText } from "#host/assets.ts";
import type { ObjectContext } from "#host/catalog/catalogObject.ts";
import type { CatalogRows } from "#host/catalog/catalogRows.ts";
import { collationNames, readColumns } from "#host/catalog/columns.ts";
import { readComments } from "#host/catalog/comments.ts";
import { exclusion, withoutExcluded } from "#host/catalog/exclude.ts";
import { readForeignTables } from "#host/catalog/foreignTables.ts";
import { readNamespaces } from "#host/catalog/namespaces.ts";
import { catalogs, ObjectKeys } from "#host/catalog/objectKeys.ts";
import { preparedRows } from "#host/catalog/preparedQuery.ts";
import { readOperators } from "#host/catalog/operators.ts";
import { readPrivileges } from "#host/catalog/privileges.ts";
import { readPublications } from "#host/catalog/publications.ts";
import { readRoutines } from "#host/catalog/routines.ts";
import { freeSequences, sequenceOwners } from "#host/catalog/sequences.ts";
import { readServers } from "#host/catalog/servers.ts";
import { readTableObjects } from "#host/catalog/tableObjects.ts";
import { readTables } from "#host/catalog/tables.ts";
import { readTextSearch } from "#host/catalog/textSearch.ts";
import { readTriggers } from "#host/catalog/triggers.ts";
import { readUserTypes } from "#host/catalog/userTypes.ts";
import { versionParts } from "#host/catalog/versions.ts";
import { readViews } from "#host/catalog/views.ts";
import type { Connection } from "#host/connection.ts";

export interface CatalogOptions {
  /** The PostgreSQL schemas to read; those that don't exist are left out. */
  readonly schemas: readonly string[];
  /** What counts as nothing: `schema.name`, with `*` for any text. */
  readonly exclude?: readonly string[];
  /** Owners and privileges too. */
  readonly grants?: boolean;
}

/**
 * What the database holds in these schemas, in one round trip. It is a transaction of its own: not to be asked within one,
 * unless it is told so; the settings that it makes are then the transaction's until its end.
 * Retort's and Prisma's own bookkeeping is left out.
 */
export async function readCatalog(
  connection: Connection,
  { schemas, exclude = [], grants = false }: CatalogOptions,
  { within = null }: { readonly within?: "a transaction" | null } = {},
): Promise<Schema> {
  let query = assetText("catalog/catalog.sql");
  query = query.replace(":privileges", grants ? assetText("catalog/privileges.sql") : "NULL");
  query = query.replace(":defaultPrivileges", grants ? assetText("catalog/defaultPrivileges.sql") : "NULL");
  query = query.replace(":beside", () => assetText("catalog/beside.sql"));
  for (const [place, text] of versionParts(connection.version)) query = query.replaceAll(place, text);
  // The last to be filled in: names can hold anything.
  query = query.replaceAll(":schemas", () => `ARRAY[${schemas.map(quoteLiteral).join(", ")}]::text[]`);
  // The planner takes the parts of the query for small, whatever their size, and the whole for one that is worth compiling:
  // where PostgreSQL can (Debian's does by default) that took twenty seconds, and the query itself a tenth of one.
  const settings = `${assetText("catalog/settings.sql")}SET LOCAL enable_nestloop = off;\nSET LOCAL jit = off;\n`;
  // Sent as one text, they are one transaction, and one round trip.
  const [row] =
    within === null
      ? await preparedRows<[string]>(connection, query, { first: snapshot + settings })
      : await connection.rows<[string]>(settings + query);
  if (row === undefined) throw new Error("The catalog answered nothing.");
  return decodeCatalog(inRows(JSON.parse(row[0]) as ByColumn), exclusion(exclude));
}

/** What every table has many of, which the query sends column by column. */
type ManyRows = "tables" | "columns" | "constraints" | "indexes" | "sequences";
type ByColumn = Omit<CatalogRows, ManyRows> & Readonly<Record<ManyRows, readonly (readonly unknown[] | null)[]>>;

function inRows(read: ByColumn): CatalogRows {
  const rows = <Row>(columns: readonly (readonly unknown[] | null)[]): Row[] =>
    (columns[0] ?? []).map((_, at) => columns.map((column) => column?.[at]) as Row);
  return {
    ...read,
    tables: rows(read.tables),
    columns: rows(read.columns),
    constraints: rows(read.constraints),
    indexes: rows(read.indexes),
    sequences: rows(read.sequences),
  };
}

const snapshot = "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY;\n";

function decodeCatalog(rows: CatalogRows, isExcluded: (name: QualifiedName) => boolean): Schema {
  const namespaces = readNamespaces(rows.namespaces ?? []);
  const keys = new ObjectKeys();
  const columns = readColumns(rows, sequenceOwners(rows, namespaces));
  const tables = readTables(rows, columns, namespaces, keys);
  const tableNames = new Map(rows.tables?.map((row) => [row[0], namespaces.name(row[1], row[2])]));
  const collations = collationNames(rows);
  const context: ObjectContext = {
    keys,
    name: (namespace, name) => namespaces.name(namespace, name),
    table: (oid) => tableNames.get(oid),
    collation: (oid) => collations.get(oid),
  };
  for (const [oid, name] of rows.extensions ?? []) keys.add(catalogs.extension, oid, extensionKey(name));
  const enums = (rows.enums ?? []).map(([oid, namespace, name, values]) => {
    const qualified = namespaces.name(namespace, name);
    keys.add(catalogs.type, oid, enumKey(qualified));
    return { name: qualified, values: values ?? [] };
  });
  addSequenceKeys(rows, context);
  const objects = [
    ...readViews(rows, context),
    ...readTableObjects(rows, context),
    ...readUserTypes(rows, context),
    ...readForeignTables(rows, context),
    ...readRoutines(rows, context),
    ...readTriggers(rows, context),
    ...readPublications(rows, context),
    ...readServers(rows, context),
    ...readOperators(rows, context),
    ...readTextSearch(rows, context),
  ];
  const linked = keys.linked(objects, rows.dependencies ?? []);
  const all = [...linked, ...readComments(rows, context, isExcluded), ...readPrivileges(rows, context, isExcluded)];
  const find = tableFinder(tables);
  const schema = {
    namespaces: namespaces.names,
    extensions: sortedBy(rows.extensions ?? [], ([, name]) => name).map(([, name, schema]) => ({
      name,
      schema,
      // Servers bring different ones, and say nothing by it.
      version: null,
    })),
    enums: byName(enums),
    tables: byName(
      tables.map((whole) => {
        const table = withoutInherited(whole, find);
        return {
          ...table,
          indexes: sortedBy(table.indexes, (index) => index.name),
          foreignKeys: sortedBy(table.foreignKeys, (key) => key.name),
          checks: sortedBy(table.checks, (check) => check.name),
        };
      }),
    ),
    sequences: byName(freeSequences(rows, tables, columns, namespaces)),
    objects: sortedBy(all, ({ kind, name, table }) => [kind, name.schema, table?.name ?? "", name.name].join("\0")),
  };
  return withoutExcluded(schema, isExcluded);
}

/** One that a column draws from is the column's. */
function addSequenceKeys(rows: CatalogRows, { keys, name }: ObjectContext): void {
  for (const [oid, namespace, sequence, , , , , , , , table, column, owning] of rows.sequences ?? []) {
    const owner = owning === "i" && table !== null ? keys.get(catalogs.class, table, column ?? 0) : null;
    keys.add(catalogs.class, oid, owner ?? sequenceKey(name(namespace, sequence)));
  }
}

function byName<T extends { readonly name: QualifiedName }>(items: readonly T[]): T[] {
  return sortedBy(items, ({ name }) => nameKey(name));
}
