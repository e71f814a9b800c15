import { type CatalogObject, type QualifiedName, quoteLiteral } from "#engine/index.ts";
import type { CatalogRows } from "#host/catalog/catalogRows.ts";
import type { Namespaces } from "#host/catalog/namespaces.ts";

/**
 * Comments, each named by its object as PostgreSQL identifies it: `column public.tasks.title`. One on a table or on
 * something of a table's belongs to that table. Those on objects that are excluded are left out.
 */
export function readComments(
  rows: CatalogRows,
  namespaces: Namespaces,
  isExcluded: (name: QualifiedName) => boolean,
): CatalogObject[] {
  const tables = new Map((rows.tables ?? []).map((row) => [row[0], namespaces.name(row[1], row[2])]));
  const kept = (rows.comments ?? []).filter((row) => !isExcluded(namespaces.name(row[2], row[3])));
  return kept.map(([kind, identity, namespace, , table, text]) => {
    const words = sqlKind(kind);
    // PostgreSQL identifies a constraint of a domain as `c on d`, and takes it back as `c ON DOMAIN d`.
    const target = kind === "domain constraint" ? identity.replace(/ on (?=\S+$)/, " ON DOMAIN ") : identity;
    return {
      kind: "comment",
      name: namespaces.name(namespace, `${words.toLowerCase()} ${identity}`),
      table: (table === null ? null : tables.get(table)) ?? null,
      definition: `COMMENT ON ${words} ${target} IS ${quoteLiteral(text)}`,
    };
  });
}

/** From the kinds of `pg_identify_object` to the words of COMMENT ON. */
function sqlKind(kind: string): string {
  if (kind.endsWith(" column")) return "COLUMN";
  if (kind.endsWith(" constraint")) return "CONSTRAINT";
  return kind.toUpperCase();
}
