import { applyAll } from "#engine/changes/apply.ts";
import { likeliest, type RenameCandidate, type Targets } from "#engine/diff/candidates.ts";
import { type Ends, endsOf, turnOf } from "#engine/diff/joinTables.ts";
import { columnScore, tableScore } from "#engine/diff/likeness.ts";
import { differences } from "#engine/diff/match.ts";
import { plausibleEnumRenames } from "#engine/diff/plausibleEnums.ts";
import type { Rename } from "#engine/diff/renames.ts";
import { planRenames } from "#engine/diff/renameSteps.ts";
import { sidesOf } from "#engine/diff/settleRenames.ts";
import type { Schema, Table } from "#engine/schema/model.ts";
import { nameKey, type QualifiedName } from "#engine/schema/name.ts";

/**
 * What may have been renamed, for a question to a person: nothing here is sure enough to be done unasked. Of one thing
 * that went, the likeliest first. `renames` are those already answered.
 */
export function plausibleRenames(
  from: Schema,
  to: Schema,
  options: { readonly renames?: readonly Rename[]; readonly home?: string } = {},
): RenameCandidate[] {
  const plan = planRenames(from, to, options.renames ?? [], options.home ?? "public");
  const renamed = applyAll(plan.cleared ?? from, plan.renames);
  const oldName = (name: QualifiedName) => plan.oldNames.get(nameKey(name)) ?? name;
  const { removed, added, changed } = differences(
    renamed.tables,
    to.tables,
    (table) => nameKey(table.name),
    (a, b) => a === b,
  );
  const { oldTables, newTables } = sidesOf(renamed, to);
  const ends: BothEnds = { old: (table) => endsOf(table, oldTables), next: (table) => endsOf(table, newTables) };
  const only = removed.length === 1 && added.length === 1;
  return [
    ...removed.flatMap((table) => likeliest(added.map((other) => tableCandidate(table, other, ends, { only })))),
    ...changed.flatMap(([a, b]) => columnCandidates(a, b, oldName(a.name))),
    ...plausibleEnumRenames(renamed, to, plan),
  ];
}

/** What a many-to-many table joins, of one side and of the other. */
interface BothEnds {
  readonly old: (table: Table) => Ends | null;
  readonly next: (table: Table) => Ends | null;
}

function tableCandidate(
  from: Table,
  to: Table,
  endsOf: BothEnds,
  options: { readonly only: boolean },
): RenameCandidate | null {
  // Partitions come and go by themselves.
  if (from.partitionOf || to.partitionOf) return null;
  const [ends, next] = [endsOf.old(from), endsOf.next(to)];
  // Two tables of many-to-many relations look all alike: only what they join tells them apart.
  if (ends && next && turnOf(ends, next) === null) return null;
  const score = tableScore(from, to, options) ?? (ends && next ? 0.5 : null);
  return score === null
    ? null
    : { rename: { kind: "table", from: from.name, to: to.name }, score, merges: false, targets: null };
}

function columnCandidates(from: Table, to: Table, table: QualifiedName): RenameCandidate[] {
  const { removed, added } = differences(
    from.columns,
    to.columns,
    (column) => column.name,
    () => true,
  );
  if (removed.length === 0 || added.length === 0) return [];
  return removed.flatMap((column) =>
    likeliest(
      added.map((other) => {
        const score = columnScore(column, other, from, to);
        if (score === null) return null;
        const rename: Rename = { kind: "column", table, from: column.name, to: other.name };
        return { rename, score, merges: false, targets: targetsOf([from, column.name], [to, other.name]) };
      }),
    ),
  );
}

function targetsOf(...columns: readonly [from: TableColumn, to: TableColumn]): Targets | null {
  const [from, to] = columns.map(([table, column]) => {
    const key = table.foreignKeys.find(({ columns }) => columns.length === 1 && columns[0] === column);
    return key?.references.table ?? null;
  });
  const isSame = (from && nameKey(from)) === (to && nameKey(to));
  return isSame ? null : { from: from ?? null, to: to ?? null };
}

type TableColumn = readonly [table: Table, column: string];
