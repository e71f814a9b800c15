import { isAlterable } from "#engine/changes/alterable.ts";
import type { Change, ChangeKind, ChangeOf } from "#engine/changes/change.ts";
import { detourCollations } from "#engine/changes/detourCollations.ts";
import { detourEnums } from "#engine/changes/detourEnums.ts";
import { detourDependents } from "#engine/changes/detourDependents.ts";
import { detourForeignKeys } from "#engine/changes/detourForeignKeys.ts";
import { detourSequences } from "#engine/changes/detourSequences.ts";
import { detourTable } from "#engine/changes/detourTable.ts";
import { detourMakings } from "#engine/changes/detourMakings.ts";
import { inTwoSteps } from "#engine/changes/madeAnew.ts";
import { obstructionsOf } from "#engine/changes/obstructions.ts";
import { plannedOf } from "#engine/changes/planned.ts";
import { mapSegments } from "#engine/changes/segments.ts";
import type { CatalogObject, Column, Schema } from "#engine/schema/model.ts";
import { catalogObjectKey } from "#engine/schema/objectKey.ts";

/**
 * The changes with what they need besides: PostgreSQL refuses some changes of a column, an enum or a key while others use
 * it, and to drop what others depend on, so these are dropped before and made again after. Changes that need nothing come
 * back as they are, and so does an answer that is asked again. Unordered: `order` puts every detour around what it is for.
 */
export function withDetours(changes: readonly Change[], before: Schema): Change[] {
  const isGranted = before.objects.some(({ kind }) => kind === "defaultPrivileges");
  return isGranted || changes.some(mayObstruct) ? mapSegments(changes, before, detour) : [...changes];
}

/** Of changes between which every name stays. */
function detour(given: readonly Change[], schemaBefore: () => Schema): readonly Change[] {
  const before = schemaBefore();
  return detourMakings(given.some(mayObstruct) ? detourObstructed(given, before) : given, before);
}

function detourObstructed(given: readonly Change[], before: Schema): readonly Change[] {
  const changes = inTwoSteps(given).flatMap((change) => remadeWhereNeeded(change, before));
  const planned = plannedOf(changes);
  const obstructions = obstructionsOf(changes, before, planned);
  const remade = before.tables.flatMap((table) => detourTable(table, obstructions, planned));
  const foreignKeys = detourForeignKeys(before, [...changes, ...remade], obstructions, planned);
  remade.push(...detourCollations(changes, obstructions, planned));
  const dependents = detourDependents(before, [...changes, ...remade, ...foreignKeys], obstructions, planned);
  const enums = detourEnums(changes, planned);
  const sequences = detourSequences(before, [...changes, ...remade, ...dependents], planned);
  const all = [...changes, ...enums, ...remade, ...foreignKeys, ...dependents, ...sequences];
  return all.filter((change) => !planned.replaced.has(change));
}

/** What can be altered one way may have to be made anew the other. */
function remadeWhereNeeded(change: Change, before: Schema): Change[] {
  if (change.kind !== "alterObject") return [change];
  if (isAlterable(change.from, change.to) && !isDeepInside(change, before)) return [change];
  return [
    { kind: "dropObject", object: change.from },
    { kind: "createObject", object: change.to },
  ];
}

/** PostgreSQL checks a domain's new rules in columns of it, and refuses where it is an element or an attribute of their type. */
function isDeepInside({ from, to }: ChangeOf<"alterObject">, { tables, objects }: Schema): boolean {
  if (to.kind !== "domain") return false;
  const old = new Set(from.parts.map(({ name, text }) => `${name} ${text}`));
  const rules = to.parts.filter(({ name, text }) => isRule(name) && !old.has(`${name} ${text}`));
  if (rules.length === 0) return false;
  const isList = ({ type }: Column) =>
    type.kind === "other" && type.array && type.schema === to.name.schema && type.name === to.name.name;
  const key = catalogObjectKey(to);
  const isPart = ({ kind, dependsOn }: CatalogObject) =>
    (kind === "compositeType" || kind === "rangeType") && dependsOn.includes(key);
  return objects.some(isPart) || tables.some((table) => table.columns.some(isList));
}

function isRule(part: string): boolean {
  return part === "required" || part.startsWith("check ");
}

function mayObstruct({ kind }: Change): boolean {
  return kind.startsWith("drop") || kind === "reorderEnum" || obstructing.has(kind);
}

const obstructing: ReadonlySet<ChangeKind> = new Set<ChangeKind>([
  "alterColumn",
  "alterObject",
  "alterPrimaryKey",
  "alterIndex",
]);
