import { readFile, rm, stat, utimes, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";

import { processIdentity } from "#host/embedded/processIdentity.ts";

/** Who has a data folder open, as its lock file says. */
export interface Holder {
  /** The process that has the folder open, and when that one started, as its system tells it. */
  readonly pid: number;
  readonly identity: string;
  /** Process numbers mean something on one machine (or in one container) only. */
  readonly host: string;
  /** For people: who asked for it, and by which process. */
  readonly owner: string;
  readonly ownerPid: number;
  /** RFC 3339. */
  readonly since: string;
}

export type LockAnswer =
  | { readonly kind: "taken"; readonly lock: FolderLock }
  /** `holder` is null where the file is too young to be complete. */
  | { readonly kind: "held"; readonly holder: Holder | null };

export interface FolderLock {
  release(): Promise<void>;
}

/**
 * Takes the lock `file` for this process. A holder that is gone is succeeded: one of this machine by its process, one of
 * another by a file that nobody has touched for a minute. `lost` is called when somebody took the lock from us, which
 * happens to a machine that slept: the folder must then not be touched again. Rejects where the file cannot be written.
 */
export async function takeFolderLock(
  file: string,
  { owner, ownerPid, lost }: { readonly owner: string; readonly ownerPid: number; readonly lost: () => void },
): Promise<LockAnswer> {
  const identity = (await processIdentity(process.pid)) ?? "";
  const since = new Date().toISOString();
  const text = `${JSON.stringify({ pid: process.pid, identity, host: hostname(), owner, ownerPid, since }, null, 2)}\n`;
  for (let attempt = 0; attempt < 25; attempt++) {
    if (await create(file, text)) return { kind: "taken", lock: keep(file, text, lost) };
    const present = await inspect(file);
    if (present.kind === "held") return present;
    if (present.kind === "stale" && (await succeed(file, present.text, text))) {
      return { kind: "taken", lock: keep(file, text, lost) };
    }
  }
  return { kind: "held", holder: null };
}

const beatMs = 10_000;
const silentMs = 60_000;
/** Longer than anybody needs for a turn. */
const turnMs = 10_000;
/** How long a file may stay unreadable while somebody writes it. */
const writingMs = 5_000;

async function create(file: string, text: string): Promise<boolean> {
  try {
    await writeFile(file, text, { flag: "wx" });
    return true;
  } catch (error) {
    if (codeOf(error) === "EEXIST") return false;
    throw error;
  }
}

type Present =
  | { readonly kind: "held"; readonly holder: Holder | null }
  | { readonly kind: "stale"; readonly text: string }
  | { readonly kind: "gone" };

async function inspect(file: string): Promise<Present> {
  let text: string;
  let silence: number;
  try {
    text = await readFile(file, "utf8");
    silence = Date.now() - (await stat(file)).mtimeMs;
  } catch (error) {
    if (codeOf(error) === "ENOENT") return { kind: "gone" };
    throw error;
  }
  const holder = parseHolder(text);
  if (!holder) return silence < writingMs ? { kind: "held", holder } : { kind: "stale", text };
  if (holder.host !== hostname()) return silence < silentMs ? { kind: "held", holder } : { kind: "stale", text };
  const identity = await processIdentity(holder.pid);
  const alive = identity !== null && (identity === "" || holder.identity === "" || identity === holder.identity);
  return alive ? { kind: "held", holder } : { kind: "stale", text };
}

/**
 * Puts `text` in the place of a holder that is gone; true where that was done. Successors take turns by a file of their own,
 * since between looking and removing another may have come: who has it looks again, and nobody else takes a file away.
 */
async function succeed(file: string, stale: string, text: string): Promise<boolean> {
  const turn = `${file}.turn`;
  if (!(await create(turn, ""))) {
    const age = await stat(turn).then(
      ({ mtimeMs }) => Date.now() - mtimeMs,
      () => 0,
    );
    // Whoever had the turn is gone too.
    if (age > turnMs) await rm(turn, { force: true });
    else await sleep(20);
    return false;
  }
  try {
    if ((await readFile(file, "utf8").catch(() => null)) !== stale) return false;
    await rm(file, { force: true });
    return await create(file, text);
  } finally {
    await rm(turn, { force: true });
  }
}

function keep(file: string, text: string, lost: () => void): FolderLock {
  const isOurs = async () => (await readFile(file, "utf8").catch(() => null)) === text;
  const beat = async () => {
    if (!(await isOurs())) {
      clearInterval(timer);
      lost();
      return;
    }
    const now = new Date();
    await utimes(file, now, now).catch(() => undefined);
  };
  const timer = setInterval(() => void beat(), beatMs).unref();
  return {
    async release() {
      clearInterval(timer);
      if (await isOurs()) await rm(file, { force: true });
    },
  };
}

function parseHolder(text: string): Holder | null {
  try {
    const value = JSON.parse(text) as Partial<Holder> | null;
    return typeof value?.pid === "number" && typeof value.host === "string"
      ? {
          identity: "",
          owner: "another process",
          ownerPid: value.pid,
          since: "",
          ...value,
          pid: value.pid,
          host: value.host,
        }
      : null;
  } catch {
    return null;
  }
}

function codeOf(error: unknown): string | undefined {
  return (error as NodeJS.ErrnoException).code;
}
