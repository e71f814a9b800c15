import type { Change } from "#engine/changes/change.ts";
import { footprint } from "#engine/changes/footprint.ts";
import { meanwhileName } from "#engine/changes/meanwhile.ts";
import type { ObjectKey } from "#engine/schema/objectKey.ts";

/**
 * The changes with a step more where things take each other's names in a circle: indexes, constraints and the sequences of
 * columns. One of them goes through a name that nobody has.
 */
export function withoutCircles(changes: readonly Change[]): Change[] {
  const waiting = new Map(changes.filter(takesName).map((change) => [change, namesOf(change)]));
  if (waiting.size < 2) return [...changes];
  const holders = new Map<ObjectKey, Change>();
  for (const [change, { gives }] of waiting) for (const key of gives) holders.set(key, change);
  const isFree = (change: Change, takes: readonly ObjectKey[]) =>
    !takes.some((key) => holders.has(key) && holders.get(key) !== change);
  const release = (change: Change, gives: readonly ObjectKey[]) => {
    waiting.delete(change);
    for (const key of gives) holders.delete(key);
  };

  const detours = new Map<Change, readonly Change[]>();
  while (waiting.size > 0) {
    const before = waiting.size;
    for (const [change, { takes, gives }] of waiting) if (isFree(change, takes)) release(change, gives);
    if (waiting.size < before) continue;
    for (const [change, { gives }] of waiting) {
      detours.set(change, through(meanwhileName(detours.size), change));
      release(change, gives);
      break;
    }
  }
  return changes.flatMap((change) => detours.get(change) ?? [change]);
}

function takesName(change: Change): boolean {
  if (change.kind === "renameIndex" || change.kind === "renameConstraint") return true;
  return (
    change.kind === "alterColumn" && change.from.default?.kind === "serial" && change.to.default?.kind === "serial"
  );
}

function namesOf(change: Change): { readonly takes: readonly ObjectKey[]; readonly gives: readonly ObjectKey[] } {
  const { creates, drops } = footprint(change);
  return { takes: creates, gives: drops };
}

function through(name: string, change: Change): readonly Change[] {
  if (change.kind === "renameIndex" || change.kind === "renameConstraint") {
    return [
      { ...change, to: name },
      { ...change, from: name },
    ];
  }
  if (change.kind !== "alterColumn" || change.from.default?.kind !== "serial") return [change];
  const { sequence } = change.from.default;
  const meanwhile = { ...change.from, default: { ...change.from.default, sequence: { ...sequence, name } } };
  return [
    { ...change, to: meanwhile, fill: null },
    { ...change, from: meanwhile },
  ];
}
