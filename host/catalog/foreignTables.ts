import { type CatalogObject, quoteIdentifier, quoteLiteral, quoteName } from "#engine/index.ts";
import { catalogObject, known, type ObjectContext, option } from "#host/catalog/catalogObject.ts";
import type { CatalogRows, ForeignTableRow } from "#host/catalog/catalogRows.ts";
import { catalogs } from "#host/catalog/objectKeys.ts";

/** Tables on other servers. */
export function readForeignTables(rows: CatalogRows, context: ObjectContext): CatalogObject[] {
  const parents = new Map((rows.inherits ?? []).map(([oid, schema, name]) => [oid, { schema, name }]));
  return (rows.foreignTables ?? []).map((row) => {
    const [oid, namespace, plainName, server, options, , bound] = row;
    const name = context.name(namespace, plainName);
    const parent = bound === null ? undefined : parents.get(oid);
    const shape = parent ? `PARTITION OF ${quoteName(parent, "")} ${bound ?? ""}` : `(${columnList(row)})`;
    const tail = options === null ? "" : ` ${optionList(options)}`;
    const definition = `CREATE FOREIGN TABLE ${quoteName(name, "")} ${shape} SERVER ${quoteIdentifier(server)}${tail}`;
    const table = parent && context.table(oid) ? parent : null;
    return known(catalogObject("foreignTable", name, definition, { table }), context, catalogs.class, oid);
  });
}

function columnList([, , , , , columns, , checks]: ForeignTableRow): string {
  const parts = (columns ?? []).map(([column, type, required, own, expression]) =>
    [
      quoteIdentifier(column),
      type,
      ...(own === null ? [] : [optionList(own)]),
      ...(required ? ["NOT NULL"] : []),
      ...(expression === null ? [] : [`DEFAULT ${expression}`]),
    ].join(" "),
  );
  const constraints = (checks ?? []).map(([check, definition]) => `CONSTRAINT ${quoteIdentifier(check)} ${definition}`);
  return [...parts, ...constraints].join(", ");
}

/** A foreign data wrapper's `name=value` options. */
export function optionList(options: readonly string[]): string {
  const parts = options.map((text) => {
    const [name, value] = option(text);
    return `${quoteIdentifier(name)} ${quoteLiteral(value)}`;
  });
  return `OPTIONS (${parts.join(", ")})`;
}
