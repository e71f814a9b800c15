import type { Change } from "#engine/changes/change.ts";
import { stateCursor } from "#engine/changes/cursor.ts";
import type { Schema } from "#engine/schema/model.ts";
import { catalogObjectKey, columnKey, enumKey, type ObjectKey, tableKey } from "#engine/schema/objectKey.ts";

/**
 * The objects that depend on something which `changes` rename, and that nothing else is done to. PostgreSQL keeps them as
 * trees and prints their texts anew, in words that a text alone does not always lead to.
 */
export function followers(changes: readonly Change[], before: Schema): ReadonlySet<ObjectKey> {
  const stateBefore = stateCursor(before, changes);
  const found = new Set<ObjectKey>();
  for (const [at, change] of changes.entries()) {
    const key = renamedKey(change);
    if (key === null) continue;
    for (const object of stateBefore(at).objects) {
      if (object.dependsOn.includes(key)) found.add(catalogObjectKey(object));
    }
  }
  for (const change of changes) {
    if (change.kind === "createObject" || change.kind === "dropObject") found.delete(catalogObjectKey(change.object));
    if (change.kind === "alterObject") found.delete(catalogObjectKey(change.to));
  }
  return found;
}

function renamedKey(change: Change): ObjectKey | null {
  if (change.kind === "renameTable") return tableKey(change.from);
  if (change.kind === "renameColumn") return columnKey(change.table, change.from);
  if (change.kind === "renameEnum") return enumKey(change.from);
  return change.kind === "renameEnumValue" ? enumKey(change.enum) : null;
}
