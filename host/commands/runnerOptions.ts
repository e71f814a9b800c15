import type { CommandContext } from "#host/commands/context.ts";
import { readOnlyRefusal } from "#host/commands/readOnly.ts";
import type { Connection } from "#host/connection.ts";
import { failed, type Outcome } from "#host/failure.ts";
import { type DatabaseLock, withDatabaseLock } from "#host/lock.ts";
import { reportHolder } from "#host/runner/reportHolder.ts";
import type { RunOptions } from "#host/runner/runSteps.ts";

/** What whoever asks for a run may say about how it runs. */
export interface RunLimits {
  /** How many seconds another run is waited for; without end where left out. */
  readonly lockWait?: number;
  readonly singleTransaction?: boolean;
  /** What code in revisions reads as `db.tag`. */
  readonly tag?: string;
}

/** A project's way of running revisions. */
export function runnerOptions(
  context: CommandContext,
  { lockWait, singleTransaction = false, tag }: RunLimits,
): RunOptions {
  const { bookkeeping, lockTimeout, statementTimeout } = context.project.config;
  const { home, schemas } = context.scope;
  return {
    bookkeeping,
    home,
    schemas,
    report: context.report,
    singleTransaction,
    statementTimeoutMs: statementTimeout === null ? null : Math.round(1000 * statementTimeout),
    ...(lockTimeout !== null && { lockTimeoutMs: Math.max(1, Math.round(1000 * lockTimeout)) }),
    ...(lockWait !== undefined && { lockWaitMs: 1000 * lockWait }),
    ...(tag !== undefined && { tag }),
    ...(context.signal && { signal: context.signal }),
  };
}

/** Works while no other run does. */
export async function withRunLock<T>(
  context: CommandContext,
  connection: Connection,
  { lockWait, unchanged }: Pick<RunLimits, "lockWait"> & { readonly unchanged: string },
  work: (lock: DatabaseLock) => Promise<Outcome<T>>,
): Promise<Outcome<T>> {
  const readOnly = await readOnlyRefusal(connection, unchanged);
  if (readOnly) return readOnly;
  const { bookkeeping } = context.project.config;
  const options = {
    bookkeeping,
    waiting: reportHolder(context),
    waitMs: lockWait === undefined ? null : 1000 * lockWait,
    ...(context.signal && { signal: context.signal }),
  };
  try {
    return await withDatabaseLock(connection, options, work);
  } catch (error) {
    if (context.signal?.aborted !== true) throw error;
    return failed({
      code: "statement/cancelled",
      exit: 4,
      message: "The run was cancelled.",
      unchanged,
    });
  }
}
