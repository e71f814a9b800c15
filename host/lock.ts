import { createHash } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";

import type { Connection } from "#host/connection.ts";
import { done, failed, type Outcome } from "#host/failure.ts";

export interface LockOptions {
  /** What is locked: runs with the same bookkeeping schema in the same database exclude each other. */
  readonly bookkeeping: string;
  /** Called when the lock is held by somebody else, and again when that changes. */
  readonly waiting: (holder: LockHolder | null) => void;
  readonly signal?: AbortSignal | undefined;
  /** Give up after so long; never where left out or null. */
  readonly waitMs?: number | null;
  readonly pollMs?: number;
}

/** Who holds the lock, as the server knows it. */
export interface LockHolder {
  readonly pid: number;
  /** Its `application_name`; empty where it named none. */
  readonly application: string;
  readonly user: string;
  /** Since when, RFC 3339; null where the server does not tell us. */
  readonly since: string | null;
}

/**
 * Takes no values: the server keeps the snapshot of a question with values until the session asks the next one, and this
 * session is in a transaction.
 */
export type Ask = <Row extends readonly unknown[]>(text: string) => Promise<Row[]>;

/** The lock while it is held. */
export interface DatabaseLock {
  /**
   * Asks a question on the session that holds it; null where the database has one session and nothing to lock. Not while a
   * statement runs that waits for older snapshots (CREATE INDEX CONCURRENTLY): it would wait for the end of the lock.
   */
  readonly ask: Ask | null;
  /** Takes it again where its session was ended from outside. True then: others may have been at work meanwhile. */
  renew(): Promise<Outcome<boolean>>;
}

/**
 * Runs `work` while the database's advisory lock is held, by a session of its own that stays in a transaction: so it holds
 * behind a pooler too, whatever becomes of the working session, and ends with this process. Waits its turn by asking again
 * and again instead of queueing in the server, so that waiting can be shown, limited and cancelled: rejects with the
 * signal's reason.
 */
export async function withDatabaseLock<T>(
  connection: Connection,
  options: LockOptions,
  work: (lock: DatabaseLock) => Promise<Outcome<T>>,
): Promise<Outcome<T>> {
  const { beside } = connection;
  if (!beside) return work({ ask: null, renew: () => Promise.resolve(done(false)) });
  const taken = await take(beside, options);
  if (!taken.ok) return taken;
  let session = taken.value;
  let turn: Promise<unknown> = Promise.resolve();
  /** One question after the other, whoever asks. */
  const ask: Ask = (text) => {
    const answer = turn.then(() => session.rows<never>(text));
    turn = answer.catch(() => undefined);
    return answer;
  };
  // What is silent for long is what networks forget, and an answer that fails to come tells that the lock is lost.
  const awake = setInterval(() => void ask(withoutSnapshot).catch(() => undefined), keepAliveMs);
  try {
    return await work({
      ask,
      async renew() {
        if (session.isOpen()) return done(false);
        const again = await take(beside, options);
        if (!again.ok) return again;
        session = again.value;
        return done(true);
      },
    });
  } finally {
    clearInterval(awake);
    await turn;
    // The transaction, and the lock with it, ends with the session.
    await session.close();
  }
}

/**
 * Runs `work` while this session itself holds a second lock, for statements outside of transactions: those go on in the
 * server when our process is gone, and the first lock with it. Whoever comes after waits for their end. Not for a pooler.
 */
export async function withStatementLock<T>(
  connection: Connection,
  options: LockOptions,
  work: () => Promise<T>,
): Promise<Outcome<T>> {
  if (!connection.beside) return done(await work());
  const key = statementKey(options.bookkeeping);
  const taken = await inTurn(connection, key, options, async () => {
    const [row] = await connection.rows<[boolean]>(`SELECT pg_try_advisory_lock(${key})`);
    return row?.[0] === true;
  });
  if (!taken.ok) return taken;
  try {
    return done(await work());
  } finally {
    // Where the connection is broken, the server lets go with the statement's end.
    await connection.rows(`SELECT pg_advisory_unlock(${key})`).catch(() => undefined);
  }
}

/** Who is migrating this database now, or still runs a statement of a run that is over; null where nobody is. */
export async function lockHolder(connection: Connection, bookkeeping: string): Promise<LockHolder | null> {
  return (await holderOf(connection, runKey(bookkeeping))) ?? (await holderOf(connection, statementKey(bookkeeping)));
}

/** `retort (pid 4711, since 2026-11-22T10:30:00Z)` */
export function describeHolder(holder: LockHolder | null): string {
  if (!holder) return "another run";
  const { application, pid, since } = holder;
  return `${application === "" ? "another session" : application} (pid ${pid}${since === null ? "" : `, since ${since}`})`;
}

/** A key of PostgreSQL's advisory locks (a signed 64-bit number, in SQL) that stands for `name`. */
export function lockKey(name: string): string {
  return `${createHash("sha256").update(`retort ${name}`).digest().readBigInt64BE()}::int8`;
}

