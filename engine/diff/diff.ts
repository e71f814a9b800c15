import { applyAll } from "#engine/changes/apply.ts";
import type { Change } from "#engine/changes/change.ts";
import { withDetours } from "#engine/changes/detours.ts";
import { order } from "#engine/changes/order.ts";
import { lookAtAlike } from "#engine/diff/boundSequences.ts";
import { withoutCircles } from "#engine/diff/circles.ts";
import type { DiffContext } from "#engine/diff/context.ts";
import { diffEnums } from "#engine/diff/enums.ts";
import { diffExtensions } from "#engine/diff/extensions.ts";
import type { Fill } from "#engine/diff/fills.ts";
import { keepReferences } from "#engine/diff/keptReferences.ts";
import { withRoom } from "#engine/diff/makeRoom.ts";
import { diffNamespaces } from "#engine/diff/namespaces.ts";
import { diffObjects } from "#engine/diff/objects.ts";
import type { Rename } from "#engine/diff/renames.ts";
import { withOwnFunctionsApart } from "#engine/diff/ownFunctions.ts";
import { planRenames } from "#engine/diff/renameSteps.ts";
import { diffSequences } from "#engine/diff/sequences.ts";
import { diffTables } from "#engine/diff/tables.ts";
import { tornIndexes } from "#engine/diff/tornIndexes.ts";
import { tableFinder } from "#engine/schema/inherited.ts";
import type { Schema } from "#engine/schema/model.ts";
import { nameKey } from "#engine/schema/name.ts";
import { catalogObjectKey, columnKey } from "#engine/schema/objectKey.ts";

export interface DiffOptions {
  /** What is renamed instead of dropped and added. Those that don't fit are passed over: `renameProblems` tells them. */
  readonly renames?: readonly Rename[];
  /** What rows hold that have no value in a required column. One that leaves the column optional is for `withOptional`. */
  readonly fills?: readonly Fill[];
  /** The PostgreSQL schema of names without one; `public` where it isn't said. */
  readonly home?: string;
}

/**
 * The changes that turn `from` into `to`, in an order in which they can run. Complete over all that a Schema holds;
 * in place wherever PostgreSQL can.
 */
export function diff(from: Schema, to: Schema, options: DiffOptions = {}): Change[] {
  if (from === to) return [];
  const changes = keepReferences(withOwnFunctionsApart(bareDiff(from, to, options), from, to), from);
  return order(withDetours(changes, from), from);
}

/** What differs, in no order and with nothing that it takes besides. */
export function bareDiff(from: Schema, to: Schema, options: DiffOptions): Change[] {
  if (from === to) return [];
  const home = options.home ?? "public";
  const namespaces = diffNamespaces(from.namespaces, to.namespaces);
  const plan = planRenames(from, to, options.renames ?? [], home);
  const cleared = plan.cleared ?? from;
  const renames = withRoom(cleared, to, plan.renames);
  const { renamedColumns, replacements } = plan;
  const fills = new Map(
    (options.fills ?? []).flatMap(({ table, column, sql }) => (sql === null ? [] : [[columnKey(table, column), sql]])),
  );
  const given = { fills, replacements };
  return [
    ...namespaces.filter((change) => change.kind === "createNamespace"),
    ...differ(from, cleared, { ...given, renamedColumns: new Map() }),
    ...renames,
    ...differ(applyAll(cleared, renames), to, { ...given, renamedColumns }),
    ...namespaces.filter((change) => change.kind === "dropNamespace"),
  ];
}

/** Of schemas in which everything that stays has its name. Namespaces are left out. */
function differ(
  first: Schema,
  last: Schema,
  given: Omit<DiffContext, "findOld" | "findNew" | "remadeEnums" | "remadeCollations" | "tornIndexes">,
): Change[] {
  if (first === last) return [];
  const { frees, from, to, binds } = lookAtAlike(first, last);
  const enums = diffEnums(from.enums, to.enums, given);
  const remadeEnums = new Set(
    enums.flatMap((change) =>
      change.kind === "dropEnumValue" || change.kind === "reorderEnum" ? [nameKey(change.enum)] : [],
    ),
  );
  const [findOld, findNew] = [tableFinder(from.tables), tableFinder(to.tables)];
  const objects = diffObjects(from.objects, to.objects);
  const remadeCollations = new Set(
    objects.flatMap((change) =>
      change.kind === "dropObject" && change.object.kind === "collation" ? [catalogObjectKey(change.object)] : [],
    ),
  );
  const torn = tornIndexes(from.tables, to.tables);
  const context: DiffContext = { ...given, remadeEnums, remadeCollations, tornIndexes: torn, findOld, findNew };
  const changes = withoutCircles([
    ...diffExtensions(from.extensions, to.extensions),
    ...enums,
    ...diffSequences(from.sequences, to.sequences),
    ...diffTables(from.tables, to.tables, context),
    ...objects,
  ]);
  return [...frees, ...changes, ...binds];
}
