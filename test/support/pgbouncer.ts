import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import fs from "node:fs";
import net from "node:net";
import os from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

import type { ServerConfig } from "#host/postgres.ts";
import type { TestServer } from "#test/support/servers.ts";

/** PgBouncer in transaction mode before a test server. */
export interface Pooler {
  /** A database of the server through it. */
  config(database: string): ServerConfig;
  url(database: string): string;
  stop(): Promise<void>;
}

/** Where `test/support/pgbouncer.sh` unpacks it. */
const unpacked = path.join(import.meta.dirname, "../../.cache/pgbouncer");

/** The program, which is no dependency of ours (Debian: `apt-get install pgbouncer`); null where it can't be had. */
export function findPgbouncer(): string | null {
  const own = path.join(unpacked, "usr/sbin");
  const folders = [...(process.env["PATH"] ?? "").split(path.delimiter), "/usr/sbin", "/usr/local/sbin", own];
  const program = folders.map((folder) => path.join(folder, "pgbouncer")).find((file) => fs.existsSync(file));
  if (program === undefined) console.log("SKIPPED: PgBouncer is not installed (Debian: apt-get install pgbouncer)");
  return program ?? null;
}

/** Starts it with `poolSize` connections to each database of a server that listens on a socket. */
export async function startPooler(
  program: string,
  server: TestServer,
  { poolSize = 4 }: { readonly poolSize?: number } = {},
): Promise<Pooler> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "retort-bouncer-"));
  const port = await freePort();
  const { host, port: serverPort } = server.connection;
  const settings = `
[databases]
* = host=${host} port=${serverPort} user=postgres
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = ${port}
unix_socket_dir =
auth_type = any
pool_mode = transaction
default_pool_size = ${poolSize}
max_client_conn = 200
`;
  const file = path.join(folder, "pgbouncer.ini");
  fs.writeFileSync(file, settings);
  // It refuses to run as root.
  const nobody = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {};
  fs.chmodSync(folder, 0o755);
  const libraries = path.join(unpacked, "usr/lib/x86_64-linux-gnu");
  const env = program.startsWith(unpacked) ? { ...process.env, LD_LIBRARY_PATH: libraries } : process.env;
  const child = spawn(program, [file], { ...nobody, env, stdio: ["ignore", "ignore", "pipe"] });
  process.once("exit", () => child.kill("SIGKILL"));
  await listening(child, port);
  return {
    config: (database) => ({ host: "127.0.0.1", port, user: "postgres", database }),
    url: (database) => `postgresql://postgres@127.0.0.1:${port}/${database}`,
    async stop() {
      child.kill("SIGKILL");
      if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
      fs.rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function listening(child: ChildProcess, port: number): Promise<void> {
  let log = "";
  child.stderr?.setEncoding("utf8").on("data", (text: string) => (log = (log + text).slice(-4000)));
  for (let tries = 0; tries < 200; tries++) {
    if (child.exitCode !== null) throw new Error(`PgBouncer ended: ${log}`);
    const socket = net.connect(port, "127.0.0.1");
    const stands = await Promise.race([
      once(socket, "connect").then(() => true),
      once(socket, "close").then(() => false),
    ]).catch(() => false);
    socket.destroy();
    if (stands) return;
    await sleep(50);
  }
  throw new Error(`PgBouncer does not listen: ${log}`);
}

async function freePort(): Promise<number> {
  const server = net.createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as net.AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}
