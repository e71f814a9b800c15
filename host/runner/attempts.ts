import { setTimeout as sleep } from "node:timers/promises";

import { quoteIdentifier } from "#engine/index.ts";
import type { Connection } from "#host/connection.ts";
import type { DatabaseLock } from "#host/lock.ts";
import type { RunOptions } from "#host/runner/runSteps.ts";
import { isTransient, StatementError } from "#host/runner/statementFailure.ts";

/** A transaction that did not get the locks it needs, however often it was tried. */
export class LockedError extends Error {
  /** Who held one of them, in words; null where that was not found out. */
  readonly blocker: string | null;
  readonly attempts: number;

  constructor(cause: unknown, { blocker, attempts }: { readonly blocker: string | null; readonly attempts: number }) {
    super("locked", { cause });
    this.blocker = blocker;
    this.attempts = attempts;
  }
}

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
export async function untilLocked(
  { connection, lock, options }: Attempts,
  name: string,
  attempt: (runsIn: RunsIn) => Promise<void>,
): Promise<void> {
  const { attempts = 10, lockTimeoutMs = 2000, signal } = options;
  for (let tried = 1; ; tried++) {
    const watch = watchBlockers(lock, connection.pid, lockTimeoutMs);
    try {
      await attempt(watch.runsIn);
      return;
    } catch (error) {
      const cause = error instanceof StatementError ? error.cause : error;
      if (!isTransient(cause) || signal?.aborted === true) throw error;
      const blocker = watch.blocker();
      if (tried >= attempts) throw new LockedError(error, { blocker, attempts });
      options.report({
        message: `${name} waits for a lock that ${blocker ?? "another session"} holds (attempt ${tried + 1} of ${attempts})`,
        done: null,
        total: null,
      });
      // Longer each time, and not in step with whoever else is trying.
      const pause = (0.5 + Math.random()) * Math.min(4000, 125 * 2 ** tried);
      await sleep(pause, undefined, signal ? { signal } : {});
    } finally {
      watch.stop();
    }
  }
}

/** Looks, while a statement waits for a lock, who holds it: afterwards nobody can tell. */
function watchBlockers({ ask }: DatabaseLock, pid: number | null, lockTimeoutMs: number) {
  let running = pid;
  let blocker: string | null = null;
  const look = async () => {
    if (ask && running !== null) blocker = describeBlocker(await ask<BlockerRow>(blockers, [running]));
  };
  const timer = setInterval(() => void look().catch(() => undefined), Math.max(20, lockTimeoutMs / 2.5));
  const runsIn: RunsIn = (found) => {
    running = found;
  };
  return {
    runsIn,
    blocker: () => blocker,
    stop() {
      clearInterval(timer);
    },
  };
}

type BlockerRow = readonly [
  pid: number,
  application: string | null,
  user: string | null,
  state: string | null,
  since: string | null,
];

/**
 * Without what they run: statements hold data, and passwords. A prepared transaction has no process: the
 * lock that each holds on itself tells which one it is.
 */
const blockers = `
  SELECT pid, application, username, state, to_char(since AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') FROM (
    SELECT a.pid, a.application_name AS application, a.usename::text AS username, a.state, a.xact_start AS since
    FROM unnest(pg_blocking_pids($1)) AS b (pid) JOIN pg_stat_activity a ON a.pid = b.pid
    UNION ALL
    SELECT 0, p.gid, p.owner::text, 'prepared', p.prepared
    FROM pg_locks w JOIN pg_locks h USING (locktype)
      JOIN pg_locks x ON x.pid IS NULL AND x.virtualtransaction = h.virtualtransaction AND x.locktype = 'transactionid'
      JOIN pg_prepared_xacts p ON p.transaction = x.transactionid
    WHERE w.pid = $1 AND NOT w.granted AND h.granted AND h.pid IS NULL AND h.database IS NOT DISTINCT FROM w.database
      AND h.relation IS NOT DISTINCT FROM w.relation AND h.transactionid IS NOT DISTINCT FROM w.transactionid
  ) AS found ORDER BY since LIMIT 1`;

function describeBlocker([row]: readonly BlockerRow[]): string | null {
  if (!row) return null;
  const [pid, application, user, state, since] = row;
  const facts = [
    ...(pid === 0 ? [] : [`pid ${pid}`]),
    ...(user === null ? [] : [`user ${user}`]),
    ...(state === null ? [] : [state]),
    ...(since === null ? [] : [`its transaction begun at ${since}`]),
  ];
  if (pid === 0) return `the prepared transaction ${application ?? ""} (${facts.join(", ")})`;
  return `${application === null || application === "" ? "another session" : application} (${facts.join(", ")})`;
}
