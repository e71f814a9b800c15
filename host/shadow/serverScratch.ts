import { randomBytes } from "node:crypto";

import { quoteIdentifier, quoteLiteral } from "#engine/index.ts";
import type { Connection } from "#host/connection.ts";
import { done, failed, type Outcome } from "#host/failure.ts";
import { openServer, type ServerConfig } from "#host/postgres.ts";
import { serverLabel } from "#host/postgresFailure.ts";
import { failureOfError } from "#host/runner/statementFailure.ts";
import { isSameDatabase, readIdentity } from "#host/shadow/serverIdentity.ts";
import type { Scratch, ScratchDatabase, ScratchVersion } from "#host/shadow/scratch.ts";

/**
 * Databases on a server that the project names: made and dropped by name, each with a session on it as long as it lives.
 * The database of the URL is only what is connected to for that; nothing in it is read or changed.
 */
export function serverScratch(
  config: ServerConfig,
  { target, log }: { readonly target: ServerConfig | null; readonly log: (message: string) => void },
): Scratch {
  let greeted: ScratchVersion | null = null;

  return {
    kind: "shared",
    async version(signal) {
      if (greeted) return done(greeted);
      const answer = await withAdministrator(config, signal, async (connection): Promise<Outcome<ScratchVersion>> => {
        if (target && (await isTarget(connection, target, signal))) return isTheTarget(config);
        await dropStale(connection, log);
        return done(await versionOf(connection));
      });
      if (answer.ok) greeted = answer.value;
      return answer;
    },
    open: () => scratchDatabase(config),
  };
}

/** Names begin so; what else a server holds is never touched. */
const prefix = "retort_shadow_";
/** What databases of ours are told apart by from those that are only called so. */
const comment = "A shadow database of Retort. It may be dropped when nobody is connected to it.";
/** Between a database's creation and the first session on it passes less than this. */
const staleMs = 60_000;

function scratchDatabase(config: ServerConfig): ScratchDatabase {
  const name = `${prefix}${Date.now().toString(36)}_${randomBytes(4).toString("hex")}`;
  const database = openServer({ ...config, database: name, applicationName: "retort shadow" }, { name: "shadow" });
  const roles: string[] = [];
  let made = false;
  return {
    ...database,
    madeRole: (role) => void roles.push(role),
    async connect(signal) {
      const created = await withAdministrator(config, signal, async (connection) => {
        // What an administrator put into template1 is no part of what revisions make.
        await connection.rows(`CREATE DATABASE ${quoteIdentifier(name)} TEMPLATE template0`);
        made = true;
        await connection.rows(`COMMENT ON DATABASE ${quoteIdentifier(name)} IS ${quoteLiteral(comment)}`);
        return done(undefined);
      });
      return created.ok ? database.connect(signal) : created;
    },
    async close() {
      if (!made) return;
      made = false;
      await withAdministrator(config, undefined, async (connection) => {
        await connection.rows(`DROP DATABASE IF EXISTS ${quoteIdentifier(name)} WITH (FORCE)`);
        // One that somebody else has come to use meanwhile can't be dropped, and shall not be.
        for (const role of roles) {
          await connection.rows(`DROP ROLE IF EXISTS ${quoteIdentifier(role)}`).catch(() => undefined);
        }
        return done(undefined);
      });
    },
  };
}

/** Of ours, those that nobody is connected to: their process was killed. */
async function dropStale(connection: Connection, log: (message: string) => void): Promise<void> {
  const rows = await connection.rows<[string]>(
    `SELECT d.datname FROM pg_database d JOIN pg_shdescription s ON s.objoid = d.oid AND s.classoid = 'pg_database'::regclass
      WHERE starts_with(d.datname, ${quoteLiteral(prefix)}) AND s.description = ${quoteLiteral(comment)}
        AND NOT EXISTS (SELECT FROM pg_stat_activity a WHERE a.datid = d.oid)`,
  );
  for (const [name] of rows) {
    const made = Number.parseInt(name.slice(prefix.length), 36);
    if (!(Date.now() - made > staleMs)) continue;
    // Without FORCE: somebody may have connected since.
    await connection.rows(`DROP DATABASE IF EXISTS ${quoteIdentifier(name)}`).then(
      () => {
        log(`Dropped ${name}, which a process that has ended left behind`);
      },
      () => undefined,
    );
  }
}

async function versionOf(connection: Connection): Promise<ScratchVersion> {
  const [[version, full] = ["", ""]] = await connection.rows<[string, string]>(
    "SELECT current_setting('server_version'), version()",
  );
  // "18.4 (Debian 18.4-1)": what packagers add says nothing.
  return { key: `server ${full}`, postgres: version.split(" ")[0] ?? version };
}

async function isTarget(connection: Connection, target: ServerConfig, signal?: AbortSignal): Promise<boolean> {
  const connected = await openServer(target).connect(signal);
  // A target that can't be reached can't be harmed either, and is found unreachable by whoever wants it.
  if (!connected.ok) return false;
  try {
    return isSameDatabase(await readIdentity(connection), await readIdentity(connected.value));
  } finally {
    await connected.value.close();
  }
}

async function withAdministrator<T>(
  config: ServerConfig,
  signal: AbortSignal | undefined,
  work: (connection: Connection) => Promise<Outcome<T>>,
): Promise<Outcome<T>> {
  const connected = await openServer({ ...config, applicationName: "retort shadow" }).connect(signal);
  if (!connected.ok) {
    const { failure } = connected;
    return failed({ ...failure, message: `The shadow server: ${failure.message}` });
  }
  try {
    return await work(connected.value);
  } catch (error) {
    return failed(
      failureOfError(error, {
        code: "shadow/server",
        message: `${serverLabel(config)} can't serve as the shadow.`,
        unchanged: "Nothing but databases named retort_shadow_… was touched.",
        next: ["Its role needs CREATEDB. Without shadow.url in retort.json the embedded PostgreSQL is used."],
      }),
    );
  } finally {
    await connected.value.close();
  }
}

function isTheTarget(config: ServerConfig): ReturnType<typeof failed> {
  return failed({
    code: "config/shadowIsTarget",
    exit: 2,
    message: `shadow.url leads to ${serverLabel(config)}, which is the very database that is migrated.`,
    unchanged: "Nothing was run.",
    next: ["Name another database for the shadow, or none: the embedded one is used then."],
  });
}
