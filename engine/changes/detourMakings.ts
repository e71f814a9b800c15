import type { Change } from "#engine/changes/change.ts";
import type { CatalogObject, CatalogObjectKind, Schema } from "#engine/schema/model.ts";
import { catalogObjectKey } from "#engine/schema/objectKey.ts";

/**
 * The changes with default privileges out of the way of what they would be granted on: what is made has the privileges that
 * are said of it, and no more.
 */
export function detourMakings(changes: readonly Change[], { objects }: Schema): readonly Change[] {
  const standing = objects.filter(({ kind, name }) => kind === "defaultPrivileges" && name.name.endsWith(byMaker));
  if (standing.length === 0) return changes;
  const made = changes.flatMap(madeBy);
  const inTheWay = standing.filter(({ name }) =>
    made.some(([word, schema]) => name.name === word + byMaker && (name.schema === "" || name.schema === schema)),
  );
  return inTheWay.reduce(asideOf, changes);
}

/** Those of whoever runs the changes: nobody else makes anything. */
const byMaker = " made by CURRENT_USER";

function asideOf(changes: readonly Change[], object: CatalogObject): readonly Change[] {
  const key = catalogObjectKey(object);
  if (changes.some((change) => change.kind === "dropObject" && catalogObjectKey(change.object) === key)) return changes;
  const altered = changes.find((change) => change.kind === "alterObject" && catalogObjectKey(change.from) === key);
  const after = altered?.kind === "alterObject" ? altered.to : object;
  return [
    { kind: "dropObject", object },
    ...changes.filter((change) => change !== altered),
    { kind: "createObject", object: after },
  ];
}

function madeBy(change: Change): (readonly [word: string, schema: string])[] {
  const { kind } = change;
  if (kind === "createNamespace") return [["schemas", ""]];
  if (kind === "createEnum") return [["types", change.enum.name.schema]];
  if (kind === "createSequence") return [["sequences", change.sequence.name.schema]];
  // Columns that count have sequences.
  if (kind === "createTable") return ["tables", "sequences"].map((word) => [word, change.table.name.schema] as const);
  if (kind === "addColumn" || kind === "alterColumn") return [["sequences", change.table.schema]];
  const word = kind === "createObject" ? words[change.object.kind] : undefined;
  return word === undefined || kind !== "createObject" ? [] : [[word, change.object.name.schema]];
}

const words: Readonly<Partial<Record<CatalogObjectKind, string>>> = {
  view: "tables",
  materializedView: "tables",
  foreignTable: "tables",
  function: "functions",
  domain: "types",
  compositeType: "types",
  rangeType: "types",
};
