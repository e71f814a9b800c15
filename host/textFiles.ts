import { isUtf8 } from "node:buffer";
import { readFileSync } from "node:fs";
import { readdir, realpath, stat } from "node:fs/promises";
import { resolve, sep } from "node:path";
import { setImmediate } from "node:timers/promises";

import { type Problem, sortedBy } from "#engine/index.ts";
import { done, failed, type Outcome } from "#host/failure.ts";

export interface TextFile {
  /** Absolute. */
  readonly file: string;
  readonly text: string;
  /** Where in `text` the first bytes stood that are no UTF-8, and are lost; left out where there were none. */
  readonly damagedAt?: number;
}

/**
 * Reads files in the order of their paths. Small files are read ten times as fast without waiting for each, and a history
 * has thousands; between batches others have their turn.
 */
export async function readTextFiles(files: readonly string[]): Promise<Outcome<readonly TextFile[]>> {
  const read: TextFile[] = [];
  for (const [at, file] of sortedBy(files, (f) => f).entries()) {
    if (at % 256 === 255) await setImmediate();
    try {
      read.push(readTextFile(file));
    } catch (error) {
      return cannotRead(file, error);
    }
  }
  return done(read);
}

/** Reads a file that is to hold UTF-8; throws where it can't be read. */
export function readTextFile(file: string): TextFile {
  const text = readFileSync(file, "utf8");
  // Bytes that are no UTF-8 are read as this character, which a file may also hold for itself.
  if (!text.includes(lost)) return { file, text };
  const bytes = readFileSync(file);
  return isUtf8(bytes) ? { file, text: bytes.toString() } : { file, text, damagedAt: firstDamage(text, bytes) };
}

/** That a file is no UTF-8, as an error at the place; null where it is. */
export function encodingProblem(
  { file, text, damagedAt }: TextFile,
  code: Problem["code"],
): (Problem & { readonly severity: "error" }) | null {
  if (damagedAt === undefined) return null;
  const isWide = damagedAt === 0 && text.includes("\0");
  return {
    code,
    severity: "error",
    message: isWide ? "The file is UTF-16: save it as UTF-8." : "From here on the file is no UTF-8: save it as UTF-8.",
    place: { file, span: { start: damagedAt, end: damagedAt + 1 } },
  };
}

/**
 * The paths of the files in a folder whose names are wanted; with `deep`, of those below it too, by their way there. Links are followed, each folder once, so
 * that none leads round in circles. What has no end to read to is refused.
 */
export async function filesBelow(
  folder: string,
  { deep, wanted }: { readonly deep: boolean; readonly wanted: (name: string) => boolean },
): Promise<Outcome<readonly string[]>> {
  const seen = new Set<string>();
  const files: string[] = [];
  const look = async (at: string, way: string): Promise<Outcome<void>> => {
    try {
      const real = await realpath(at);
      if (seen.has(real)) return done(undefined);
      seen.add(real);
      const entries = await readdir(at, { withFileTypes: true });
      for (const entry of sortedBy(entries, ({ name }) => name)) {
        // By hand: a history has thousands of files, and `join` looks at each as a path of any kind.
        const path = at + sep + entry.name;
        const name = way + entry.name;
        const kind = entry.isSymbolicLink() ? await stat(path).catch(() => entry) : entry;
        if (kind.isDirectory()) {
          const below = deep ? await look(path, name + sep) : done(undefined);
          if (!below.ok) return below;
        } else if (wanted(name)) {
          if (kind.isFIFO() || kind.isSocket() || kind.isCharacterDevice()) return cannotRead(path, endless);
          files.push(path);
        }
      }
      return done(undefined);
    } catch (error) {
      return cannotRead(at, error);
    }
  };
  const looked = await look(resolve(folder), "");
  return looked.ok ? done(files) : looked;
}

/** `files/notReadable`, with the system's words. */
export function cannotRead(file: string, error: unknown): Outcome<never> {
  return failed({
    code: "files/notReadable",
    exit: 2,
    message: `${file} cannot be read.`,
    details: [error instanceof Error ? error.message : String(error)],
    unchanged: "Nothing was changed.",
  });
}

/** `ENOENT` and the like; null for what the system did not say. */
export function errorCode(error: unknown): string | null {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : null;
}

const endless = "It is a pipe or a device, whose end may never come.";

const lost = "\uFFFD";

/** The first replacement character of `text` that `bytes` do not hold: all before it was read as it is. */
function firstDamage(text: string, bytes: Buffer): number {
  let [at, byte, from] = [text.indexOf(lost), 0, 0];
  for (; at >= 0; at = text.indexOf(lost, at + 1)) {
    byte += Buffer.byteLength(text.slice(from, at));
    from = at;
    if (bytes.subarray(byte, byte + 3).toString("latin1") !== "\u00EF\u00BF\u00BD") return at;
  }
  return 0;
}
