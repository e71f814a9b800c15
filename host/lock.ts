import { createHash } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";

import type { Connection } from "#host/connection.ts";

export interface LockOptions {
  /** What is locked: runs with the same bookkeeping schema in the same database exclude each other. */
  readonly bookkeeping: string;
  /** Called when the lock is held by somebody else, and again when that changes. */
  readonly waiting: (holder: LockHolder | null) => void;
  readonly signal?: AbortSignal | undefined;
  readonly pollMs?: number;
}

/** Who holds the lock, as the server knows it. */
export interface LockHolder {
  readonly pid: number;
  /** Its `application_name`; empty where it named none. */
  readonly application: string;
  readonly user: string;
}

/**
 * Runs `work` while this session holds the database's advisory lock; waits for it as long as it takes. Asks again and
 * again instead of queueing in the server, so that waiting can be shown and cancelled: rejects with the signal's reason.
 * The lock ends with the session, so a killed process holds nothing.
 */
export async function withDatabaseLock<T>(
  connection: Connection,
  options: LockOptions,
  work: () => Promise<T>,
): Promise<T> {
  const key = lockKey(options.bookkeeping);
  await acquire(connection, key, options);
  try {
    return await work();
  } finally {
    // Where the connection is broken, the server has let go already.
    await connection.rows(`SELECT pg_advisory_unlock(${key})`).catch(() => undefined);
  }
}

/** A key of PostgreSQL's advisory locks (a signed 64-bit number, in SQL) that stands for `name`. */
export function lockKey(name: string): string {
  return `${createHash("sha256").update(`retort ${name}`).digest().readBigInt64BE()}::int8`;
}

async function acquire(
  connection: Connection,
  key: string,
  { waiting, signal, pollMs = 250 }: LockOptions,
): Promise<void> {
  let shown: number | null | undefined;
  for (;;) {
    signal?.throwIfAborted();
    const [row] = await connection.rows<[boolean]>(`SELECT pg_try_advisory_lock(${key})`);
    if (row?.[0] === true) return;
    const holder = await holderOf(connection, key);
    if (holder?.pid !== shown) waiting(holder);
    shown = holder?.pid ?? null;
    await sleep(pollMs, undefined, signal ? { signal } : {});
  }
}

/** PostgreSQL manual, "pg_locks": a 64-bit advisory key is shown in two halves, with `objsubid` 1. */
async function holderOf(connection: Connection, key: string): Promise<LockHolder | null> {
  const [row] = await connection.rows<[number, string, string]>(`
    SELECT l.pid, a.application_name, a.usename
    FROM pg_locks l JOIN pg_stat_activity a ON a.pid = l.pid
    WHERE l.locktype = 'advisory' AND l.granted AND l.objsubid = 1
      AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
      AND l.classid = ((${key} >> 32) & 4294967295)::oid AND l.objid = (${key} & 4294967295)::oid`);
  if (!row) return null;
  const [pid, application, user] = row;
  return { pid, application, user };
}
