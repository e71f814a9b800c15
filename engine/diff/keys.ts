import type { Change } from "#engine/changes/change.ts";
import { equal } from "#engine/core/equal.ts";
import type { DiffContext } from "#engine/diff/context.ts";
import { differences, pairRenamed } from "#engine/diff/match.ts";
import { mentions } from "#engine/schema/expressionNames.ts";
import type { Check, PrimaryKey, Table } from "#engine/schema/model.ts";
import { columnKey } from "#engine/schema/objectKey.ts";
import { sameCheck, sameCheckContent, samePrimaryKey } from "#engine/schema/same.ts";

/** Primary key and checks. A foreign key that leans on a primary key is seen to in foreignKeys. */
export function diffKeys(from: Table, to: Table, context: DiffContext): Change[] {
  return [...diffPrimaryKey(from, to, context), ...diffChecks(from, to, context)];
}

function diffPrimaryKey(from: Table, to: Table, { rebuilds, isTaken }: DiffContext): Change[] {
  const table = to.name;
  const isRemade = (key: PrimaryKey) => key.columns.some((column) => rebuilds.remade.has(columnKey(table, column)));
  const { primaryKey: a } = from;
  const { primaryKey: b } = to;
  if (a === null) return b === null ? [] : [{ kind: "addPrimaryKey", table, primaryKey: b }];
  if (b === null) return [{ kind: "dropPrimaryKey", table, primaryKey: a }];
  if (samePrimaryKey(a, b) && !isRemade(b)) return [];
  if (equal(a.columns, b.columns) && !isRemade(b) && !isTaken(table.schema, b.name)) {
    return [{ kind: "renameConstraint", table, from: a.name, to: b.name }];
  }
  return [
    { kind: "dropPrimaryKey", table, primaryKey: a },
    { kind: "addPrimaryKey", table, primaryKey: b },
  ];
}

function diffChecks(from: Table, to: Table, { rebuilds }: DiffContext): Change[] {
  const table = to.name;
  // Only the texts of checks are known: what mentions a column is taken to read it.
  const isInTheWay = (check: Check) =>
    rebuilds.recast.size > 0 &&
    [...mentions(check.definition)].some((name) => rebuilds.recast.has(columnKey(table, name)));
  const same = (a: Check, b: Check) => sameCheck(a, b) && !isInTheWay(b);
  const { removed, added, changed } = differences(from.checks, to.checks, (check) => check.name, same);
  const names = new Set([...from.checks, ...from.foreignKeys].map(({ name }) => name));
  const pairs = pairRenamed(
    removed,
    added,
    (a, b) => sameCheckContent(a, b) && !isInTheWay(b) && !names.has(b.name) && b.name !== from.primaryKey?.name,
  );
  return [
    ...pairs.renamed.map(([a, b]): Change => ({ kind: "renameConstraint", table, from: a.name, to: b.name })),
    ...[...pairs.removed, ...changed.map(([a]) => a)].map((check): Change => ({ kind: "dropCheck", table, check })),
    ...[...pairs.added, ...changed.map(([, b]) => b)].map((check): Change => ({ kind: "addCheck", table, check })),
  ];
}
