import { applyAll } from "#engine/changes/apply.ts";
import type { Change } from "#engine/changes/change.ts";
import type { Schema } from "#engine/schema/model.ts";

/**
 * The schema as it is before the change at an index, for indexes that mostly grow. Each change is applied once, and
 * only when somebody asks for what comes after it.
 */
export function stateCursor(start: Schema, changes: readonly Change[]): (at: number) => Schema {
  let [state, position] = [start, 0];
  return (at) => {
    if (at < position) [state, position] = [start, 0];
    if (at > position) [state, position] = [applyAll(state, changes.slice(position, at)), at];
    return state;
  };
}
