import type { Change, ChangeOf } from "#engine/changes/change.ts";
import { detourParts } from "#engine/changes/detourParts.ts";
import { detourTypes } from "#engine/changes/detourTypes.ts";
import { footprint } from "#engine/changes/footprint.ts";
import type { Obstructions } from "#engine/changes/obstructions.ts";
import type { Planned } from "#engine/changes/planned.ts";
import { mentions } from "#engine/schema/expressionNames.ts";
import { tableFinder, wholeColumns } from "#engine/schema/inherited.ts";
import type { CatalogObject, CatalogObjectKind, Schema, Table } from "#engine/schema/model.ts";
import {
  catalogObjectKey,
  columnKey,
  constraintKey,
  enumKey,
  indexKey,
  type ObjectKey,
  tableKey,
} from "#engine/schema/objectKey.ts";

/**
 * What depends on something that goes, or is made anew, and stays itself: it steps aside meanwhile, and so does what
 * depends on it. Objects by what PostgreSQL knows of them; columns, checks and indexes by what their texts name.
 */
export function detourDependents(
  before: Schema,
  changes: readonly Change[],
  obstructions: Obstructions,
  planned: Planned,
): Change[] {
  const broken = brokenKeys(changes, before, obstructions);
  if (broken.size === 0 && !before.objects.some(({ kind }) => kind === "tableType")) return [];
  const altered = new Map(
    changes.flatMap((change) =>
      change.kind === "alterObject" ? [[catalogObjectKey(change.to), change] as const] : [],
    ),
  );
  const isShaken = shakes(changes);
  const detours: Change[] = [];
  let left = before.objects.filter((object) => !planned.drops.has(catalogObjectKey(object)));
  for (let found = true; found;) {
    const aside = left.filter(
      (object) => isShaken(object) || stepsAside(object, altered.get(catalogObjectKey(object)), broken, obstructions),
    );
    left = left.filter((object) => !aside.includes(object));
    for (const object of aside) {
      const change = altered.get(catalogObjectKey(object));
      if (change) planned.replaced.add(change);
      detours.push({ kind: "dropObject", object }, { kind: "createObject", object: change?.to ?? object });
      broken.add(catalogObjectKey(object));
    }
    const types = detourTypes(before, [...changes, ...detours], broken, planned);
    for (const { table, column } of types.columns) obstructions.retype(table, column, broken);
    detours.push(...types.changes);
    found = aside.length > 0 || types.changes.length > 0;
  }
  return [...detours, ...detourParts(before, [...changes, ...detours], planned)];
}

/**
 * The keys of what changes take away, and of columns whose type changes. Of a column that goes for good nothing can come
 * back that depends on it: PostgreSQL then says so, where stepping aside would only put it off.
 */
function brokenKeys(changes: readonly Change[], before: Schema, { retyped }: Obstructions): Set<ObjectKey> {
  const broken = new Set<ObjectKey>(retyped);
  const come = new Set(
    changes.flatMap((change) => (change.kind === "addColumn" ? [columnKey(change.table, change.column.name)] : [])),
  );
  for (const change of changes) {
    if (change.kind === "dropColumn" && !come.has(columnKey(change.table, change.column.name))) continue;
    if (change.kind.startsWith("drop")) for (const key of footprint(change).drops) broken.add(key);
    if (change.kind === "dropTable") for (const key of partKeys(change.table, before)) broken.add(key);
    if (change.kind === "dropEnumValue" || change.kind === "reorderEnum") broken.add(enumKey(change.enum));
  }
  return broken;
}

function partKeys(table: Table, { tables }: Schema): ObjectKey[] {
  const { name, primaryKey, indexes, checks } = table;
  const constraints = [...indexes, ...checks, ...(primaryKey ? [primaryKey] : [])];
  return [
    ...wholeColumns(table, tableFinder(tables)).map((column) => columnKey(name, column.name)),
    ...[...indexes, ...(primaryKey ? [primaryKey] : [])].map((index) => indexKey(name, index.name)),
    ...constraints.map((constraint) => constraintKey(name, constraint.name)),
  ];
}

/** A table is let go of its type wherever the type or a column of the table changes. */
function shakes(changes: readonly Change[]): (object: CatalogObject) => boolean {
  const keys = new Set(
    changes.flatMap((change): ObjectKey[] => {
      if (change.kind === "alterObject") return [catalogObjectKey(change.to)];
      if (change.kind === "alterColumn") return [columnKey(change.table, change.to.name)];
      return change.kind === "addColumn" || change.kind === "dropColumn" ? [tableKey(change.table)] : [];
    }),
  );
  return ({ kind, table, dependsOn }) =>
    kind === "tableType" && table !== null && (keys.has(tableKey(table)) || dependsOn.some((key) => keys.has(key)));
}

/** What is altered in place anyhow has to step aside only where it needs the broken thing on both sides. */
function stepsAside(
  object: CatalogObject,
  change: ChangeOf<"alterObject"> | undefined,
  broken: ReadonlySet<ObjectKey>,
  { readsRetyped, retyped, remade }: Obstructions,
): boolean {
  // All that a table says of itself goes with it, and comes back with the one made in its place.
  if (object.table && broken.has(tableKey(object.table))) return true;
  const isOnlyRetyped = (key: ObjectKey) => retyped.has(key) && !remade.has(key);
  // PostgreSQL forgets no other word on how a column is kept when its type changes.
  if (
    object.kind === "storage" &&
    !/ SET (?:STORAGE|COMPRESSION) |ALTER COLUMN \d+ SET STATISTICS /.test(object.definition) &&
    object.dependsOn.every((key) => !broken.has(key) || isOnlyRetyped(key))
  )
    return false;
  const needed = change ? new Set(change.to.dependsOn) : null;
  // A comment or a grant does not mind what type its column has.
  if (
    (object.kind === "comment" || object.kind === "privileges") &&
    object.dependsOn.every((key) => !broken.has(key) || isOnlyRetyped(key))
  )
    return false;
  if (object.dependsOn.some((key) => broken.has(key) && (needed === null || needed.has(key)))) return true;
  if (object.dependsOn.length > 0 || !readers.has(object.kind)) return false;
  // Nobody asked PostgreSQL what it depends on.
  return readsRetyped(mentions(object.definition));
}

const readers = new Set<CatalogObjectKind>(["view", "materializedView", "policy", "trigger"]);