const keepAliveMs = 10_000;

/** A question for which the server takes no snapshot: a CREATE INDEX CONCURRENTLY that meets one waits for this lock's end. */
const withoutSnapshot = "SHOW transaction_isolation";

function runKey(bookkeeping: string): string {
  return lockKey(bookkeeping);
}

function statementKey(bookkeeping: string): string {
  return lockKey(`statements of ${bookkeeping}`);
}

/** A new session that holds the lock. */
async function take(beside: NonNullable<Connection["beside"]>, options: LockOptions): Promise<Outcome<Connection>> {
  const connected = await beside(options.signal);
  if (!connected.ok) {
    options.signal?.throwIfAborted();
    return needsTwo(connected);
  }
  const session = connected.value;
  const key = runKey(options.bookkeeping);
  try {
    // Not before the session is sure to be closed: left open it would keep the process from ending.
    options.signal?.throwIfAborted();
    const taken = await inTurn(session, key, options, async () => {
      const [row] = await session.rows<[boolean]>(`${beginHolding(session)}; SELECT pg_try_advisory_xact_lock(${key})`);
      if (row?.[0] === true) return true;
      // Between two tries a pooler may give its connection to somebody else: to the holder, for one.
      await session.rows("ROLLBACK");
      return false;
    });
    if (taken.ok) return connected;
    await session.close();
    return taken;
  } catch (error) {
    await session.close();
    throw error;
  }
}

/** What a limit on connections has to leave room for. */
function needsTwo(refused: ReturnType<typeof failed>): ReturnType<typeof failed> {
  if (refused.failure.code !== "database/noConnectionLeft") return refused;
  const next = [
    "A run needs two: one works, and one holds the lock that keeps other runs out.",
    ...refused.failure.next,
  ];
  return failed({ ...refused.failure, next });
}

/**
 * Begins a transaction that nobody ends but us. Without a snapshot (hence READ COMMITTED, whatever is usual here): a
 * CREATE INDEX CONCURRENTLY of the run waits for every transaction that has one.
 */
function beginHolding({ version }: Connection): string {
  const unlimited = [
    "idle_in_transaction_session_timeout",
    "statement_timeout",
    "lock_timeout",
    ...(version >= 170_000 ? ["transaction_timeout"] : []),
  ];
  return ["BEGIN ISOLATION LEVEL READ COMMITTED", ...unlimited.map((name) => `SET LOCAL ${name} = 0`)].join("; ");
}

/** Tries until it is our turn, shows whose turn it is meanwhile, and gives up when it is time. */
async function inTurn(
  connection: Connection,
  key: string,
  { waiting, signal, waitMs = null, pollMs = 250 }: LockOptions,
  attempt: () => Promise<boolean>,
): Promise<Outcome<void>> {
  const begun = performance.now();
  let shown: number | null | undefined;
  for (;;) {
    signal?.throwIfAborted();
    if (await attempt()) return done(undefined);
    const holder = await holderOf(connection, key);
    // It was let go in between: whoever had it is not to be waited for.
    if (holder === null && (await attempt())) return done(undefined);
    const left = waitMs === null ? Infinity : waitMs - (performance.now() - begun);
    if (left <= 0) return gaveUp(holder, waitMs ?? 0);
    if (holder?.pid !== shown) waiting(holder);
    shown = holder?.pid ?? null;
    await sleep(Math.min(pollMs, left), undefined, signal ? { signal } : {});
  }
}

function gaveUp(holder: LockHolder | null, waitMs: number): ReturnType<typeof failed> {
  const seconds = waitMs / 1000;
  const waited = seconds === 0 ? "" : ` It was waited for ${seconds} second${seconds === 1 ? "" : "s"}.`;
  return failed({
    code: "refused/lockWait",
    exit: 3,
    message: `This database is being migrated by ${describeHolder(holder)}.${waited}`,
    unchanged: "Nothing was run.",
    next: [
      "Run it again when that is done, or wait for it longer: --lock-wait SECONDS.",
      ...(holder
        ? [`If that session is a dead one, end it in the database: SELECT pg_terminate_backend(${holder.pid}).`]
        : []),
    ],
  });
}

/** PostgreSQL manual, "pg_locks": a 64-bit advisory key is shown in two halves, with `objsubid` 1. */
async function holderOf(connection: Connection, key: string): Promise<LockHolder | null> {
  const [row] = await connection.rows<[number, string | null, string | null, string | null]>(`
    SELECT l.pid, a.application_name, a.usename::text,
      to_char(coalesce(a.xact_start, a.backend_start) AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')
    FROM pg_locks l LEFT JOIN pg_stat_activity a ON a.pid = l.pid
    WHERE l.locktype = 'advisory' AND l.granted AND l.objsubid = 1
      AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
      AND l.classid = ((${key} >> 32) & 4294967295)::oid AND l.objid = (${key} & 4294967295)::oid`);
  if (!row) return null;
  const [pid, application, user, since] = row;
  return { pid, application: application ?? "", user: user ?? "", since };
}
