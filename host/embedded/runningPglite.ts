import { type ChildProcess, fork } from "node:child_process";
import { type Socket } from "node:net";
import path from "node:path";
import { fileURLToPath } from "node:url";

import { assetPath } from "#host/assets.ts";
import { abortable, deferred } from "#host/embedded/mutex.ts";
import { type ParentMessage, protocolDescriptor, type StartAnswer } from "#host/embedded/messages.ts";
import { done, failed, type Outcome } from "#host/failure.ts";

/** The process of an embedded PostgreSQL. */
export interface RunningPglite {
  /** PostgreSQL's protocol, one client after the other. */
  readonly pipe: Socket;
  readonly pid: number;
  /** False as soon as it has ended, for whatever reason. */
  readonly isAlive: boolean;
  /** Settles when the process is gone. */
  readonly ended: Promise<unknown>;
  /** Whether this process waits for it before it ends by itself. */
  hold(what: { readonly busy: boolean }): void;
  /** Ends it in good order, or after a while by force. */
  close(): Promise<void>;
  /** Ends it at once. What was not committed is lost. */
  kill(): void;
}

/** Starts one on `folder`, or in memory where that is null; `owner` is who others are told has it. */
export async function startPglite(
  { folder, owner }: { readonly folder: string | null; readonly owner: string },
  signal?: AbortSignal,
): Promise<Outcome<RunningPglite>> {
  const child = spawnChild();
  const ended = deferred<undefined>();
  child.once("exit", () => {
    ended.resolve(undefined);
  });
  const stderr = tail(child);
  const answered = new Promise<StartAnswer>((resolve) => {
    child.once("message", (message) => {
      resolve(message as StartAnswer);
    });
    child.once("error", (error) => {
      resolve({ kind: "failed", failure: notStarted([error.message]).failure });
    });
    void ended.promise.then(() => {
      resolve({ kind: "failed", failure: notStarted(stderr()).failure });
    });
  });
  send(child, { kind: "start", assets: assetPath("pglite"), folder, owner });
  try {
    const answer = await abortable(answered, signal);
    if (answer.kind === "failed") return failed(answer.failure);
  } catch {
    child.kill("SIGKILL");
    return cancelled();
  }
  return done(running(child, ended.promise));
}

/** Why a wait for the embedded database ended: somebody wanted it so. */
export function cancelled(): { readonly ok: false; readonly failure: ReturnType<typeof failed>["failure"] } {
  return failed({
    code: "database/cancelled",
    exit: 4,
    message: "Opening the embedded database was cancelled.",
    unchanged: "Nothing was read or changed.",
  });
}

const self = fileURLToPath(import.meta.url);
/** In a bundle the child is a bundle beside it; in a checkout it is a source file, run as this process is. */
const entry =
  path.extname(self) === ".ts" ? path.join(path.dirname(self), "pgliteProcess.ts") : assetPath("pglite.cjs");
const closingMs = 10_000;

function spawnChild(): ChildProcess {
  return fork(entry, [], {
    // An inspector's port is taken by this process; everything else (the loader of a checkout) the child needs too.
    execArgv: process.execArgv.filter((argument) => !argument.startsWith("--inspect")),
    env: { ...process.env, ...(process.versions["electron"] !== undefined && { ELECTRON_RUN_AS_NODE: "1" }) },
    // "overlapped" is "pipe" everywhere but on Windows, where a child can read and write a pipe at once only if it is that.
    stdio: ["ignore", "ignore", "pipe", "ipc", "overlapped"],
  });
}

function running(child: ChildProcess, ended: Promise<unknown>): RunningPglite {
  const pipe = child.stdio[protocolDescriptor] as Socket;
  // A broken pipe is the end of the process, which whoever waits for an answer learns by "close".
  pipe.on("error", () => undefined);
  let isAlive = true;
  // The pipe breaks a moment before the process is known to have ended.
  pipe.once("close", () => {
    isAlive = false;
  });
  void ended.then(() => {
    pipe.destroy();
  });
  const process: RunningPglite = {
    pipe,
    ended,
    pid: child.pid ?? 0,
    get isAlive() {
      return isAlive;
    },
    hold({ busy }) {
      for (const handle of [child, pipe]) {
        if (busy) handle.ref();
        else handle.unref();
      }
    },
    async close() {
      if (!isAlive) return;
      process.hold({ busy: true });
      const timer = setTimeout(() => child.kill("SIGKILL"), closingMs);
      send(child, { kind: "close" });
      await ended;
      clearTimeout(timer);
    },
    kill() {
      // It takes a moment to be gone, in which nobody shall begin to use it.
      isAlive = false;
      child.kill("SIGKILL");
    },
  };
  child.channel?.unref();
  (child.stderr as Socket | null)?.unref();
  return process;
}

function send(child: ChildProcess, message: ParentMessage): void {
  // A child that is gone already is noticed by its exit.
  child.send(message, () => undefined);
}

/** The last lines that the child wrote about its trouble. */
function tail(child: ChildProcess): () => readonly string[] {
  let text = "";
  child.stderr?.on("data", (chunk: Buffer) => {
    text = (text + chunk.toString()).slice(-2000);
  });
  return () =>
    text
      .split("\n")
      .filter((line) => line.trim() !== "")
      .slice(-5);
}

function notStarted(details: readonly string[]): ReturnType<typeof failed> {
  return failed({
    code: "database/embeddedBroken",
    exit: 4,
    message: "The process of the embedded PostgreSQL ended before it was ready.",
    details,
    unchanged: "Nothing was read or changed.",
  });
}
