import { appliedRevisions, planStamp, stampRange } from "#engine/index.ts";
import { ensureBookkeeping } from "#host/bookkeeping/ensure.ts";
import { rowsById } from "#host/bookkeeping/rows.ts";
import type { RowContent } from "#host/bookkeeping/rowStatements.ts";
import { positionOf } from "#host/commands/assess.ts";
import { type CommandContext, withConnection } from "#host/commands/context.ts";
import { graphFailure } from "#host/commands/graphFailure.ts";
import { type History, soundHistory } from "#host/commands/history.ts";
import { protectedRefusal } from "#host/commands/protectedRefusal.ts";
import { lineTo } from "#host/commands/recorded.ts";
import { type RunLimits, runnerOptions, withRunLock } from "#host/commands/runnerOptions.ts";
import { done, type Outcome } from "#host/failure.ts";
import { type Attempts, untilLocked } from "#host/runner/attempts.ts";
import { stampScript } from "#host/runner/script.ts";
import { stampRows } from "#host/runner/stampRows.ts";

export interface StampOptions extends Pick<RunLimits, "lockWait"> {
  /** Revision identifiers; base where they name none. */
  readonly targets: readonly string[];
  /** Whatever the rows say, the database stands at base. */
  readonly purge: boolean;
  /** The name of a protected database, as it was typed. */
  readonly allowProtected: string | null;
}

export interface Stamped {
  /** The current revisions now. */
  readonly current: readonly string[];
}

const unchanged = "No row was moved.";

/** `stamp`: moves the revision rows to its targets, branch by branch, and runs nothing. */
export async function stamp(
  context: CommandContext,
  history: History,
  options: StampOptions,
): Promise<Outcome<Stamped>> {
  const { allowProtected } = options;
  const whole = soundHistory(history, unchanged);
  if (!whole.ok) return whole;
  return withConnection(context, async (connection, database) => {
    const guarded = protectedRefusal(database, allowProtected, unchanged);
    if (guarded) return guarded;
    return withRunLock(context, connection, { ...options, unchanged }, (lock) =>
      stampLocked(context, history, { connection, lock, options: runnerOptions(context, options) }, options),
    );
  });
}

async function stampLocked(
  context: CommandContext,
  history: History,
  attempts: Attempts,
  { targets, purge }: StampOptions,
): Promise<Outcome<Stamped>> {
  const { connection, options } = attempts;
  const { bookkeeping } = options;
  const rows = [...(await untilLocked(attempts, "the command", () => rowsById(connection, options))).values()];
  const plan = planStamp(history.graph, positionOf(history, rows).current, targets, { purge });
  const refused = graphFailure(context, history, plan.problems, unchanged);
  if (refused) return refused;
  const ensured = await ensureBookkeeping(connection, bookkeeping);
  if (!ensured.ok) return ensured;
  const stamped = await stampRows(attempts, rowsAt(history, plan.rows));
  return stamped.ok ? done({ current: plan.rows }) : stamped;
}

/** `stamp --sql`: the same for psql, from where a range `FROM:TO` says that the database stands, else from base. */
export function offlineStamp(
  context: CommandContext,
  history: History,
  { targets, purge, tag = null }: Pick<StampOptions, "targets" | "purge"> & { readonly tag?: string | null },
): Outcome<string> {
  const printed = "Nothing was printed.";
  const whole = soundHistory(history, printed);
  if (!whole.ok) return whole;
  const { graph } = history;
  const range = stampRange(graph, targets, { purge });
  const { current: start, targets: wanted } = range.value;
  const plan = planStamp(graph, start, wanted);
  const refused = graphFailure(context, history, [...range.problems, ...plan.problems], printed);
  if (refused) return refused;
  const [before, after] = [appliedRevisions(graph, start), appliedRevisions(graph, plan.rows)];
  return done(
    stampScript(
      {
        words: plan.steps.map(({ from, to }) => `stamp_revision ${from.join(", ")} -> ${to ?? ""}`.trimEnd()),
        deleted: lineTo(graph, start).filter((id) => !after.has(id)),
        written: rowsAt(history, plan.rows).filter(({ id }) => !before.has(id)),
      },
      { bookkeeping: context.project.config.bookkeeping, create: start.length === 0, tag },
    ),
  );
}

/** The rows of a database that stands at `ids`. */
function rowsAt(history: History, ids: readonly string[]): readonly RowContent[] {
  return lineTo(history.graph, ids).flatMap((id) => {
    const entry = history.entries.get(id);
    if (!entry) return [];
    const { parents, dependsOn, message } = entry.revision;
    const { upHash, downHash, text: source } = entry;
    return [{ id, parents, dependsOn, message, upHash, downHash, source }];
  });
}
