import { type CatalogObject, quoteName } from "#engine/index.ts";
import { allStatements, catalogObject, known, type ObjectContext } from "#host/catalog/catalogObject.ts";
import type { ConfigurationRow, DictionaryRow } from "#host/catalog/besideRows.ts";
import type { CatalogRows } from "#host/catalog/catalogRows.ts";
import { catalogs } from "#host/catalog/objectKeys.ts";

/** Dictionaries and configurations of text search; parsers and templates are written in C, and nobody's schema. */
export function readTextSearch(rows: CatalogRows, context: ObjectContext): CatalogObject[] {
  return [
    ...(rows.dictionaries ?? []).map((row) => known(dictionary(row, context), context, catalogs.dictionary, row[0])),
    ...(rows.configurations ?? []).map((row) =>
      known(configuration(row, context), context, catalogs.configuration, row[0]),
    ),
  ];
}

function dictionary(
  [, namespace, plainName, schema, template, options]: DictionaryRow,
  context: ObjectContext,
): CatalogObject {
  const name = context.name(namespace, plainName);
  const settings = [`TEMPLATE = ${quoteName({ schema, name: template }, "")}`, ...(options === null ? [] : [options])];
  const definition = `CREATE TEXT SEARCH DICTIONARY ${quoteName(name, "")} (${settings.join(", ")})`;
  return catalogObject("textSearchDictionary", name, definition, {
    parts: [
      { name: "template", text: `${schema}.${template}` },
      ...[...(options ?? "").matchAll(setting)].map(([, key = "", value = ""]) => ({
        name: `option ${key}`,
        text: value,
      })),
    ],
  });
}

/** As PostgreSQL prints them: a name, in quotes where it needs them, and a constant. */
const setting = /("(?:[^"]|"")+"|\w+) = (E?'(?:[^']|'')*')/g;

function configuration(
  [, namespace, plainName, schema, parser, mappings]: ConfigurationRow,
  context: ObjectContext,
): CatalogObject {
  const name = context.name(namespace, plainName);
  const quoted = quoteName(name, "");
  const all = [
    `CREATE TEXT SEARCH CONFIGURATION ${quoted} (PARSER = ${quoteName({ schema, name: parser }, "")})`,
    ...(mappings ?? []).map(
      ([token, list]) => `ALTER TEXT SEARCH CONFIGURATION ${quoted} ADD MAPPING FOR ${token} WITH ${list}`,
    ),
  ];
  return catalogObject("textSearchConfiguration", name, allStatements(all), {
    parts: [
      { name: "parser", text: `${schema}.${parser}` },
      ...(mappings ?? []).map(([token, list]) => ({ name: `mapping ${token}`, text: list })),
    ],
  });
}
