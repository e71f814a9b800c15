import type { Change } from "#engine/changes/change.ts";
import { withDetours } from "#engine/changes/detours.ts";
import { joinsBy } from "#engine/changes/followView.ts";
import { invertAll } from "#engine/changes/invert.ts";
import { order } from "#engine/changes/order.ts";
import type { CatalogObject, Schema } from "#engine/schema/model.ts";

/**
 * The way back, from `after` to where `changes` began. More than `invertAll`: what is done in place one way may not be
 * the other (PostgreSQL adds a value to an enum, and can't take it out again while an index has a condition on it).
 */
export function undo(changes: readonly Change[], after: Schema): Change[] {
  return order(withDetours(behindRenames(invertAll(changes)), after), after);
}

/**
 * With views that are joined by a renamed column made or altered after it has its old name again: their former text finds
 * it by that name, where all other text of a view follows a renaming by itself.
 */
function behindRenames(changes: readonly Change[]): Change[] {
  const renames = changes.flatMap((change, at) => (change.kind === "renameColumn" ? [{ name: change.to, at }] : []));
  if (renames.length === 0) return [...changes];
  const placed = changes.map((change, at) => {
    const view = viewOf(change);
    const read = view ? renames.filter(({ name }) => joinsBy(view.definition, name)) : [];
    return { change, at: Math.max(at, ...read.map((rename) => rename.at + 0.5)) };
  });
  return placed.toSorted((a, b) => a.at - b.at).map(({ change }) => change);
}

function viewOf(change: Change): CatalogObject | null {
  const object = change.kind === "alterObject" ? change.to : change.kind === "createObject" ? change.object : null;
  return object?.kind === "view" || object?.kind === "materializedView" ? object : null;
}
