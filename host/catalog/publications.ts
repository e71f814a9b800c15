import { type CatalogObject, namespaceKey, quoteIdentifier, quoteLiteral, quoteName } from "#engine/index.ts";
import { allStatements, catalogObject, known, type ObjectContext } from "#host/catalog/catalogObject.ts";
import type { PublicationRow } from "#host/catalog/besideRows.ts";
import type { CatalogRows } from "#host/catalog/catalogRows.ts";
import { catalogs } from "#host/catalog/objectKeys.ts";

/** What is published to subscribers. A table of it, with its columns and rows, has an oid of its own. */
export function readPublications(rows: CatalogRows, context: ObjectContext): CatalogObject[] {
  return (rows.publications ?? []).map((row) => {
    const object = known(publication(row), context, catalogs.publication, row[0]);
    for (const [member] of row[6] ?? []) known(object, context, catalogs.publicationTable, member);
    return object;
  });
}

function publication([, name, allTables, publish, viaRoot, generated, tables, schemas]: PublicationRow): CatalogObject {
  const quoted = quoteIdentifier(name);
  const options = [
    { name: "option publish", text: quoteLiteral(publish) },
    { name: "option publish_via_partition_root", text: String(viaRoot) },
    ...(generated ? [{ name: "option publish_generated_columns", text: "stored" }] : []),
  ];
  const members = [
    ...(tables ?? []).map(([, schema, table, columns, where]) => ({
      name: `TABLE ONLY ${quoteName({ schema, name: table }, "")}`,
      text: [
        ...(columns === null ? [] : [`(${columns.map(quoteIdentifier).join(", ")})`]),
        ...(where === null ? [] : [`WHERE (${where})`]),
      ].join(" "),
    })),
    ...(schemas ?? []).map((schema) => ({ name: `TABLES IN SCHEMA ${quoteIdentifier(schema)}`, text: "" })),
  ];
  const settings = options.map((option) => `${option.name.slice("option ".length)} = ${option.text}`).join(", ");
  const all = [
    `CREATE PUBLICATION ${quoted}${allTables ? " FOR ALL TABLES" : ""} WITH (${settings})`,
    ...members.map((member) => `ALTER PUBLICATION ${quoted} ADD ${member.name} ${member.text}`.trimEnd()),
  ];
  return catalogObject("publication", { schema: "", name }, allStatements(all), {
    parts: [
      ...(allTables ? [{ name: "all tables", text: "" }] : []),
      ...options,
      ...members.map((member) => ({ name: `member ${member.name}`, text: member.text })),
    ],
    dependsOn: (schemas ?? []).map(namespaceKey).toSorted(),
  });
}
