import { readRows } from "#host/bookkeeping/rows.ts";
import { type CommandContext, withConnection } from "#host/commands/context.ts";
import { divergences } from "#host/commands/divergence.ts";
import type { History } from "#host/commands/history.ts";
import { protectedRefusal } from "#host/commands/protectedRefusal.ts";
import { runnerOptions, withRunLock } from "#host/commands/runnerOptions.ts";
import { done, failed, type Outcome } from "#host/failure.ts";
import { writeRows } from "#host/runner/stampRows.ts";

/**
 * Takes a revision's file, as it was edited, for what was applied: its row says so from now on, and nothing runs. Whoever
 * asks knows that the database is as the file would have made it.
 */
export function acceptEdited(
  context: CommandContext,
  history: History,
  { id, allowProtected }: { readonly id: string; readonly allowProtected: string | null },
): Promise<Outcome<{ readonly id: string }>> {
  const unchanged = "No row was changed.";
  const { bookkeeping } = context.project.config;
  return withConnection(context, async (connection, database) => {
    const guarded = protectedRefusal(database, allowProtected, unchanged);
    if (guarded) return guarded;
    const rows = (await readRows(connection, bookkeeping)) ?? [];
    const found = divergences(history, rows).find((one) => one.id === id);
    if (!found?.entry) {
      return failed({
        code: "refused/notEdited",
        exit: 3,
        message: `Revision ${id} was not edited since it was applied.`,
        unchanged,
      });
    }
    const { entry } = found;
    const { parents, dependsOn, message } = entry.revision;
    const { upHash, downHash, text: source } = entry;
    const row = { id, parents, dependsOn, message, upHash, downHash, source };
    return withRunLock(context, connection, { unchanged }, async (lock) => {
      const attempts = { connection, lock, options: runnerOptions(context, {}) };
      const written = await writeRows(attempts, unchanged, (sql) => [sql.restate(row)]);
      return written.ok ? done({ id }) : written;
    });
  });
}
