import { type CatalogObject, catalogObjectKey, type QualifiedName, quoteIdentifier, quoteName } from "#engine/index.ts";
import {
  allStatements,
  catalogObject,
  known,
  type ObjectContext,
  option,
  part,
  property,
} from "#host/catalog/catalogObject.ts";
import type { CatalogRows, ViewIndexRow, ViewRow } from "#host/catalog/catalogRows.ts";
import { columnStorage } from "#host/catalog/tableObjects.ts";
import { catalogs } from "#host/catalog/objectKeys.ts";

/** Views and materialized views, and the indexes of these. */
export function readViews(rows: CatalogRows, context: ObjectContext): CatalogObject[] {
  const views = (rows.views ?? []).map((row) => known(view(row, context), context, catalogs.class, row[0]));
  const indexes = (rows.viewIndexes ?? []).map((row) => known(index(row, context), context, catalogs.class, row[0]));
  return [...views, ...indexes, ...storage(rows, context), ...clustering(rows, context)];
}

/** Materialized views keep rows, and say how as tables do. */
function storage({ views, viewStorage }: CatalogRows, context: ObjectContext): CatalogObject[] {
  return (views ?? []).flatMap(([oid, namespace, plainName]) => {
    const name = context.name(namespace, plainName);
    const columns = (viewStorage ?? []).filter(([view]) => view === oid);
    const alter = `ALTER MATERIALIZED VIEW ${quoteName(name, "")}`;
    return property(
      "storage",
      name,
      columns.flatMap((row) => columnStorage(row, alter)),
      { table: name, dependsOn: [viewKey(name)] },
    );
  });
}

function clustering({ viewIndexes }: CatalogRows, context: ObjectContext): CatalogObject[] {
  return (viewIndexes ?? []).flatMap(([, namespace, index, viewNamespace, view, , clustered]) => {
    if (!clustered) return [];
    const name = context.name(viewNamespace, view);
    const alter = `ALTER MATERIALIZED VIEW ${quoteName(name, "")}`;
    const key = catalogObjectKey({ kind: "index", name: context.name(namespace, index), table: name });
    return property(
      "clustering",
      name,
      [[`${alter} CLUSTER ON ${quoteIdentifier(index)}`, `${alter} SET WITHOUT CLUSTER`]],
      { table: name, dependsOn: [key, viewKey(name)].toSorted() },
    );
  });
}

function viewKey(name: QualifiedName): string {
  return catalogObjectKey({ kind: "materializedView", name, table: null });
}

function view([, namespace, plainName, kind, options, query, columns]: ViewRow, context: ObjectContext): CatalogObject {
  const name = context.name(namespace, plainName);
  const quoted = quoteName(name, "");
  const text = query.trim().replace(/;$/, "");
  const parameters = (options ?? []).map(option).toSorted();
  const given = parameters.map(([key, value]) => `${key}=${value}`).join(", ");
  const create = kind === "v" ? "CREATE VIEW" : "CREATE MATERIALIZED VIEW";
  const defaults = (columns ?? []).flatMap(([column, , , expression]) => part(column, expression));
  const definition = allStatements([
    `${create} ${quoted}${given === "" ? "" : ` WITH (${given})`} AS\n${text}`,
    ...defaults.map(
      (each) => `ALTER VIEW ${quoted} ALTER COLUMN ${quoteIdentifier(each.name)} SET DEFAULT ${each.text}`,
    ),
  ]);
  return catalogObject(kind === "v" ? "view" : "materializedView", name, definition, {
    parts: [
      ...(columns ?? []).map(([column, type, collation]) => ({
        name: `column ${column}`,
        text: [type, context.collation(collation) ?? ""].join(" ").trim(),
      })),
      ...parameters.map(([key, value]) => ({ name: `option ${key}`, text: value })),
      ...defaults.map((each) => ({ name: `default ${each.name}`, text: each.text })),
      { name: "query", text },
    ],
  });
}

function index(
  [, namespace, name, viewNamespace, view, definition]: ViewIndexRow,
  context: ObjectContext,
): CatalogObject {
  const table = context.name(viewNamespace, view);
  const owner = viewKey(table);
  return catalogObject("index", context.name(namespace, name), definition, { table, dependsOn: [owner] });
}
