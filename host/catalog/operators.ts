import { type CatalogObject, quoteIdentifier } from "#engine/index.ts";
import { catalogObject, known, type ObjectContext } from "#host/catalog/catalogObject.ts";
import type { CastRow, OperatorRow } from "#host/catalog/besideRows.ts";
import type { CatalogRows } from "#host/catalog/catalogRows.ts";
import { catalogs } from "#host/catalog/objectKeys.ts";

/** Operators, and casts between types. */
export function readOperators(rows: CatalogRows, context: ObjectContext): CatalogObject[] {
  return [
    ...(rows.casts ?? []).map((row) => known(cast(row), context, catalogs.cast, row[0])),
    ...(rows.operators ?? []).map((row) => known(operator(row, context), context, catalogs.operator, row[0])),
  ];
}

/** It has no name of its own; types are spelled as PostgreSQL does with no search path. */
function cast([, source, target, functionName, method, when]: CastRow): CatalogObject {
  const how =
    method === "f" ? `WITH FUNCTION ${functionName ?? ""}` : method === "i" ? "WITH INOUT" : "WITHOUT FUNCTION";
  const definition = `CREATE CAST (${source} AS ${target}) ${how}${contexts[when]}`;
  return catalogObject("cast", { schema: "", name: `${source} AS ${target}` }, definition);
}

const contexts = { e: "", a: " AS ASSIGNMENT", i: " AS IMPLICIT" } as const;

/** Named with the types of its operands, as functions are. */
function operator(row: OperatorRow, context: ObjectContext): CatalogObject {
  const [, namespace, plainName, left, right, functionName, commutator, negator, restrict, join, hashes, merges] = row;
  const { schema } = context.name(namespace, plainName);
  const settings = [
    `FUNCTION = ${functionName}`,
    ...(left === null ? [] : [`LEFTARG = ${left}`]),
    ...(right === null ? [] : [`RIGHTARG = ${right}`]),
    ...(commutator === null ? [] : [`COMMUTATOR = ${reference(commutator)}`]),
    ...(negator === null ? [] : [`NEGATOR = ${reference(negator)}`]),
    ...(restrict === null ? [] : [`RESTRICT = ${restrict}`]),
    ...(join === null ? [] : [`JOIN = ${join}`]),
    ...(hashes ? ["HASHES"] : []),
    ...(merges ? ["MERGES"] : []),
  ];
  const definition = `CREATE OPERATOR ${quoteIdentifier(schema)}.${plainName} (${settings.join(", ")})`;
  return catalogObject("operator", { schema, name: `${plainName}(${left ?? "NONE"}, ${right ?? "NONE"})` }, definition);
}

function reference([schema, name]: readonly [string, string]): string {
  return `OPERATOR(${quoteIdentifier(schema)}.${name})`;
}
