import { type CatalogObject, catalogObjectKey, quoteIdentifier, quoteName } from "#engine/index.ts";
import { allStatements, catalogObject, known, type ObjectContext, option, part } from "#host/catalog/catalogObject.ts";
import type { CatalogRows, ViewIndexRow, ViewRow } from "#host/catalog/catalogRows.ts";
import { catalogs } from "#host/catalog/objectKeys.ts";

/** Views and materialized views, and the indexes of these. */
export function readViews(rows: CatalogRows, context: ObjectContext): CatalogObject[] {
  const views = (rows.views ?? []).map((row) => known(view(row, context), context, catalogs.class, row[0]));
  const indexes = (rows.viewIndexes ?? []).map((row) => known(index(row, context), context, catalogs.class, row[0]));
  return [...views, ...indexes];
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
  const owner = catalogObjectKey({ kind: "materializedView", name: table, table: null });
  return catalogObject("index", context.name(namespace, name), definition, { table, dependsOn: [owner] });
}
