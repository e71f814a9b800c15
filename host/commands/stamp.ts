import { selectRevisions } from "#engine/index.ts";
import { ensureBookkeeping } from "#host/bookkeeping/ensure.ts";
import { readRows } from "#host/bookkeeping/rows.ts";
import { positionOf } from "#host/commands/assess.ts";
import { type CommandContext, withConnection } from "#host/commands/context.ts";
import { type History, soundHistory } from "#host/commands/history.ts";
import { lineTo } from "#host/commands/recorded.ts";
import { done, failureOf, type Outcome } from "#host/failure.ts";
import { stampRows } from "#host/runner/stampRows.ts";

export interface Stamped {
  /** The maximal applied revisions now. */
  readonly current: readonly string[];
}

/** `stamp`: moves the revision rows to a target, and runs nothing. */
export async function stamp(
  context: CommandContext,
  history: History,
  options: { readonly target: string; readonly purge: boolean },
): Promise<Outcome<Stamped>> {
  const unchanged = "No row was moved.";
  const whole = soundHistory(history, unchanged);
  if (!whole.ok) return whole;
  return withConnection(context, async (connection) => {
    const { bookkeeping } = context.project.config;
    const rows = (await readRows(connection, bookkeeping)) ?? [];
    const { current } = positionOf(history, options.purge ? [] : rows);
    const selected = selectRevisions(history.graph, options.target, { current });
    const refused = failureOf(selected.problems, { code: "graph/target", exit: 2, unchanged });
    if (refused) return refused;
    const ids = lineTo(history.graph, selected.ids);
    const entries = ids.flatMap((id) => history.entries.get(id) ?? []);
    const ensured = await ensureBookkeeping(connection, bookkeeping);
    if (!ensured.ok) return ensured;
    const stamped = await stampRows(
      connection,
      entries.map(({ revision, upHash, downHash, text }) => ({
        id: revision.id,
        parents: revision.parents,
        dependsOn: revision.dependsOn,
        message: revision.message,
        upHash,
        downHash,
        source: text,
      })),
      { bookkeeping },
    );
    return stamped.ok ? done({ current: selected.ids }) : stamped;
  });
}
