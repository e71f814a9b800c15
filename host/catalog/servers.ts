import { type CatalogObject, quoteIdentifier, quoteLiteral } from "#engine/index.ts";
import { catalogObject, known, type ObjectContext, option, part } from "#host/catalog/catalogObject.ts";
import type { ServerRow, WrapperRow } from "#host/catalog/besideRows.ts";
import type { CatalogRows } from "#host/catalog/catalogRows.ts";
import { optionList } from "#host/catalog/foreignTables.ts";
import { catalogs } from "#host/catalog/objectKeys.ts";

/** Foreign data wrappers and servers; the order of their options says nothing. How users log in there is nobody's schema: it holds passwords. */
export function readServers(rows: CatalogRows, context: ObjectContext): CatalogObject[] {
  return [
    ...(rows.wrappers ?? []).map((row) => known(wrapper(row), context, catalogs.wrapper, row[0])),
    ...(rows.servers ?? []).map((row) => known(server(row), context, catalogs.server, row[0])),
  ];
}

function wrapper([, name, handler, validator, options]: WrapperRow): CatalogObject {
  const words = [
    `CREATE FOREIGN DATA WRAPPER ${quoteIdentifier(name)}`,
    ...(handler === null ? [] : [`HANDLER ${handler}`]),
    ...(validator === null ? [] : [`VALIDATOR ${validator}`]),
    ...(options === null ? [] : [optionList(options.toSorted())]),
  ];
  return catalogObject("foreignDataWrapper", { schema: "", name }, words.join(" "), {
    parts: [...part("handler", handler), ...part("validator", validator), ...optionParts(options)],
  });
}

function server([, name, wrapperName, type, version, options]: ServerRow): CatalogObject {
  const words = [
    `CREATE SERVER ${quoteIdentifier(name)}`,
    ...(type === null ? [] : [`TYPE ${quoteLiteral(type)}`]),
    ...(version === null ? [] : [`VERSION ${quoteLiteral(version)}`]),
    `FOREIGN DATA WRAPPER ${quoteIdentifier(wrapperName)}`,
    ...(options === null ? [] : [optionList(options.toSorted())]),
  ];
  return catalogObject("foreignServer", { schema: "", name }, words.join(" "), {
    parts: [
      { name: "wrapper", text: wrapperName },
      ...part("type", type),
      ...part("version", version),
      ...optionParts(options),
    ],
  });
}

function optionParts(options: readonly string[] | null) {
  return (options ?? []).toSorted().map((text) => {
    const [name, value] = option(text);
    return { name: `option ${name}`, text: value };
  });
}
