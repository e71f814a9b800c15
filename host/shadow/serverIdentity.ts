import type { Connection } from "#host/connection.ts";

/** Which database of which cluster a session is in, whatever address led there. */
export interface ServerIdentity {
  readonly database: string;
  readonly oid: string;
  /** Of the cluster, for its life; null where the role may not read it. */
  readonly system: string | null;
  /** When the server was started: as good as the above while it runs. */
  readonly started: string;
}

export async function readIdentity(connection: Connection): Promise<ServerIdentity> {
  const [[database, oid, started] = ["", "", ""]] = await connection.rows<[string, string, string]>(
    `SELECT datname, oid::text, extract(epoch FROM pg_postmaster_start_time())::text
       FROM pg_database WHERE datname = current_database()`,
  );
  const system = await connection
    .rows<[string]>("SELECT system_identifier::text FROM pg_control_system()")
    .then(([row]) => row?.[0] ?? null)
    .catch(() => null);
  return { database, oid, system, started };
}

export function isSameDatabase(a: ServerIdentity, b: ServerIdentity): boolean {
  if (a.database !== b.database) return false;
  // A copy of a cluster (a replica, a restored backup) has its identifier too: refusing it there does no harm.
  if (a.system !== null && b.system !== null) return a.system === b.system;
  return a.oid === b.oid && a.started === b.started;
}
