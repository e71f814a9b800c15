import type { Change } from "#engine/changes/change.ts";
import type { DiffContext } from "#engine/diff/context.ts";
import { differences, pairRenamed } from "#engine/diff/match.ts";
import type { Table } from "#engine/schema/model.ts";
import { sameCheck, sameCheckContent, samePrimaryKey, samePrimaryKeyContent } from "#engine/schema/same.ts";

/** Primary key and checks. */
export function diffKeys(from: Table, to: Table, context: DiffContext): Change[] {
  return [...diffPrimaryKey(from, to, context), ...diffChecks(from, to)];
}

export function diffPrimaryKey(from: Table, to: Table, { isTaken }: DiffContext): Change[] {
  const table = to.name;
  const { primaryKey: a } = from;
  const { primaryKey: b } = to;
  if (samePrimaryKey(a, b)) return [];
  if (a && b && samePrimaryKeyContent(a, b) && !isTaken(table.schema, b.name)) {
    return [{ kind: "renameConstraint", table, from: a.name, to: b.name }];
  }
  const drop: Change[] = a === null ? [] : [{ kind: "dropPrimaryKey", table, primaryKey: a }];
  const add: Change[] = b === null ? [] : [{ kind: "addPrimaryKey", table, primaryKey: b }];
  return [...drop, ...add];
}

export function diffChecks(from: Table, to: Table): Change[] {
  const table = to.name;
  const { removed, added, changed } = differences(from.checks, to.checks, (check) => check.name, sameCheck);
  const names = new Set([...from.checks, ...from.foreignKeys, ...from.indexes].map(({ name }) => name));
  const pairs = pairRenamed(
    removed,
    added,
    (a, b) => sameCheckContent(a, b) && !names.has(b.name) && b.name !== from.primaryKey?.name,
  );
  return [
    ...pairs.renamed.map(([a, b]): Change => ({ kind: "renameConstraint", table, from: a.name, to: b.name })),
    ...[...pairs.removed, ...changed.map(([a]) => a)].map((check): Change => ({ kind: "dropCheck", table, check })),
    ...[...pairs.added, ...changed.map(([, b]) => b)].map((check): Change => ({ kind: "addCheck", table, check })),
  ];
}
