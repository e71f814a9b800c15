import type { Change } from "#engine/changes/change.ts";
import { footprint } from "#engine/changes/footprint.ts";
import type { ObjectKey } from "#engine/schema/objectKey.ts";

/** Whether the object of a key is dropped by one of the changes. */
export function droppedKeys(changes: readonly Change[]): (key: ObjectKey) => boolean {
  let dropped: ReadonlySet<ObjectKey> | null = null;
  const collect = () =>
    new Set(changes.filter(({ kind }) => kind.startsWith("drop")).flatMap((change) => footprint(change).drops));
  return (key) => (dropped ??= collect()).has(key);
}

/** The index of the last change that makes a table, type, sequence, view or function of a name; null for none. */
export function lastBirths(changes: readonly Change[]): (name: string) => number | null {
  let births: ReadonlyMap<string, number> | null = null;
  const collect = () => new Map(changes.flatMap((change, at) => namesMade(change).map((name) => [name, at] as const)));
  return (name) => (births ??= collect()).get(name) ?? null;
}

function namesMade(change: Change): string[] {
  if (change.kind === "createTable") return [change.table.name.name];
  if (change.kind === "createEnum") return [change.enum.name.name];
  if (change.kind === "createSequence") return [change.sequence.name.name];
  if (change.kind === "createObject") return [change.object.name.name.replace(/\(.*$/s, "")];
  return change.kind === "renameTable" || change.kind === "renameEnum" ? [change.to.name] : [];
}
