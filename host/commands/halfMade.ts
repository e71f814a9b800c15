import { type Index, type Schema, splitStatements } from "#engine/index.ts";
import type { AppliedRow } from "#host/bookkeeping/rows.ts";
import { type HistoryEntry, replayStep } from "#host/commands/history.ts";
import { directionHash } from "#host/hash.ts";
import { createdIndexName } from "#host/runner/doubt.ts";
import { committedStatements, directionOf, isHalfDone } from "#host/runner/standing.ts";
import type { ReplayStep } from "#host/shadow.ts";

/** What a half-done revision made of the database so far, as steps to replay: shown as half done, it is no drift. */
export function halfMadeSteps(entry: HistoryEntry, row: AppliedRow): readonly ReplayStep[] {
  if (!isHalfDone(row) || entry.parsed.code) return [];
  const made = cutStep(replayStep(entry, directionOf(row)), committedStatements(row));
  return directionOf(row) === "upgrade" ? [made] : [replayStep(entry, "upgrade"), made];
}

/**
 * The live schema without the indexes that statements left at which revisions stopped: invalid ones, and where the process
 * was killed, those that were finished and not told.
 */
export async function withoutLeftovers(
  live: Schema,
  stopped: readonly { readonly entry: HistoryEntry; readonly row: AppliedRow }[],
): Promise<Schema> {
  const left = new Map<string, AppliedRow["state"]>();
  for (const { entry, row } of stopped) {
    const name = await createdIndexName(statementAt(entry, row) ?? "");
    if (name !== null) left.set(name, row.state);
  }
  if (left.size === 0) return live;
  const isLeft = ({ name, valid }: Index) => left.get(name) === "running" || (left.has(name) && !valid);
  const tables = live.tables.map((table) => ({ ...table, indexes: table.indexes.filter((index) => !isLeft(index)) }));
  return { ...live, tables };
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

function statementAt(entry: HistoryEntry, row: AppliedRow): string | undefined {
  const statements = replayStep(entry, directionOf(row)).sections.flatMap(({ sql }) => splitStatements(sql));
  return statements[committedStatements(row)]?.sql;
}
