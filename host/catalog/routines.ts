import { type CatalogObject, type ObjectPart, type QualifiedName, quoteLiteral, quoteName } from "#engine/index.ts";
import { catalogObject, known, type ObjectContext, part } from "#host/catalog/catalogObject.ts";
import type { CatalogRows } from "#host/catalog/catalogRows.ts";
import type { AggregateRow, FunctionRow, ModifyCode } from "#host/catalog/functionRows.ts";
import { catalogs } from "#host/catalog/objectKeys.ts";

/** Functions, procedures and aggregates. */
export function readRoutines(rows: CatalogRows, context: ObjectContext): CatalogObject[] {
  return [
    ...(rows.functions ?? []).flatMap((row) => routine(row, context)),
    ...(rows.aggregates ?? []).map((row) => known(aggregate(row, context), context, catalogs.procedure, row[0])),
  ];
}

function routine(row: FunctionRow, context: ObjectContext): CatalogObject[] {
  const [oid, namespace, name, types, definition] = row;
  if (definition === null) return [];
  const identity = signature(context.name(namespace, name), types);
  const object = catalogObject("function", identity, definition.trimEnd(), { parts: callable(row) });
  return [known(object, context, catalogs.procedure, oid)];
}

/** What callers see of it. */
function callable([, , , , , kind, result, names, modes, defaults]: FunctionRow): ObjectPart[] {
  const inputs: string[] = [];
  const outputs: string[] = [];
  for (const [at, name] of (names ?? []).entries()) {
    const mode = modes?.[at] ?? "i";
    if (mode !== "o" && mode !== "t") inputs.push(name);
    if (mode === "o" || mode === "t" || mode === "b") outputs.push(name);
  }
  return [
    { name: "kind", text: kind },
    ...part("returns", result),
    ...(outputs.length > 0 ? [{ name: "outputs", text: outputs.join(",") }] : []),
    ...inputs.map((name, at) => ({ name: `argument ${String(at + 1)}`, text: name })),
    { name: "defaults", text: String(defaults) },
  ];
}

function aggregate(row: AggregateRow, { name: nameOf }: ObjectContext): CatalogObject {
  const [, namespace, plainName, parameters, types, transition, state, final, combine, initial, parallel, rest] = row;
  const [space, finalExtra, finalModify, serialize, deserialize, ...moving] = rest;
  const [movingTransition, movingInverse, movingState, movingSpace, movingFinal, movingFinalExtra] = moving;
  const [, , , , , , movingFinalModify, movingInitial, sortOperator, kind] = moving;
  const usualModify = kind === "n" ? "r" : "w";
  const say = (key: string, value: string | number | null) => (value === null ? [] : [`${key} = ${value}`]);
  const parts = [
    `SFUNC = ${transition}`,
    `STYPE = ${state}`,
    ...say("SSPACE", space),
    ...say("FINALFUNC", final),
    ...(finalExtra ? ["FINALFUNC_EXTRA"] : []),
    ...(finalModify === usualModify ? [] : [`FINALFUNC_MODIFY = ${modifications[finalModify]}`]),
    ...say("COMBINEFUNC", combine),
    ...say("SERIALFUNC", serialize),
    ...say("DESERIALFUNC", deserialize),
    ...say("INITCOND", initial === null ? null : quoteLiteral(initial)),
    ...say("MSFUNC", movingTransition),
    ...say("MINVFUNC", movingInverse),
    ...say("MSTYPE", movingState),
    ...say("MSSPACE", movingSpace),
    ...say("MFINALFUNC", movingFinal),
    ...(movingFinalExtra ? ["MFINALFUNC_EXTRA"] : []),
    ...(movingFinalModify === usualModify || movingFinal === null
      ? []
      : [`MFINALFUNC_MODIFY = ${modifications[movingFinalModify]}`]),
    ...say("MINITCOND", movingInitial === null ? null : quoteLiteral(movingInitial)),
    ...say("SORTOP", sortOperator === null ? null : `OPERATOR(${sortOperator})`),
    ...(parallel === "u" ? [] : [`PARALLEL = ${parallel === "s" ? "SAFE" : "RESTRICTED"}`]),
    ...(kind === "h" ? ["HYPOTHETICAL"] : []),
  ];
  const name = nameOf(namespace, plainName);
  const definition = `CREATE AGGREGATE ${quoteName(name, "")}(${parameters || "*"}) (${parts.join(", ")})`;
  return catalogObject("function", signature(name, types), definition, { parts: [{ name: "kind", text: "a" }] });
}

const modifications: Readonly<Record<ModifyCode, string>> = { r: "READ_ONLY", s: "SHAREABLE", w: "READ_WRITE" };

/** Functions of one name are told apart by the types of their arguments. */
function signature(name: QualifiedName, types: string): QualifiedName {
  return { schema: name.schema, name: `${name.name}(${types})` };
}
