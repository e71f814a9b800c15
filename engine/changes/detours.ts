import { isAlterable } from "#engine/changes/alterable.ts";
import type { Change } from "#engine/changes/change.ts";
import { detourDefaults } from "#engine/changes/detourDefaults.ts";
import { detourDependents } from "#engine/changes/detourDependents.ts";
import { detourForeignKeys } from "#engine/changes/detourForeignKeys.ts";
import { detourTable } from "#engine/changes/detourTable.ts";
import { obstructionsOf } from "#engine/changes/obstructions.ts";
import { plannedOf } from "#engine/changes/planned.ts";
import { mapSegments } from "#engine/changes/segments.ts";
import type { Schema } from "#engine/schema/model.ts";

/**
 * The changes with what they need besides: PostgreSQL refuses some changes of a column, an enum or a key while others use
 * it, and to drop what others depend on, so these are dropped before and made again after. Changes that need nothing come
 * back as they are, and so does an answer that is asked again. Unordered: `order` puts every detour around what it is for.
 */
export function withDetours(changes: readonly Change[], before: Schema): Change[] {
  return changes.some(mayObstruct) ? mapSegments(changes, before, detour) : [...changes];
}

/** Of changes between which every name stays. */
function detour(given: readonly Change[], schemaBefore: () => Schema): readonly Change[] {
  if (!given.some(mayObstruct)) return given;
  const changes = given.flatMap(remadeWhereNeeded);
  const before = schemaBefore();
  const planned = plannedOf(changes);
  const obstructions = obstructionsOf(changes, before, planned);
  const remade = before.tables.flatMap((table) => detourTable(table, obstructions, planned));
  const foreignKeys = detourForeignKeys(before, [...changes, ...remade], obstructions, planned);
  const dependents = detourDependents(before, [...changes, ...remade, ...foreignKeys], obstructions, planned);
  const defaults = detourDefaults(changes, planned);
  const all = [...changes, ...defaults, ...remade, ...foreignKeys, ...dependents];
  return all.filter((change) => !planned.replaced.has(change));
}

/** What can be altered one way may have to be made anew the other. */
function remadeWhereNeeded(change: Change): Change[] {
  if (change.kind !== "alterObject" || isAlterable(change.from, change.to)) return [change];
  return [
    { kind: "dropObject", object: change.from },
    { kind: "createObject", object: change.to },
  ];
}

function mayObstruct({ kind }: Change): boolean {
  return kind.startsWith("drop") || kind === "alterColumn" || kind === "reorderEnum" || kind === "alterObject";
}
