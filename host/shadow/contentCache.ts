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
  /** How many files the folder may hold before the oldest go. */
  readonly files?: number;
  readonly log: (message: string) => void;
}

/** In memory, and as one JSON file an answer. */
export function createContentCache({ folder, files = 400, log }: CacheOptions): ContentCache {
  const memory = new Map<string, unknown>();
  const fileOf = (key: string) => (folder === null ? null : path.join(folder, `${key}.json`));

  return {
    async get<T>(key: string, isValid: (value: unknown) => value is T) {
      const known = memory.get(key);
      if (isValid(known)) return known;
      const file = fileOf(key);
      if (file === null) return undefined;
      const value = await readAnswer(file, key);
      if (!isValid(value)) return undefined;
      remember(memory, key, value);
      return value;
    },
    async set(key, value) {
      remember(memory, key, value);
      const file = fileOf(key);
      if (file === null || folder === null) return;
      try {
        await makeRetortFolder(folder);
        await writeFileAtomic(file, JSON.stringify({ key, value }));
        await prune(folder, files);
      } catch (error) {
        log(`The shadow's cache can't be written: ${(error as Error).message}`);
      }
    },
  };
}

const remembered = 100;

/** The newest answers; a map keeps its order. */
function remember(memory: Map<string, unknown>, key: string, value: unknown): void {
  memory.delete(key);
  memory.set(key, value);
  for (const [oldest] of memory) {
    if (memory.size <= remembered) return;
    memory.delete(oldest);
  }
}

/** Undefined for a file that is missing, cut off, or somebody else's; such a file is removed. */
async function readAnswer(file: string, key: string): Promise<unknown> {
  const text = await readFile(file, "utf8").catch(() => null);
  if (text === null) return undefined;
  try {
    const answer = JSON.parse(text) as { readonly key?: unknown; readonly value?: unknown } | null;
    if (answer?.key !== key) throw new Error("another key");
    const now = new Date();
    // What is used stays: the oldest by this time go first.
    await utimes(file, now, now).catch(() => undefined);
    return answer.value;
  } catch {
    await rm(file, { force: true }).catch(() => undefined);
    return undefined;
  }
}

async function prune(folder: string, limit: number): Promise<void> {
  const names = (await readdir(folder)).filter((name) => name.endsWith(".json"));
  if (names.length <= limit) return;
  const dated = await Promise.all(
    names.map(async (name) => {
      const file = path.join(folder, name);
      // Another process may have removed it meanwhile.
      return {
        file,
        time: await stat(file).then(
          ({ mtimeMs }) => mtimeMs,
          () => 0,
        ),
      };
    }),
  );
  // A quarter more than needed, so that not every write has to look.
  const surplus = dated.toSorted((a, b) => a.time - b.time).slice(0, names.length - Math.floor(limit * 0.75));
  await Promise.all(surplus.map(({ file }) => rm(file, { force: true })));
}
