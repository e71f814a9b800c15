import { Client } from "pg";

import type { Connection, Database } from "#host/connection.ts";
import { clientStream } from "#host/embedded/clientStream.ts";
import { createMutex } from "#host/embedded/mutex.ts";
import { cancelled, type RunningPglite, startPglite } from "#host/embedded/runningPglite.ts";
import { done, failed, type Outcome } from "#host/failure.ts";
import { fromClient } from "#host/postgres.ts";

export interface EmbeddedOptions {
  /** The data folder, made when first opened: `.retort/database`. Its lock and version lie beside it. */
  readonly folder: string;
  readonly name: string;
  readonly protected?: boolean;
  /** Who asks, for whoever finds the folder in use: `retort upgrade`, `VS Code`. */
  readonly owner: string;
  /** After so many milliseconds without a connection the folder is let go, for others to use; never where left out. */
  readonly idleMs?: number;
}

/**
 * A database in a folder, with no server: PostgreSQL in a process of its own, started by the first `connect` and ended by
 * `close`. It has one session: connections are served one after the other, so a second `connect` waits until the first
 * connection is closed. Nothing stops a running statement but the end of its process, which is what closing a connection
 * under a statement does. A folder that another process has open is the failure `database/embeddedInUse`.
 */
export function openEmbedded({
  folder,
  name,
  protected: isProtected = false,
  owner,
  idleMs,
}: EmbeddedOptions): Database {
  return { name, label: "embedded", kind: "embedded", protected: isProtected, ...embedded({ folder, owner }, idleMs) };
}

/** The same with nothing but memory under it: gone with its process. Each process begins empty. */
export function openEmbeddedMemory({ name = "memory" }: { readonly name?: string } = {}): Database {
  return {
    name,
    label: "embedded",
    kind: "embedded",
    protected: false,
    ...embedded({ folder: null, owner: "Retort" }, undefined),
  };
}

function embedded(
  what: { readonly folder: string | null; readonly owner: string },
  idleMs: number | undefined,
): Pick<Database, "connect" | "close"> {
  const turns = createMutex();
  let running: RunningPglite | null = null;
  let idle: NodeJS.Timeout | undefined;

  const close = async () => {
    clearTimeout(idle);
    const process = running;
    running = null;
    // Memory has nothing to bring into order.
    if (what.folder === null) process?.kill();
    else await process?.close();
  };
  const closeWhenIdle = async () => {
    const leave = await turns.acquire();
    await close().finally(leave);
  };
  const process = async (signal?: AbortSignal): Promise<Outcome<RunningPglite>> => {
    if (running?.isAlive) return done(running);
    // While it is going it still has the folder.
    await running?.ended;
    const started = await startPglite(what, signal);
    running = started.ok ? started.value : null;
    return started;
  };
  const connectInTurn = async (leave: () => void, signal?: AbortSignal): Promise<Outcome<Connection>> => {
    clearTimeout(idle);
    const inherited = running?.isAlive === true;
    const started = await process(signal);
    if (!started.ok) return started;
    const connected = await connectTo(started.value, () => {
      if (idleMs !== undefined) idle = setTimeout(() => void closeWhenIdle(), idleMs).unref();
      leave();
    });
    // A process can be on its way out without anybody knowing yet. One that was just started gets no second chance.
    if (connected.ok || !inherited || signal?.aborted === true) return connected;
    started.value.kill();
    return connectInTurn(leave, signal);
  };

  return {
    async connect(signal) {
      let leave: () => void;
      try {
        leave = await turns.acquire(signal);
      } catch {
        return cancelled();
      }
      const connected = await connectInTurn(leave, signal);
      if (!connected.ok) leave();
      return connected;
    },
    close,
  };
}

/** A client on the process's pipe. `left` is called when the pipe is free again after it. */
async function connectTo(process: RunningPglite, left: () => void): Promise<Outcome<Connection>> {
  const stream = clientStream(process.pipe, () => {
    process.kill();
  });
  process.hold({ busy: true });
  stream.once("close", () => {
    process.hold({ busy: false });
  });
  try {
    const client = new Client({ stream: () => stream, user: "postgres", database: "postgres", ssl: false });
    client.on("error", () => undefined);
    await client.connect();
    const connection = await fromClient(client);
    if (stream.closed) throw new Error("It ended while it was greeted.");
    stream.once("close", left);
    return done(connection);
  } catch (error) {
    stream.destroy();
    return failed({
      code: "database/embeddedBroken",
      exit: 4,
      message: "The process of the embedded PostgreSQL ended.",
      details: [error instanceof Error ? error.message : String(error)],
      unchanged: "Nothing was read or changed.",
    });
  }
}
