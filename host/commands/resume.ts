import { type Direction, isComment, scan } from "#engine/index.ts";
import { type AppliedRow, readRows } from "#host/bookkeeping/rows.ts";
import { type CommandContext, withConnection } from "#host/commands/context.ts";
import { findHalfDone } from "#host/commands/halfDone.ts";
import { type History, type HistoryEntry, readEntry, replayStep, soundHistory } from "#host/commands/history.ts";
import { type Loss, losses } from "#host/commands/losses.ts";
import { type PlannedRun, runStep, traceRuns } from "#host/commands/plan.ts";
import { protectedRefusal } from "#host/commands/protectedRefusal.ts";
import { readOnlyRefusal } from "#host/commands/readOnly.ts";
import { acceptingAnswers, lossRefusal, type RunOptions } from "#host/commands/run.ts";
import { runnerOptions } from "#host/commands/runnerOptions.ts";
import { withPreservation } from "#host/commands/stashing.ts";
import type { Connection } from "#host/connection.ts";
import { done, failed, type Outcome } from "#host/failure.ts";
import { runSteps } from "#host/runner/runSteps.ts";
import { sectionStatements } from "#host/runner/sections.ts";
import { committedStatements, directionOf } from "#host/runner/standing.ts";

export interface ResumeOptions extends Pick<RunOptions, "acceptLosses" | "allowProtected" | "lockWait"> {
  /** An id or the beginning of one; null for the only one that is half done. */
  readonly revision: string | null;
  /** What to do with a statement of which nobody knows whether it ran. */
  readonly doubt: "retry" | "skip" | null;
}

export interface Resumed {
  readonly direction: Direction;
  readonly step: PlannedRun;
  /** The statement it went on with, counted from 1. */
  readonly from: number;
}

/**
 * `resume`: a half-done revision goes on where it stopped, the way it was going. Its file may have been mended from there
 * on; what ran already must stand in it as it ran. What is left of what failed is taken away first.
 */
export async function resume(
  context: CommandContext,
  history: History,
  options: ResumeOptions,
): Promise<Outcome<Resumed>> {
  const whole = soundHistory(history, unchanged);
  if (!whole.ok) return whole;
  return withConnection(context, async (connection, database) => {
    const rows = (await readRows(connection, context.project.config.bookkeeping)) ?? [];
    const found = findHalfDone(rows, options.revision, unchanged);
    if (!found.ok) return found;
    const row = found.value;
    const readOnly = await readOnlyRefusal(connection, unchanged);
    if (readOnly) return readOnly;
    const guarded = protectedRefusal(database, options.allowProtected, unchanged);
    if (guarded) return guarded;
    const plan = await planResume(context, history, { connection, rows, row });
    if (!plan.ok) return plan;
    const { direction, steps } = plan.value;
    const refused = lossRefusal(plan.value, options, acceptingAnswers(plan.value));
    if (refused) return refused;
    const [step] = steps;
    const runs = await withPreservation(context, connection, [step.run], new Map());
    const report = await runSteps(connection, runs, {
      ...runnerOptions(context, options),
      resume: true,
      ...(options.doubt && { doubt: options.doubt }),
    });
    return report.ok ? done({ direction, step, from: committedStatements(row) + 1 }) : report;
  });
}

const unchanged = "Nothing was run.";

interface ResumePlan {
  readonly direction: Direction;
  readonly steps: readonly [PlannedRun];
  readonly losses: readonly Loss[];
}

async function planResume(
  context: CommandContext,
  history: History,
  {
    connection,
    rows,
    row,
  }: { readonly connection: Connection; readonly rows: readonly AppliedRow[]; readonly row: AppliedRow },
): Promise<Outcome<ResumePlan>> {
  const direction = directionOf(row);
  const entry = history.entries.get(row.id);
  if (!entry) {
    return failed({
      code: "revision/missing",
      exit: 2,
      message: `Can't locate revision identified by '${row.id}', which is half done.`,
      unchanged,
      next: [
        `Bring the file of ${row.id} back from version control.`,
        `Or finish it, or take it back, by hand, and say so: retort resolve ${row.id} --applied, or --rolled-back.`,
      ],
    });
  }
  const edited = refuseEdited(entry, row);
  if (edited) return edited;
  const steps = [{ entry, run: runStep(entry, direction) }] as const;
  // Consent was given for the revision as it began; what was written since is looked at again.
  const asBegun = direction === "upgrade" ? entry.upHash === row.upHash : entry.downHash === row.downHash;
  if (asBegun) return done({ direction, steps, losses: [] });
  const before = rows.map((other) => (other.id === row.id && direction === "downgrade" ? applied(row) : other));
  const traced = await traceRuns(context, history, before, steps, direction);
  if (!traced.ok) return traced;
  return done({ direction, steps, losses: await losses(connection, traced.value, context.scope.home) });
}

function applied(row: AppliedRow): AppliedRow {
  return { ...row, state: "applied", progress: 0 };
}

/** What ran must stand in the file as it ran: what comes after it stands on that. */
function refuseEdited(entry: HistoryEntry, row: AppliedRow): ReturnType<typeof failed> | null {
  if (row.source === null || entry.parsed.code) return null;
  const stored = readEntry(entry.file, row.source).value;
  const committed = committedStatements(row);
  const ran = stored ? statementTexts(stored, row).slice(0, committed) : [];
  const written = statementTexts(entry, row).slice(0, committed);
  const first = ran.findIndex((text, index) => text !== written[index]);
  if (first === -1 && !isCutWithin(entry, row)) return null;
  const which = first === -1 ? `The section that holds statement ${committed}` : `Statement ${first + 1}`;
  return failed({
    code: "refused/editedAfterApply",
    exit: 3,
    message: `${which} of revision ${row.id} was edited after it ran.`,
    unchanged,
    next: [
      "Put back what ran; what comes after it may be mended.",
      `Or finish it, or take it back, by hand, and say so: retort resolve ${row.id} --applied, or --rolled-back.`,
    ],
    place: { file: entry.file, span: entry.parsed.message },
  });
}

/** Of each statement its mode and tokens: comments and white space say nothing. */
function statementTexts(entry: HistoryEntry, row: AppliedRow): readonly string[] {
  return sectionsOf(entry, row).flatMap(({ mode, statements }) =>
    statements.map(({ sql }) => {
      const tokens = scan(sql).filter((token) => !isComment(token));
      return [mode, ...tokens.map((token) => sql.slice(token.start, token.end))].join("\0");
    }),
  );
}

/** A transaction is committed as a whole: one that holds both, what ran and what did not, was made later. */
function isCutWithin(entry: HistoryEntry, row: AppliedRow): boolean {
  const committed = committedStatements(row);
  let start = 0;
  return sectionsOf(entry, row).some(({ mode, statements }) => {
    const before = start;
    start += statements.length;
    return mode === "transaction" && before < committed && committed < start;
  });
}

function sectionsOf(entry: HistoryEntry, row: AppliedRow) {
  const { file, sections } = replayStep(entry, directionOf(row));
  return sections.map((section) => sectionStatements(file, section));
}
