import {
  type CatalogObject,
  enumKey,
  extensionKey,
  nameKey,
  type QualifiedName,
  type Schema,
  sequenceKey,
  sortedBy,
  tableFinder,
  withoutInherited,
} from "#engine/index.ts";
import type { ObjectContext } from "#host/catalog/catalogObject.ts";
import { type CatalogOptions, queryCatalog } from "#host/catalog/catalogQuery.ts";
import type { CatalogRows } from "#host/catalog/catalogRows.ts";
import { collationNames, readColumns } from "#host/catalog/columns.ts";
import { readComments } from "#host/catalog/comments.ts";
import { exclusion, withoutExcluded } from "#host/catalog/exclude.ts";
import { readConstraintTriggers } from "#host/catalog/constraintTriggers.ts";
import { readForeignTables } from "#host/catalog/foreignTables.ts";
import { readIndexStorage } from "#host/catalog/indexStorage.ts";
import { readNamespaces } from "#host/catalog/namespaces.ts";
import { catalogs, ObjectKeys } from "#host/catalog/objectKeys.ts";
import { readOperators } from "#host/catalog/operators.ts";
import { readPrivileges } from "#host/catalog/privileges.ts";
import { readPublications } from "#host/catalog/publications.ts";
import { readRoutines } from "#host/catalog/routines.ts";
import { freeSequences, sequenceOwners, sequenceStorage } from "#host/catalog/sequences.ts";
import { readServers } from "#host/catalog/servers.ts";
import { readTableObjects } from "#host/catalog/tableObjects.ts";
import { readTables } from "#host/catalog/tables.ts";
import { readTextSearch } from "#host/catalog/textSearch.ts";
import { readTriggers } from "#host/catalog/triggers.ts";
import { readUserTypes } from "#host/catalog/userTypes.ts";
import { readViews } from "#host/catalog/views.ts";
import type { Connection } from "#host/connection.ts";

/**
 * What the database holds in these schemas, in one round trip. It is a transaction of its own: not to be asked within one,
 * unless it is told so; the settings that it makes are then the transaction's until its end.
 * Retort's and Prisma's own bookkeeping is left out.
 */
export async function readCatalog(
  connection: Connection,
  options: CatalogOptions,
  how: { readonly within?: "a transaction" | null } = {},
): Promise<Schema> {
  return decodeCatalog(await queryCatalog(connection, options, how), options);
}

/** The schema that the rows of one reading tell of. */
export function decodeCatalog(rows: CatalogRows, { exclude = [] }: Pick<CatalogOptions, "exclude">): Schema {
  const isExcluded = exclusion(exclude);
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
    ...readIndexStorage(rows, context),
    ...readTableObjects(rows, tables, context),
    ...sequenceStorage(rows, context),
    ...readUserTypes(rows, context),
    ...readForeignTables(rows, context),
    ...readRoutines(rows, context),
    ...readTriggers(rows, context),
    ...readConstraintTriggers(rows, context),
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
    objects: sortedBy(all, objectOrder),
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

/** By kind, then by table and name. */
export function objectOrder({ kind, name, table }: CatalogObject): string {
  return [kind, name.schema, table?.name ?? "", name.name].join("\0");
}
