import { Socket } from "node:net";
import { type ConnectionOptions } from "node:tls";

import { Client, DatabaseError, type QueryArrayResult } from "pg";

import { sendCancelRequest } from "#host/cancelRequest.ts";
import { readStartupOptions, settingStatements } from "#host/config/startupOptions.ts";
import type { Connection, Database } from "#host/connection.ts";
import { BatchError, sendBatch } from "#host/statementBatch.ts";
import { ConnectionLost } from "#host/connectionLost.ts";
import { done, failed, type Outcome } from "#host/failure.ts";
import { connectionFailure, isTlsRefusal, serverLabel } from "#host/postgresFailure.ts";

/** Where a server is and who asks, as `pg` takes it. A host that begins with `/` is the folder of a unix socket. */
export interface ServerConfig {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  /** Left out: that of PGPASSWORD or the password file, where there is one. */
  readonly password?: string;
  readonly database: string;
  /** False or left out: without TLS. */
  readonly ssl?: false | ConnectionOptions;
  /** libpq's `sslmode=prefer`: without TLS where the server has none. */
  readonly sslOptional?: boolean;
  /** Server settings for the session, as command-line options: `-c search_path=tenant`. */
  readonly options?: string;
  /** Whether a pooler such as PgBouncer stands before the server. Left out: found out from what the server says of itself. */
  readonly pooled?: boolean;
  /** `retort` where none is named. */
  readonly applicationName?: string;
  /** For the connection to stand, name resolution and TLS included; ten where none is given. */
  readonly connectTimeoutSeconds?: number;
}

/** A server's database. Each `connect` is a session of its own; failures name server, database and user, never the password. */
export function openServer(
  config: ServerConfig,
  { name = "url", protected: isProtected = false }: { readonly name?: string; readonly protected?: boolean } = {},
): Database {
  return {
    name,
    label: serverLabel(config),
    kind: "server",
    protected: isProtected,
    connect: (signal) => connect(config, signal),
    close: () => Promise.resolve(),
  };
}

export interface ClientOptions {
  /** Asks from outside for the running statement to be cancelled, where that is possible. */
  readonly cancel?: () => Promise<void>;
  readonly beside?: Connection["beside"];
  /** Left out: whether the process that the server greeted us with is the one that answers. */
  readonly pooled?: boolean;
  /** Behind a pooler, begun with each transaction: what a session would be set to. */
  readonly settings?: readonly string[];
}

/** A connected client as a Connection, which then owns it: servers and the embedded database share this path. */
export async function fromClient(client: Client, options: ClientOptions = {}): Promise<Connection> {
  const { cancel = () => Promise.resolve(), beside = null, settings = [] } = options;
  let open = true;
  client.once("end", () => {
    open = false;
  });
  // An idle connection that breaks must not take the process with it; the next statement reports it.
  let broken: Error | null = null;
  client.on("error", (error) => {
    broken ??= error;
  });
  const lost = (error: unknown): never => {
    if (!isLoss(error)) throw error;
    // What it broke of says more than that it is broken.
    throw new ConnectionLost((broken ?? error).message, { cause: error });
  };
  const query = async (text: string, values?: readonly unknown[]) => {
    const answer = await client.query({ text, rowMode: "array", ...(values && { values: [...values] }) }).catch(lost);
    // Several statements in one text give several results, which the type of `query` does not tell.
    const results: QueryArrayResult[] = [answer].flat();
    return results.at(-1);
  };
  const send = (statements: readonly string[]) => sendBatch(client, statements).catch(lost);
  const rows = async <Row extends readonly unknown[]>(text: string, values?: readonly unknown[]): Promise<Row[]> => {
    const read: unknown[] = (await query(text, values))?.rows ?? [];
    return read as Row[];
  };
  const [[version, pid, endsIdle, ...greeted] = [0, 0, false, false, false]] = await rows<
    [number, number, boolean, boolean, boolean]
  >(
    `SELECT current_setting('server_version_num')::int, pg_backend_pid(), current_setting('idle_session_timeout') <> '0', ${asksReadOnly}`,
  );
  const pooled = options.pooled ?? pid !== backendKey(client).pid;
  const ownSettings = pooled ? settings : [];
  // While the shadow is at work, or a person thinks, nothing is asked. A pooler's sessions are not ours to set.
  if (endsIdle && !pooled) await rows("SET idle_session_timeout = 0");

  /**
   * After a COMMIT that failed there is nothing left to take back, and on a broken connection no way to. A cancel that was
   * meant for the statement before may meet the first.
   */
  const takeBack = () => query("ROLLBACK").catch(() => query("ROLLBACK").catch(ignore));

  return {
    version,
    pid: pooled ? null : pid,
    pooled,
    rows,
    async readOnly() {
      if (!greeted.includes(true)) return null;
      // A standby may have been promoted since.
      const [[isStandby, isSet] = greeted] = await rows<[boolean, boolean]>(`SELECT ${asksReadOnly}`);
      return isStandby ? "standby" : isSet ? "setting" : null;
    },
    async query(text, values) {
      const answer = await query(text, values);
      const columns = (answer?.fields ?? []).map((field) => field.name);
      return { columns, rows: answer?.rows ?? [], rowCount: answer?.rowCount ?? 0 };
    },
    async transaction(work, { readOnly = false, first, last, batch = [] } = {}) {
      const begin = readOnly ? "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY" : "BEGIN";
      try {
        const begun = await query([begin, ...ownSettings, ...(first === undefined ? [] : [first])].join("; "));
        const value = await work(begun?.rows ?? []);
        const end = await (batch.length > 0 ? send([...batch, ...ends(last)]) : query(ends(last).join("; ")));
        // PostgreSQL answers COMMIT with a rollback when a statement failed, even if `work` kept silent about it.
        if (end?.command !== "COMMIT") {
          throw new Error("The transaction was rolled back: one of its statements had failed.");
        }
        return value;
      } catch (error) {
        await takeBack();
        throw error;
      }
    },
    async atOnce(statements) {
      const lead = ["BEGIN", ...ownSettings];
      try {
        const end = await send([...lead, ...statements, "COMMIT"]);
        if (end?.command !== "COMMIT")
          throw new Error("The transaction was rolled back: one of its statements had failed.");
      } catch (error) {
        await takeBack();
        throw error instanceof BatchError ? error.after(lead.length) : error;
      }
    },
    beside,
    isOpen: () => open,
    cancel,
    close: () => client.end().catch(ignore),
  };
}

