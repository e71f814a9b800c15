import { type Index, type Place, type Schema, splitStatements } from "#engine/index.ts";
import type { AppliedRow } from "#host/bookkeeping/rows.ts";
import { type HistoryEntry, replayStep } from "#host/commands/history.ts";
import { directionHash } from "#host/hash.ts";
import { createdIndexName, droppedIndexName } from "#host/runner/doubt.ts";
import { stepSections } from "#host/runner/sections.ts";
import { committedStatements, directionOf, isHalfDone } from "#host/runner/standing.ts";
import type { ReplayStep } from "#host/shadow.ts";

/** What a half-done revision made of the database so far, as steps to replay: shown as half done, it is no drift. */
export function halfMadeSteps(entry: HistoryEntry, row: AppliedRow): readonly ReplayStep[] {
  if (!isHalfDone(row) || entry.parsed.code) return [];
  const made = cutStep(replayStep(entry, directionOf(row)), committedStatements(row));
  return directionOf(row) === "upgrade" ? [made] : [replayStep(entry, "upgrade"), made];
}

/**
 * Both sides of drift without the indexes that statements left at which revisions stopped: of live, those half made, and
 * where the process was killed, made and not told; of both, those that were being dropped, there or not.
 */
export async function withoutLeftovers(
  { recorded, live }: { readonly recorded: Schema; readonly live: Schema },
  stopped: readonly { readonly entry: HistoryEntry; readonly row: AppliedRow }[],
): Promise<{ readonly recorded: Schema; readonly live: Schema }> {
  const made = new Map<string, AppliedRow["state"]>();
  const dropped = new Set<string>();
  for (const { entry, row } of stopped) {
    const statement = statementAt(entry, row) ?? "";
    const [name, gone] = [await createdIndexName(statement), await droppedIndexName(statement)];
    if (name !== null) made.set(name, row.state);
    if (gone !== null) dropped.add(gone);
  }
  if (made.size + dropped.size === 0) return { recorded, live };
  return {
    recorded: withoutIndexes(recorded, ({ name }) => dropped.has(name)),
    live: withoutIndexes(
      live,
      ({ name, valid }) => dropped.has(name) || made.get(name) === "running" || (made.has(name) && !valid),
    ),
  };
}

function withoutIndexes(schema: Schema, isLeft: (index: Index) => boolean): Schema {
  const tables = schema.tables.map((table) => ({ ...table, indexes: table.indexes.filter((index) => !isLeft(index)) }));
  return { ...schema, tables };
}

/** The first so many statements of a step. */
function cutStep(step: ReplayStep, count: number): ReplayStep {
  let left = count;
  const sections = step.sections.flatMap((section) => {
    const statements = splitStatements(section.sql);
    const end = statements[Math.min(left, statements.length) - 1]?.span.end;
    left = Math.max(0, left - statements.length);
    return end === undefined ? [] : [{ ...section, sql: section.sql.slice(0, end) }];
  });
  return { ...step, hash: directionHash(sections), sections };
}

/** Where in its file a half-done revision stopped; null where that is not to be found. */
export function stoppedPlace(entry: HistoryEntry, row: AppliedRow): Place | null {
  const statements = stepSections(replayStep(entry, directionOf(row))).flatMap((section) => section.statements);
  const statement = statements[Math.min(committedStatements(row), statements.length - 1)];
  if (!statement) return null;
  const { file, offset, sql } = statement;
  return { file, span: { start: offset, end: offset + sql.length } };
}

function statementAt(entry: HistoryEntry, row: AppliedRow): string | undefined {
  const statements = replayStep(entry, directionOf(row)).sections.flatMap(({ sql }) => splitStatements(sql));
  return statements[committedStatements(row)]?.sql;
}
