import { ensureBookkeeping } from "#host/bookkeeping/ensure.ts";
import { type AppliedRow, rowsById } from "#host/bookkeeping/rows.ts";
import { type CommandContext, withConnection } from "#host/commands/context.ts";
import { findHalfDone } from "#host/commands/halfDone.ts";
import { type History, soundHistory } from "#host/commands/history.ts";
import { protectedRefusal } from "#host/commands/protectedRefusal.ts";
import { type RunLimits, runnerOptions, withRunLock } from "#host/commands/runnerOptions.ts";
import { done, type Outcome } from "#host/failure.ts";
import { type Attempts, untilLocked } from "#host/runner/attempts.ts";
import { writeRows } from "#host/runner/stampRows.ts";

export interface ResolveOptions extends Pick<RunLimits, "lockWait"> {
  /** An id or the beginning of one. */
  readonly revision: string;
  /** What somebody made of it by hand. */
  readonly as: "applied" | "rolled back";
  /** The name of a protected database, as it was typed. */
  readonly allowProtected: string | null;
}

/** `resolve`: somebody finished a half-done revision, or took it back, by hand. Its row says so; nothing is run. */
export async function resolve(
  context: CommandContext,
  history: History,
  options: ResolveOptions,
): Promise<Outcome<{ readonly id: string }>> {
  const whole = soundHistory(history, unchanged);
  if (!whole.ok) return whole;
  return withConnection(context, async (connection, database) => {
    const refused = protectedRefusal(database, options.allowProtected, unchanged);
    if (refused) return refused;
    return withRunLock(context, connection, { ...options, unchanged }, (lock) =>
      resolveLocked(history, { connection, lock, options: runnerOptions(context, options) }, options),
    );
  });
}

const unchanged = "No row was moved.";

async function resolveLocked(
  history: History,
  attempts: Attempts,
  { revision, as }: ResolveOptions,
): Promise<Outcome<{ readonly id: string }>> {
  const { connection, options } = attempts;
  const { bookkeeping } = options;
  const ensured = await ensureBookkeeping(connection, bookkeeping);
  if (!ensured.ok) return ensured;
  const rows = await untilLocked(attempts, "the command", () => rowsById(connection, options));
  const found = findHalfDone([...rows.values()], revision, unchanged);
  if (!found.ok) return found;
  const row = found.value;
  const { id, durationMs } = row;
  const written = await writeRows(attempts, unchanged, (sql) => [
    as === "applied" ? sql.put(contentOf(history, row), { state: "applied", progress: 0, durationMs }) : sql.delete(id),
  ]);
  return written.ok ? done({ id }) : written;
}

/** What is applied now is what the file says, as whoever finished it by hand had it before their eyes. */
function contentOf({ entries }: History, row: AppliedRow) {
  const entry = entries.get(row.id);
  if (!entry) return row;
  const { id, parents, dependsOn, message } = entry.revision;
  return { id, parents, dependsOn, message, upHash: entry.upHash, downHash: entry.downHash, source: entry.text };
}