const asksReadOnly = "pg_is_in_recovery(), current_setting('default_transaction_read_only') = 'on'";

async function connect(config: ServerConfig, signal?: AbortSignal): Promise<Outcome<Connection>> {
  try {
    // A pooler takes no start-up options: what they set is set with each transaction.
    const { options, ...plain } = config;
    const settings = settingStatements(readStartupOptions(options ?? ""));
    const client = await connectedClient(config.pooled === true ? plain : config, signal);
    const connection = fromClient(client, {
      cancel: () => cancel(client, config),
      beside: (whose) => connect(config, whose),
      settings,
      ...(config.pooled !== undefined && { pooled: config.pooled }),
    });
    // Nobody will have it to close it.
    connection.catch(() => client.end().catch(ignore));
    return done(await connection);
  } catch (error) {
    if (config.sslOptional === true && isTlsRefusal(error)) {
      return connect({ ...config, ssl: false, sslOptional: false }, signal);
    }
    if (config.pooled === undefined && config.options !== undefined && isOptionsRefusal(error)) {
      return connect({ ...config, pooled: true }, signal);
    }
    return failed(connectionFailure(error, config, { aborted: signal?.aborted === true }));
  }
}

/**
 * By PostgreSQL's cancel request, which a pooler hands on and which needs no free connection (manual, "Canceling Requests
 * in Progress").
 */
function cancel(client: Client, config: ServerConfig): Promise<void> {
  return sendCancelRequest(config, backendKey(client));
}

async function connectedClient(config: ServerConfig, signal?: AbortSignal): Promise<Client> {
  // The socket is ours so that an abort reaches it at any moment, while it connects too.
  const socket = new Socket();
  const client = new Client({
    stream: () => socket,
    host: config.host,
    port: config.port,
    user: config.user,
    ...(config.password !== undefined && { password: config.password }),
    database: config.database,
    ssl: config.ssl ?? false,
    ...(config.options !== undefined && { options: config.options }),
    application_name: config.applicationName ?? "retort",
    connectionTimeoutMillis: (config.connectTimeoutSeconds ?? 10) * 1000,
    keepAlive: true,
  });
  client.on("error", ignore);
  const abort = () => {
    socket.destroy(new Error("aborted"));
  };
  if (signal?.aborted === true) throw new Error("aborted");
  signal?.addEventListener("abort", abort, { once: true });
  try {
    await client.connect();
    return client;
  } catch (error) {
    socket.destroy();
    throw error;
  } finally {
    signal?.removeEventListener("abort", abort);
  }
}

/** `pg` keeps what the server greeted it with, and its types do not know. */
function backendKey(client: Client): { readonly pid: number; readonly secret: number } {
  const { processID: pid, secretKey: secret } = client as Client & {
    readonly processID: number | null;
    readonly secretKey: number | null;
  };
  return { pid: pid ?? 0, secret: secret ?? 0 };
}

/** PgBouncer refuses start-up options that it does not know; code 08P01. */
function isOptionsRefusal(error: unknown): boolean {
  return error instanceof Error && /unsupported startup parameter/i.test(error.message);
}

function ends(last: (() => string) | undefined): readonly string[] {
  return last ? [last(), "COMMIT"] : ["COMMIT"];
}

/** Neither the server's refusal nor a bug of ours. */
function isLoss(error: unknown): error is Error {
  return error instanceof Error && !(error instanceof DatabaseError) && error.name === "Error";
}

function ignore(): void {
  // Reported by whoever uses the connection next.
}
