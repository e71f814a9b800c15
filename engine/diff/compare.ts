import type { Change } from "#engine/changes/change.ts";
import { inOneStep } from "#engine/changes/madeAnew.ts";
import { subjectOf } from "#engine/changes/subject.ts";
import { bareDiff, type DiffOptions } from "#engine/diff/diff.ts";
import { order } from "#engine/changes/order.ts";
import type { CatalogObjectKind, Schema } from "#engine/schema/model.ts";
import {
  catalogObjectKey,
  columnKey,
  constraintKey,
  enumKey,
  indexKey,
  type ObjectKey,
  sequenceKey,
  tableKey,
} from "#engine/schema/objectKey.ts";
import { sameColumn, sameIndex } from "#engine/schema/same.ts";

/**
 * What tells two schemas apart, each difference once: not what else it takes to get from one to the other, nor the parts
 * of what is on one side only.
 */
export function compare(from: Schema, to: Schema, options: Pick<DiffOptions, "home" | "renames"> = {}): Change[] {
  const changes = inOneStep(bareDiff(from, to, options));
  if (changes.length < 2) return changes;
  const wholes = new Set(changes.flatMap(wholesOf));
  return order(
    changes.filter((change) => !isPart(change, wholes) && !isStep(change, changes)),
    from,
  );
}

/** What came or went as a whole, by its key and the way it took. */
function wholesOf(change: Change): string[] {
  return keysOf(change).map((key) => tagged(change, key));
}

function keysOf(change: Change): ObjectKey[] {
  const { kind } = change;
  if (kind === "createTable" || kind === "dropTable") return [tableKey(change.table.name)];
  if (kind === "createObject" || kind === "dropObject") return [catalogObjectKey(change.object)];
  if (kind === "createSequence" || kind === "dropSequence") return [sequenceKey(change.sequence.name)];
  if (kind === "createEnum" || kind === "dropEnum") return [enumKey(change.enum.name)];
  if (kind === "addColumn" || kind === "dropColumn") return [columnKey(change.table, change.column.name)];
  if (kind === "createIndex" || kind === "dropIndex") {
    return [indexKey, constraintKey].map((keyOf) => keyOf(change.table, change.index.name));
  }
  if (kind === "addCheck" || kind === "dropCheck") return [constraintKey(change.table, change.check.name)];
  if (kind === "addForeignKey" || kind === "dropForeignKey") {
    return [constraintKey(change.table, change.foreignKey.name)];
  }
  if (kind === "addPrimaryKey" || kind === "dropPrimaryKey") {
    return [constraintKey(change.table, change.primaryKey.name)];
  }
  return [];
}

function tagged({ kind }: Change, key: ObjectKey): string {
  return `${kind.startsWith("drop") ? "gone" : "new"} ${key}`;
}

/** Of a table that came or went, or on an object that did. */
function isPart(change: Change, wholes: ReadonlySet<string>): boolean {
  const has = (key: ObjectKey) => wholes.has(tagged(change, key));
  if (change.kind === "createTable" || change.kind === "dropTable") {
    const { partitionOf } = change.table;
    return partitionOf !== null && has(tableKey(partitionOf.table));
  }
  const { table } = subjectOf(change);
  if (table && has(tableKey(table))) return true;
  if (change.kind === "alterSequence") {
    const key = sequenceKey(change.to.name);
    return wholes.has(`new ${key}`) || wholes.has(`gone ${key}`);
  }
  if (change.kind !== "createObject" && change.kind !== "dropObject") return false;
  const { object } = change;
  if (saidOfParts.has(object.kind) && object.dependsOn.some(has)) return true;
  if (object.table === null) return false;
  if (object.kind === "constraintTriggers") return has(constraintKey(object.table, object.name.name));
  const views = ["view", "materializedView", "foreignTable"] as const;
  return views.some((kind) => has(catalogObjectKey({ kind, name: object.table ?? object.name, table: null })));
}

const saidOfParts: ReadonlySet<CatalogObjectKind> = new Set(["comment", "privileges", "storage"]);

/** What ends where it began, or makes way for what follows. */
function isStep(change: Change, changes: readonly Change[]): boolean {
  if (change.kind === "freeSequence" || change.kind === "bindSequence") return true;
  if (change.kind === "alterColumn") return sameColumn(change.from, change.to);
  if (change.kind === "alterIndex") return sameIndex(change.from, change.to);
  if (change.kind !== "detachPartition") return false;
  const key = tableKey(change.table);
  return changes.some((other) => other.kind === "attachPartition" && tableKey(other.table) === key);
}
