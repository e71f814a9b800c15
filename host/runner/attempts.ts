import { setTimeout as sleep } from "node:timers/promises";

import { quoteIdentifier } from "#engine/index.ts";
import { blockerOf } from "#host/blockers.ts";
import type { Connection } from "#host/connection.ts";
import type { DatabaseLock } from "#host/lock.ts";
import type { RunOptions } from "#host/runner/runSteps.ts";
import { LockedError } from "#host/runner/lockedError.ts";
import { isTransient, StatementError } from "#host/runner/statementFailure.ts";

/** The row of a revision is not what this run expects: another run has it, or had it meanwhile. */
export class MovedError extends Error {}

/** What is set for each transaction of a run, so that it holds behind a pooler too. */
export function transactionSettings(options: RunOptions): readonly string[] {
  return [...timeoutSettings(options), `SET LOCAL search_path = ${quoteIdentifier(options.home)}`];
}

export function timeoutSettings({ lockTimeoutMs = 2000, statementTimeoutMs = null }: RunOptions): readonly string[] {
  return [
    `SET LOCAL lock_timeout = ${lockTimeoutMs}`,
    ...(statementTimeoutMs === null ? [] : [`SET LOCAL statement_timeout = ${statementTimeoutMs}`]),
  ];
}

/** Told the server process that a transaction runs in. */
export type RunsIn = (pid: number) => void;

export interface Attempts {
  readonly connection: Connection;
  readonly lock: DatabaseLock;
  readonly options: RunOptions;
}

/**
 * Tries a whole transaction again when a lock was not to be had: never from a savepoint, which would keep the locks before
 * it. `attempt` tells the server process it runs in, as soon as it knows. Rejects with a LockedError in the end.
 */
export async function untilLocked<T>(
  { connection, lock, options }: Attempts,
  name: string,
  attempt: (runsIn: RunsIn) => Promise<T>,
): Promise<T> {
  const { attempts = 10, lockTimeoutMs = 2000, signal } = options;
  for (let tried = 1; ; tried++) {
    const watch = watchBlockers(lock, connection.pid, lockTimeoutMs);
    try {
      return await attempt(watch.runsIn);
    } catch (thrown) {
      // A look at the rows has found out by itself who holds them.
      const error = thrown instanceof LockedError ? thrown.cause : thrown;
      const cause = error instanceof StatementError ? error.cause : error;
      if (!isTransient(cause) || signal?.aborted === true) throw thrown;
      const { blocker, what } = thrown instanceof LockedError ? thrown : { blocker: watch.blocker(), what: null };
      if (tried >= attempts) throw new LockedError(error, { blocker, attempts, what });
      options.report({
        message: `${name} waits for a lock that ${blocker ?? "another session"} holds (attempt ${tried + 1} of ${attempts})`,
        done: null,
        total: null,
      });
      // Longer each time, and not in step with whoever else is trying.
      const pause = (0.5 + Math.random()) * Math.min(4000, 125 * 2 ** tried);
      await sleep(pause, undefined, signal ? { signal } : {});
    } finally {
      await watch.stop();
    }
  }
}

/** Looks, while a statement waits for a lock, who holds it: afterwards nobody can tell. */
function watchBlockers({ ask }: DatabaseLock, pid: number | null, lockTimeoutMs: number) {
  let running = pid;
  let blocker: string | null = null;
  let looking: Promise<void> = Promise.resolve();
  const look = async () => {
    // A look that comes when the wait has just ended finds nobody, and unlearns nothing.
    if (ask && running !== null) blocker = (await blockerOf(ask, running)) ?? blocker;
  };
  const timer = setInterval(
    () => {
      looking = look().catch(() => undefined);
    },
    Math.max(20, lockTimeoutMs / 2.5),
  );
  const runsIn: RunsIn = (found) => {
    running = found;
  };
  return {
    runsIn,
    blocker: () => blocker,
    /** No look is under way any more: what comes next may be a statement that waits for whoever has a snapshot. */
    stop() {
      clearInterval(timer);
      return looking;
    },
  };
}
