import {
  type CatalogObject,
  extensionKey,
  namespaceKey,
  type QualifiedName,
  quoteIdentifier,
  quoteLiteral,
} from "#engine/index.ts";
import { type ObjectContext, property } from "#host/catalog/catalogObject.ts";
import type { CatalogRows } from "#host/catalog/catalogRows.ts";
import { catalogs } from "#host/catalog/objectKeys.ts";

/**
 * Comments, each named by its object as PostgreSQL identifies it: `column public.tasks.title`. One on a table or on
 * something of a table's belongs to that table. Those on objects that are excluded are left out.
 */
export function readComments(
  rows: CatalogRows,
  context: ObjectContext,
  isExcluded: (name: QualifiedName) => boolean,
): CatalogObject[] {
  return [...onObjects(rows, context, isExcluded), ...onExtensions(rows)];
}

/** Each extension brings a comment, which says nothing. */
function onExtensions({ extensionComments }: CatalogRows): CatalogObject[] {
  return (extensionComments ?? []).flatMap(([, name, text, usual]) => {
    const on = `COMMENT ON EXTENSION ${quoteIdentifier(name)} IS`;
    const [said, undone] = [text, usual].map((each) => `${on} ${each === null ? "NULL" : quoteLiteral(each)}`);
    return property("comment", { schema: "", name: `extension ${name}` }, [[said ?? "", undone ?? ""]], {
      dependsOn: [extensionKey(name)],
    });
  });
}

function onObjects(
  rows: CatalogRows,
  context: ObjectContext,
  isExcluded: (name: QualifiedName) => boolean,
): CatalogObject[] {
  const kept = (rows.comments ?? []).filter((row) => !isExcluded(context.name(row[2], row[3])));
  return kept.flatMap(([kind, identity, namespace, plainName, table, text, catalog, oid, column]) => {
    const words = sqlKind(kind);
    // PostgreSQL identifies a constraint of a domain as `c on d`, and takes it back as `c ON DOMAIN d`.
    const target = kind === "domain constraint" ? identity.replace(/ on (?=\S+$)/, " ON DOMAIN ") : identity;
    const on = `COMMENT ON ${words} ${target} IS`;
    const key = catalog === catalogs.namespace ? namespaceKey(plainName) : context.keys.get(catalog, oid, column);
    return property(
      "comment",
      context.name(namespace, `${words.toLowerCase()} ${identity}`),
      [[`${on} ${quoteLiteral(text)}`, `${on} NULL`]],
      { table: (table === null ? null : context.table(table)) ?? null, dependsOn: key === null ? [] : [key] },
    );
  });
}

/** From the kinds of `pg_identify_object` to the words of COMMENT ON. */
function sqlKind(kind: string): string {
  if (kind.endsWith(" column")) return "COLUMN";
  if (kind.endsWith(" constraint")) return "CONSTRAINT";
  return spelled[kind] ?? kind.toUpperCase();
}

const spelled: Readonly<Record<string, string>> = {
  "statistics object": "STATISTICS",
  "foreign-data wrapper": "FOREIGN DATA WRAPPER",
};
