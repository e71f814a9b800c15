import { applyAll } from "#engine/changes/apply.ts";
import { nameSimilarity } from "#engine/diff/nameSimilarity.ts";
import { differences } from "#engine/diff/match.ts";
import type { Rename } from "#engine/diff/renames.ts";
import { planRenames } from "#engine/diff/renameSteps.ts";
import { conversionOf } from "#engine/changes/conversions.ts";
import type { Column, Schema, Table } from "#engine/schema/model.ts";
import { nameKey, type QualifiedName } from "#engine/schema/name.ts";
import { sameDefault, sameType } from "#engine/schema/same.ts";

/** Something that went and something that came, which may be one thing under a new name. */
export interface RenameCandidate {
  readonly rename: Rename;
  /** From 0 to 1: how much speaks for it. */
  readonly score: number;
}

/**
 * What may have been renamed, for a question to a person: nothing here is sure enough to be done unasked. Of one thing
 * that went, the likeliest first. `renames` are those already answered.
 */
export function plausibleRenames(
  from: Schema,
  to: Schema,
  options: { readonly renames?: readonly Rename[] } = {},
): RenameCandidate[] {
  const answered = options.renames ?? [];
  const plan = planRenames(from, to, answered);
  const renamed = applyAll(plan.cleared ?? from, plan.renames);
  const oldNames = new Map(
    answered.flatMap((rename) => (rename.kind === "table" ? [[nameKey(rename.to), rename.from] as const] : [])),
  );
  const { removed, added, changed } = differences(
    renamed.tables,
    to.tables,
    (table) => nameKey(table.name),
    (a, b) => a === b,
  );
  return [
    ...removed.flatMap((table) => best(added.map((other) => tableCandidate(table, other)))),
    ...changed.flatMap(([a, b]) => columnCandidates(a, b, oldNames.get(nameKey(a.name)) ?? a.name)),
  ];
}

/** More than a handful of answers is no help. */
const most = 5;

function best(candidates: readonly (RenameCandidate | null)[]): RenameCandidate[] {
  return candidates
    .filter((candidate) => candidate !== null)
    .sort((a, b) => b.score - a.score)
    .slice(0, most);
}

/** Tables are alike by their columns: half of them have to be the same. */
function tableCandidate(from: Table, to: Table): RenameCandidate | null {
  const columns = new Map(to.columns.map((column) => [column.name, column]));
  const shared = from.columns.filter((column) => {
    const other = columns.get(column.name);
    return other !== undefined && sameType(column.type, other.type);
  }).length;
  const all = from.columns.length + to.columns.length - shared;
  const alike = all === 0 ? 0 : shared / all;
  const name = from.name.name === to.name.name ? 1 : nameSimilarity(from.name.name, to.name.name);
  if (alike < 0.5 && (name < 0.6 || alike < 0.25)) return null;
  return { rename: { kind: "table", from: from.name, to: to.name }, score: 0.7 * alike + 0.3 * name };
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
    best(
      added.map((other) => {
        const score = columnScore(column, other, from, to);
        return score === null ? null : { rename: { kind: "column", table, from: column.name, to: other.name }, score };
      }),
    ),
  );
}

/** Columns of one type may always be one; of another, only if the values can go over and the names are near. */
function columnScore(a: Column, b: Column, from: Table, to: Table): number | null {
  const name = nameSimilarity(a.name, b.name);
  const sameKind = sameType(a.type, b.type);
  if (!sameKind && (conversionOf(a.type, b.type) === "parses" || name < 0.5)) return null;
  const place = 1 - Math.min(1, Math.abs(from.columns.indexOf(a) - to.columns.indexOf(b)) / 4);
  const facts = Number(a.nullable === b.nullable) * 0.5 + Number(sameDefault(a.default, b.default, b.type)) * 0.5;
  return 0.3 * Number(sameKind) + 0.35 * name + 0.15 * place + 0.1 * neighbours(a, b, from, to) + 0.1 * facts;
}

/** How many of the columns before and after stayed where they are. */
function neighbours(a: Column, b: Column, from: Table, to: Table): number {
  const around = (table: Table, column: Column) => {
    const at = table.columns.indexOf(column);
    return [table.columns[at - 1]?.name ?? "", table.columns[at + 1]?.name ?? ""];
  };
  const [before, after] = around(from, a);
  const [newBefore, newAfter] = around(to, b);
  return (Number(before === newBefore) + Number(after === newAfter)) / 2;
}
