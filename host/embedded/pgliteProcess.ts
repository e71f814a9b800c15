import { statfs } from "node:fs/promises";
import { Socket } from "node:net";
import { setFlagsFromString } from "node:v8";

import { type PGlite } from "@electric-sql/pglite";

import { type DataFolder, openDataFolder } from "#host/embedded/dataFolder.ts";
import { frontendMessages, type FrontendStretch } from "#host/embedded/frontendMessages.ts";
import {
  farewell,
  type ParentMessage,
  protocolDescriptor,
  type StartAnswer,
  type StartMessage,
} from "#host/embedded/messages.ts";
import { openPglite, readPgliteVersion } from "#host/embedded/pglite.ts";
import type { Failure } from "#host/failure.ts";

/**
 * The embedded PostgreSQL, in a process of its own: it blocks its thread, cannot be cancelled, and takes hundreds of
 * megabytes. Speaks PostgreSQL's protocol on an inherited pipe, one client after the other. Ends when its parent says
 * so or is gone; may be killed at any instant: what was committed is kept.
 */
// Most of these processes are over within a second, of which V8 would spend a third on optimising PostgreSQL's code.
// What really is hot is optimised still, only later. A V8 that does not know the flag passes it over.
setFlagsFromString("--wasm-tiering-budget=1000000000");
process.once("message", (message: ParentMessage) => {
  if (message.kind === "start") void start(message);
});
process.once("disconnect", () => process.exit());

async function start(message: StartMessage): Promise<void> {
  try {
    const opened = await open(message);
    if ("failure" in opened) {
      await answer({ kind: "failed", failure: opened.failure });
      process.exit();
    }
    serve(opened.database, opened.folder);
    await answer({ kind: "ready" });
  } catch (error) {
    await answer({ kind: "failed", failure: await broken(error, message.folder) });
    process.exit(1);
  }
}

async function open({ assets, folder, owner }: StartMessage): Promise<Opened | { readonly failure: Failure }> {
  if (folder === null) return { database: await openPglite({ assets, folder, isEmpty: true }), folder: null };
  const { pglite, postgres } = await readPgliteVersion(assets);
  const version = { postgres: Number.parseInt(postgres, 10), pglite };
  const locked = await openDataFolder(folder, version, {
    owner,
    ownerPid: process.ppid,
    lost: () => process.exit(1),
  });
  if (!locked.ok) return locked;
  try {
    const database = await openPglite({ assets, folder, isEmpty: locked.folder.isEmpty });
    await locked.folder.created();
    return { database, folder: locked.folder };
  } catch (error) {
    await locked.folder.release();
    throw error;
  }
}

interface Opened {
  readonly database: PGlite;
  readonly folder: DataFolder | null;
}

function serve(database: PGlite, folder: DataFolder | null): void {
  const pipe = new Socket({ fd: protocolDescriptor, readable: true, writable: true });
  const messages = frontendMessages();
  // PGlite runs one thing at a time: each stretch waits for the one before.
  let work = Promise.resolve();
  const next = (step: () => Promise<void>) => {
    work = work.then(step).catch(crash);
  };
  pipe.on("data", (chunk: Buffer) => {
    for (const stretch of messages.take(chunk)) next(() => answerClient(database, pipe, stretch));
  });
  const close = () => {
    next(async () => {
      await database.close();
      await folder?.release();
      process.exit();
    });
  };
  process.on("message", (message: ParentMessage) => {
    if (message.kind === "close") close();
  });
  // The parent is gone, and with it everybody who could ask something: whichever of its ends breaks first.
  process.removeAllListeners("disconnect");
  process.once("disconnect", close);
  pipe.on("error", () => undefined);
  pipe.once("close", close);
}

async function answerClient(database: PGlite, pipe: Socket, { kind, bytes }: FrontendStretch): Promise<void> {
  if (kind === "terminate") {
    if (database.isInTransaction()) await database.exec("ROLLBACK");
    await database.exec("DISCARD ALL");
    pipe.write(farewell);
    return;
  }
  await database.execProtocolRawStream(bytes, {
    // The bytes are a window on PostgreSQL's memory, which changes as soon as this returns.
    onRawData: (answer) => void pipe.write(Buffer.from(answer)),
  });
}

/** Sent completely before anything else happens, the end of this process included. */
function answer(message: StartAnswer): Promise<void> {
  return new Promise((resolve) => {
    if (!process.send) resolve();
    else
      process.send(message, undefined, {}, () => {
        resolve();
      });
  });
}

function crash(error: unknown): never {
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  process.exit(1);
}

async function broken(error: unknown, folder: string | null): Promise<Failure> {
  const free = folder === null ? null : await freeMegabytes(folder);
  const isFull = free !== null && free < leastFree;
  return {
    code: "database/embeddedBroken",
    exit: 4,
    message:
      folder === null ? "The embedded PostgreSQL did not start." : `The embedded database in ${folder} did not open.`,
    details: [
      error instanceof Error ? error.message : String(error),
      ...(isFull ? [`Its disk is full: ${free.toFixed(1)} MB are free.`] : []),
    ],
    unchanged: "Nothing was read or changed.",
    next:
      folder === null
        ? []
        : isFull
          ? ["Make room on the disk, and try again: what it holds is still there."]
          : [`If this stays so, move ${folder} away and run \`retort upgrade head\` to build a new one.`],
    place: null,
  };
}

/** PostgreSQL begins a segment of its log, of 16 MB, when it opens. */
const leastFree = 20;

async function freeMegabytes(folder: string): Promise<number | null> {
  const stats = await statfs(folder).catch(() => null);
  return stats && (stats.bavail * stats.bsize) / 2 ** 20;
}
