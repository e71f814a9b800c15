import type { Change } from "#engine/changes/change.ts";
import type { Column, Extension, Table } from "#engine/schema/model.ts";

/**
 * The changes with each type that an extension brings by its schema, where that is none whose names go unqualified: no
 * search path leads there.
 */
export function withExtensionTypes(
  changes: readonly Change[],
  extensions: readonly Extension[],
  home: string,
): readonly Change[] {
  const all = [
    ...extensions,
    ...changes.flatMap((change) => {
      if (change.kind === "createExtension") return [change.extension];
      return change.kind === "alterExtension" ? [change.to] : [];
    }),
  ];
  const schemas = new Map(
    all.flatMap(({ name, schema }) =>
      schema === null || isUnqualified(schema, home) ? [] : [[name, schema] as const],
    ),
  );
  if (schemas.size === 0) return changes;
  const column = (given: Column): Column => {
    const { type } = given;
    if (type.kind !== "other" || type.schema !== null) return given;
    const schema = schemas.get(extensionOf(type.name));
    return schema === undefined ? given : { ...given, type: { ...type, schema } };
  };
  const table = (given: Table): Table => ({ ...given, columns: given.columns.map(column) });
  return changes.map((change): Change => {
    if (change.kind === "createTable") return { ...change, table: table(change.table) };
    if (change.kind === "addColumn") return { ...change, column: column(change.column) };
    return change.kind === "alterColumn" ? { ...change, from: column(change.from), to: column(change.to) } : change;
  });
}

function isUnqualified(schema: string, home: string): boolean {
  return schema === home || schema === "public" || schema === "pg_catalog";
}

/** Most extensions that bring a type bear its name. */
function extensionOf(type: string): string {
  return bringers[type] ?? type;
}

const bringers: Readonly<Record<string, string>> = {
  box2d: "postgis",
  box3d: "postgis",
  geography: "postgis",
  geometry: "postgis",
  halfvec: "vector",
  sparsevec: "vector",
  lquery: "ltree",
  ltxtquery: "ltree",
  ean13: "isn",
  isbn: "isn",
  isbn13: "isn",
  ismn: "isn",
  issn: "isn",
  upc: "isn",
  query_int: "intarray",
};
