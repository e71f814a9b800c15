import { Socket } from "node:net";
import { type ConnectionOptions } from "node:tls";

import { Client, type QueryArrayResult } from "pg";

import type { Connection, Database } from "#host/connection.ts";
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

/**
 * A connected client as a Connection, which then owns it: servers and the embedded database share this path.
 * `cancel` asks from outside for the running statement to be cancelled, where that is possible.
 */
export async function fromClient(
  client: Client,
  { cancel = () => Promise.resolve() }: { readonly cancel?: () => Promise<void> } = {},
): Promise<Connection> {
  // An idle connection that breaks must not take the process with it; the next statement reports it.
  client.on("error", ignore);
  const query = async (text: string, values?: readonly unknown[]) => {
    const answer = await client.query({ text, rowMode: "array", ...(values && { values: [...values] }) });
    // Several statements in one text give several results, which the type of `query` does not tell.
    const results: QueryArrayResult[] = [answer].flat();
    return results.at(-1);
  };
  const rows = async <Row extends readonly unknown[]>(text: string, values?: readonly unknown[]): Promise<Row[]> => {
    const read: unknown[] = (await query(text, values))?.rows ?? [];
    return read as Row[];
  };
  const [[version] = [0]] = await rows<[number]>("SELECT current_setting('server_version_num')::int");

  return {
    version,
    rows,
    async query(text, values) {
      const answer = await query(text, values);
      const columns = (answer?.fields ?? []).map((field) => field.name);
      return { columns, rows: answer?.rows ?? [], rowCount: answer?.rowCount ?? 0 };
    },
    async transaction(work, { readOnly = false } = {}) {
      await query(readOnly ? "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY" : "BEGIN");
      try {
        const value = await work();
        // PostgreSQL answers COMMIT with a rollback when a statement failed, even if `work` kept silent about it.
        if ((await query("COMMIT"))?.command !== "COMMIT") {
          throw new Error("The transaction was rolled back: one of its statements had failed.");
        }
        return value;
      } catch (error) {
        // After a COMMIT that failed, or on a broken connection, there is nothing left to take back.
        if (client.getTransactionStatus() !== "I") await query("ROLLBACK").catch(ignore);
        throw error;
      }
    },
    cancel,
    close: () => client.end().catch(ignore),
  };
}

async function connect(config: ServerConfig, signal?: AbortSignal): Promise<Outcome<Connection>> {
  try {
    const client = await connectedClient(config, signal);
    const cancel = async () => {
      const pid = processId(client);
      const other = await connectedClient(config);
      await other.query("SELECT pg_cancel_backend($1)", [pid]).finally(() => other.end());
    };
    return done(await fromClient(client, { cancel }));
  } catch (error) {
    if (config.sslOptional === true && isTlsRefusal(error)) {
      return connect({ ...config, ssl: false, sslOptional: false }, signal);
    }
    return failed(connectionFailure(error, config, { aborted: signal?.aborted === true }));
  }
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

/** `pg` keeps the backend's process id from the handshake, and its types do not know. */
function processId(client: Client): number | null {
  return (client as Client & { readonly processID: number | null }).processID;
}

function ignore(): void {
  // Reported by whoever uses the connection next.
}
