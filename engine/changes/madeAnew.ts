import type { Change } from "#engine/changes/change.ts";
import { nameKey } from "#engine/schema/name.ts";
import { catalogObjectKey, constraintKey, indexKey } from "#engine/schema/objectKey.ts";

/** The changes with each key, index, foreign key or check that is made anew as two: it goes, and it comes. */
export function inTwoSteps(changes: readonly Change[]): Change[] {
  return changes.flatMap((change): Change[] => {
    const { kind } = change;
    if (kind === "alterPrimaryKey") {
      const { table, from, to } = change;
      return [
        { kind: "dropPrimaryKey", table, primaryKey: from },
        { kind: "addPrimaryKey", table, primaryKey: to },
      ];
    }
    if (kind === "alterIndex") {
      const { table, from, to } = change;
      return [
        { kind: "dropIndex", table, index: from },
        { kind: "createIndex", table, index: to },
      ];
    }
    if (kind === "alterForeignKey") {
      const { table, from, to } = change;
      return [
        { kind: "dropForeignKey", table, foreignKey: from },
        { kind: "addForeignKey", table, foreignKey: to },
      ];
    }
    if (kind !== "alterCheck") return [change];
    const { table, from, to } = change;
    return [
      { kind: "dropCheck", table, check: from },
      { kind: "addCheck", table, check: to },
    ];
  });
}

/** The reverse: what goes and comes under one name, or in one place, as one change. */
export function inOneStep(changes: readonly Change[]): Change[] {
  const come = new Map<string, Change>();
  for (const change of changes) {
    const place = placeOf(change);
    if (place !== null && !change.kind.startsWith("drop")) come.set(place, change);
  }
  const joined = new Set<Change>();
  const whole = changes.map((change) => {
    const place = change.kind.startsWith("drop") ? placeOf(change) : null;
    const other = place === null ? undefined : come.get(place);
    const one = other === undefined ? null : join(change, other);
    if (one !== null && other !== undefined) joined.add(other);
    return one ?? change;
  });
  return whole.filter((change) => !joined.has(change));
}

function placeOf(change: Change): string | null {
  if (change.kind === "createObject" || change.kind === "dropObject") return catalogObjectKey(change.object);
  if (change.kind === "addPrimaryKey" || change.kind === "dropPrimaryKey")
    return `primaryKey\0${nameKey(change.table)}`;
  if (change.kind === "createIndex" || change.kind === "dropIndex") return indexKey(change.table, change.index.name);
  if (change.kind === "addForeignKey" || change.kind === "dropForeignKey") {
    return constraintKey(change.table, change.foreignKey.name);
  }
  return change.kind === "addCheck" || change.kind === "dropCheck"
    ? constraintKey(change.table, change.check.name)
    : null;
}

function join(gone: Change, come: Change): Change | null {
  if (gone.kind === "dropObject" && come.kind === "createObject") {
    return { kind: "alterObject", from: gone.object, to: come.object };
  }
  if (gone.kind === "dropPrimaryKey" && come.kind === "addPrimaryKey") {
    return { kind: "alterPrimaryKey", table: come.table, from: gone.primaryKey, to: come.primaryKey };
  }
  if (gone.kind === "dropIndex" && come.kind === "createIndex") {
    return { kind: "alterIndex", table: come.table, from: gone.index, to: come.index };
  }
  if (gone.kind === "dropForeignKey" && come.kind === "addForeignKey") {
    return { kind: "alterForeignKey", table: come.table, from: gone.foreignKey, to: come.foreignKey };
  }
  if (gone.kind === "dropCheck" && come.kind === "addCheck") {
    return { kind: "alterCheck", table: come.table, from: gone.check, to: come.check };
  }
  return null;
}
