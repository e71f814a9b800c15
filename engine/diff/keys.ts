import type { Change } from "#engine/changes/change.ts";
import { differences, pairRenamed } from "#engine/diff/match.ts";
import type { Table } from "#engine/schema/model.ts";
import { sameCheck, sameCheckContent, samePrimaryKey, samePrimaryKeyContent } from "#engine/schema/same.ts";

/** Primary key and checks. */
export function diffKeys(from: Table, to: Table): Change[] {
  return [...diffPrimaryKey(from, to), ...diffChecks(from, to)];
}

export function diffPrimaryKey(from: Table, to: Table): Change[] {
  const table = to.name;
  const { primaryKey: a } = from;
  const { primaryKey: b } = to;
  if (samePrimaryKey(a, b)) return [];
  if (a && b && samePrimaryKeyContent(a, b)) {
    return [{ kind: "renameConstraint", table, from: a.name, to: b.name }];
  }
  const drop: Change[] = a === null ? [] : [{ kind: "dropPrimaryKey", table, primaryKey: a }];
  const add: Change[] = b === null ? [] : [{ kind: "addPrimaryKey", table, primaryKey: b }];
  return [...drop, ...add];
}

export function diffChecks(from: Table, to: Table): Change[] {
  const table = to.name;
  const { removed, added, changed } = differences(from.checks, to.checks, (check) => check.name, sameCheck);
  const pairs = pairRenamed(removed, added, sameCheckContent);
  return [
    ...pairs.renamed.map(([a, b]): Change => ({ kind: "renameConstraint", table, from: a.name, to: b.name })),
    ...[...pairs.removed, ...changed.map(([a]) => a)].map((check): Change => ({ kind: "dropCheck", table, check })),
    ...[...pairs.added, ...changed.map(([, b]) => b)].map((check): Change => ({ kind: "addCheck", table, check })),
  ];
}
