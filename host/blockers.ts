import { quoteLiteral } from "#engine/index.ts";
import type { Ask } from "#host/lock.ts";

/** Whom a session waits for, in words; null where it waits for nobody. To be asked on another one. */
export async function blockerOf(ask: Ask, pid: number): Promise<string | null> {
  return describeBlocker(
    await ask<BlockerRow>(
      oldest(`
    SELECT ${ofSession} FROM unnest(pg_blocking_pids(${pid})) AS b (pid) JOIN pg_stat_activity a ON a.pid = b.pid
    UNION ALL
    SELECT ${ofPrepared}
    FROM pg_locks w JOIN pg_locks h USING (locktype) ${joinPrepared}
    WHERE w.pid = ${pid} AND NOT w.granted AND h.granted AND h.pid IS NULL AND h.database IS NOT DISTINCT FROM w.database
      AND h.relation IS NOT DISTINCT FROM w.relation AND h.transactionid IS NOT DISTINCT FROM w.transactionid`),
    ),
  );
}

/** Who keeps `table`, a quoted name, from being read, in words; null where that is nobody any more. */
export async function readBlocker(ask: Ask, table: string): Promise<string | null> {
  const holds = `h.relation = to_regclass(${quoteLiteral(table)}) AND h.granted AND h.mode = 'AccessExclusiveLock'
      AND h.database = (SELECT oid FROM pg_database WHERE datname = current_database())`;
  return describeBlocker(
    await ask<BlockerRow>(
      oldest(`
    SELECT ${ofSession} FROM pg_locks h JOIN pg_stat_activity a ON a.pid = h.pid WHERE ${holds}
    UNION ALL
    SELECT ${ofPrepared} FROM pg_locks h ${joinPrepared} WHERE h.pid IS NULL AND ${holds}`),
    ),
  );
}

type BlockerRow = readonly [
  pid: number,
  application: string | null,
  user: string | null,
  state: string | null,
  since: string | null,
];

/** Without what it runs: statements hold data, and passwords. */
const ofSession =
  "a.pid, a.application_name AS application, a.usename::text AS username, a.state, a.xact_start AS since";
const ofPrepared = "0, p.gid, p.owner::text, 'prepared', p.prepared";
/** A prepared transaction has no process: the lock that each holds on itself tells which one it is. */
const joinPrepared = `
      JOIN pg_locks x ON x.pid IS NULL AND x.virtualtransaction = h.virtualtransaction AND x.locktype = 'transactionid'
      JOIN pg_prepared_xacts p ON p.transaction = x.transactionid`;

function oldest(found: string): string {
  return `SELECT pid, application, username, state, to_char(since AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') FROM (
    ${found}
  ) AS found ORDER BY since LIMIT 1`;
}

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
