import type { Change } from "#engine/changes/change.ts";
import { withDetours } from "#engine/changes/detours.ts";
import { invertAll } from "#engine/changes/invert.ts";
import { order } from "#engine/changes/order.ts";
import type { Schema } from "#engine/schema/model.ts";

/**
 * The way back, from `after` to where `changes` began. More than `invertAll`: what is done in place one way may not be
 * the other (PostgreSQL adds a value to an enum, and can't take it out again while an index has a condition on it).
 */
export function undo(changes: readonly Change[], after: Schema): Change[] {
  return order(withDetours(invertAll(changes), after), after);
}
