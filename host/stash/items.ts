import {
  type Change,
  type Direction,
  diff,
  hazardsOf,
  nameKey,
  type QualifiedName,
  type Rename,
  sameName,
  sameType,
  scan,
  type Section,
} from "#engine/index.ts";
import { conversionsIn } from "#host/preflight/conversions.ts";
import type { Trace } from "#host/shadow.ts";
import type { StashKind } from "#host/stash/stash.ts";

/** Something a step takes away, that can be kept: by the names from before the step. */
export interface StashItem {
  readonly kind: StashKind;
  readonly table: QualifiedName;
  readonly column: string | null;
  /** What table and column are called when the step is done; as before where they are gone. */
  readonly after: { readonly table: QualifiedName; readonly column: string | null };
  /** Of the names that rows are found by again. */
  readonly renamed: ReadonlyMap<string, string>;
  /** Columns whose values change as well, so that no row is found by them again. */
  readonly changing: readonly string[];
  /** The section that takes it away, by its index in the step. */
  readonly section: number;
}

/** What a traced step takes away: tables and columns by identity, and values that a change of type may not leave alone. */
export function stashItems(
  { before, after, dropped, renamed }: Trace,
  step: { readonly sections: readonly Section[]; readonly direction: Direction },
): readonly StashItem[] {
  const changes = diff(before, after, { renames: renamed });
  const conversions = conversionsIn(step.sections);
  const retyped = changes.filter(
    (change) =>
      change.kind === "alterColumn" &&
      !sameType(change.from.type, change.to.type) &&
      conversions.get(change.to.name) === "free",
  );
  const item = (kind: StashKind, table: QualifiedName, column: string | null): StashItem => {
    const columns = columnsRenamed(renamed, table);
    return {
      kind,
      table,
      column,
      after: { table: tableAfter(renamed, table), column: column === null ? null : (columns.get(column) ?? column) },
      renamed: columns,
      changing: retyped.flatMap((change) =>
        change.kind === "alterColumn" && sameName(change.table, table) ? [change.to.name] : [],
      ),
      section: sectionOf(step.sections, column ?? table.name),
    };
  };
  // Of a table that is made anew around its partitions, each that goes is told for itself.
  const goes = dropped.filter(({ stays }) => stays.length === 0);
  const gone = goes.map(({ table, column }) => item(column === null ? "table" : "column", table, column));
  const isGone = (table: QualifiedName, column: string) =>
    dropped.some((one) => sameName(one.table, table) && (one.column === null || one.column === column));
  const narrowed = hazardsOf(changes, before).flatMap(({ change, hazards }) =>
    hazards.flatMap(({ kind, was: { table, column } }) => {
      const loses =
        kind === "narrowsValues" || (kind === "mayFail" && column !== null && conversions.get(column) === "free");
      return !loses || column === null || isGone(table, column) ? [] : [item(kindOf(change), table, column)];
    }),
  );
  const keys = narrowed.map((one) => `${nameKey(one.table)}\0${one.column ?? ""}`);
  return [...gone, ...narrowed.filter((_, index) => keys.indexOf(keys[index] ?? "") === index)];
}

/** A key that becomes another has nothing to do with what it was: its rows get it back whatever they hold then. */
function kindOf(change: Change): StashKind {
  return change.kind === "addColumn" ? "column" : "values";
}

function tableAfter(renames: readonly Rename[], table: QualifiedName): QualifiedName {
  const moved = renames.find((rename) => rename.kind === "table" && sameName(rename.from, table));
  return moved?.kind === "table" ? moved.to : table;
}

function columnsRenamed(renames: readonly Rename[], table: QualifiedName): ReadonlyMap<string, string> {
  return new Map(
    renames.flatMap((rename) =>
      rename.kind === "column" && sameName(rename.table, table) ? [[rename.from, rename.to] as const] : [],
    ),
  );
}

/** The last section that speaks of the name; the first where none does, and the name is made up as it runs. */
function sectionOf(sections: readonly Section[], name: string): number {
  const speaks = (sql: string) =>
    scan(sql).some(({ kind, start, end }) => {
      const text = sql.slice(start, end);
      if (kind === "word") return text.toLowerCase() === name;
      return text.startsWith('"') && text.slice(1, -1).replaceAll('""', '"') === name;
    });
  return Math.max(
    0,
    sections.findLastIndex(({ sql }) => speaks(sql)),
  );
}
