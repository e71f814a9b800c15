import { createHash } from "node:crypto";
import { readdir, readFile, rm, stat, utimes } from "node:fs/promises";
import path from "node:path";

import writeFileAtomic from "write-file-atomic";

import { makeRetortFolder } from "#host/retortFolder.ts";

/** Answers by the content they follow from. What is in it can always be found again, so nothing about it is an error. */
export interface ContentCache {
  /** Undefined where it is not known; `isValid` refuses what a file turned out not to hold. */
  get<T>(key: string, isValid: (value: unknown) => value is T): Promise<T | undefined>;
  set(key: string, value: unknown): Promise<void>;
}

export interface CacheOptions {
  /** Where answers outlive this process; null keeps them in memory only. Other processes may use it at the same time. */
  readonly folder: string | null;
  /** How many files, and how many bytes, the folder may hold before the oldest go. */
  readonly files?: number;
  readonly bytes?: number;
  /** How many bytes of answers, as JSON, are kept in memory. */
  readonly memoryBytes?: number;
  readonly log: (message: string) => void;
}

/**
 * In memory, and as one file an answer: a line with its key and the hash of the rest, then JSON. A file that was cut off,
 * damaged or exchanged is no answer, whatever it holds.
 */
export function createContentCache({
  folder,
  files = 4000,
  bytes = 256 * mebibyte,
  memoryBytes = 48 * mebibyte,
  log,
}: CacheOptions): ContentCache {
  const memory = createMemory(memoryBytes);
  const fileOf = (key: string) => (folder === null ? null : path.join(folder, `${key}.json`));
  // Looking through the folder costs as much as it holds, so not every answer pays for it.
  let unpruned = { files: files / 16, bytes: bytes / 16 };
  const prune = async (inside: string, written: number) => {
    unpruned = { files: unpruned.files + 1, bytes: unpruned.bytes + written };
    if (unpruned.files < files / 16 && unpruned.bytes < bytes / 16) return;
    unpruned = { files: 0, bytes: 0 };
    await pruneFolder(inside, { files, bytes });
  };

  return {
    async get<T>(key: string, isValid: (value: unknown) => value is T) {
      const known = memory.get(key);
      if (isValid(known)) return known;
      const file = fileOf(key);
      const answer = file === null ? null : await readAnswer(file, key);
      if (answer === null || !isValid(answer.value)) return undefined;
      memory.set(key, answer.value, answer.size);
      return answer.value;
    },
    async set(key, value) {
      const text = JSON.stringify(value);
      memory.set(key, value, text.length);
      const file = fileOf(key);
      if (file === null || folder === null) return;
      try {
        await makeRetortFolder(folder);
        // Not forced to the disk: what a power failure damages is no answer, and is found again.
        await writeFileAtomic(file, `${firstLine(key, text)}\n${text}`, { fsync: false });
        await prune(folder, text.length);
      } catch (error) {
        log(`The shadow's cache can't be written: ${(error as Error).message}`);
      }
    },
  };
}

const mebibyte = 1024 * 1024;

/** The newest answers; a map keeps its order. One is kept whatever its size: it is asked for again at once. */
function createMemory(limit: number) {
  const answers = new Map<string, { readonly value: unknown; readonly size: number }>();
  let held = 0;
  const forget = (key: string) => {
    held -= answers.get(key)?.size ?? 0;
    answers.delete(key);
  };
  return {
    get(key: string): unknown {
      const answer = answers.get(key);
      if (!answer) return undefined;
      answers.delete(key);
      answers.set(key, answer);
      return answer.value;
    },
    set(key: string, value: unknown, size: number) {
      forget(key);
      answers.set(key, { value, size });
      held += size;
      for (const [oldest] of answers) {
        if (held <= limit || answers.size === 1) return;
        forget(oldest);
      }
    },
  };
}

function firstLine(key: string, text: string): string {
  return JSON.stringify({ key, sha256: createHash("sha256").update(text).digest("hex") });
}

/** Null for a file that is missing, cut off, damaged or somebody else's; such a file is removed. */
async function readAnswer(
  file: string,
  key: string,
): Promise<{ readonly value: unknown; readonly size: number } | null> {
  const content = await readFile(file, "utf8").catch(() => null);
  if (content === null) return null;
  const end = content.indexOf("\n");
  const text = content.slice(end + 1);
  if (end === -1 || content.slice(0, end) !== firstLine(key, text)) {
    await rm(file, { force: true }).catch(() => undefined);
    return null;
  }
  const now = new Date();
  // What is used stays: the oldest by this time go first.
  await utimes(file, now, now).catch(() => undefined);
  return { value: JSON.parse(text), size: text.length };
}

/** Removes the oldest until a quarter of what is allowed is free. What a writer that was killed left behind goes too. */
async function pruneFolder(folder: string, limit: { readonly files: number; readonly bytes: number }): Promise<void> {
  const names = await readdir(folder);
  const entries = await Promise.all(
    names.map(async (name) => {
      const file = path.join(folder, name);
      // Another process may have removed it meanwhile.
      const { mtimeMs: time, size } = await stat(file).catch(() => ({ mtimeMs: 0, size: 0 }));
      return { file, time, size };
    }),
  );
  let files = entries.length;
  let bytes = entries.reduce((sum, { size }) => sum + size, 0);
  if (files <= limit.files && bytes <= limit.bytes) return;
  for (const { file, size } of entries.toSorted((a, b) => a.time - b.time)) {
    if (files <= limit.files * 0.75 && bytes <= limit.bytes * 0.75) return;
    await rm(file, { recursive: true, force: true }).catch(() => undefined);
    files -= 1;
    bytes -= size;
  }
}
