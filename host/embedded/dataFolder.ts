import { readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";

import { type FolderLock, type Holder, takeFolderLock } from "#host/embedded/folderLock.ts";
import { type Failure } from "#host/failure.ts";
import { makeRetortFolder } from "#host/retortFolder.ts";

/** A data folder that is ours until released. */
export interface DataFolder {
  /** True where there is no database in it yet. */
  readonly isEmpty: boolean;
  /** To be called when the database stands: before it, a process that dies leaves nothing that the next would open. */
  created(): Promise<void>;
  release(): Promise<void>;
}

/** What made a data folder; kept beside it, where no PostgreSQL needs to run to read it. */
export interface FolderVersion {
  /** PostgreSQL's major. */
  readonly postgres: number;
  readonly pglite: string;
}

export type FolderAnswer =
  { readonly ok: true; readonly folder: DataFolder } | { readonly ok: false; readonly failure: Failure };

/** Locks `folder` and sees whether the embedded PostgreSQL can open what is in it. `FOLDER.lock` and `FOLDER.json` lie beside it. */
export async function openDataFolder(
  folder: string,
  version: FolderVersion,
  holder: { readonly owner: string; readonly ownerPid: number; readonly lost: () => void },
): Promise<FolderAnswer> {
  const versionFile = `${folder}.json`;
  try {
    await makeRetortFolder(path.dirname(folder));
    const answer = await takeFolderLock(`${folder}.lock`, holder);
    if (answer.kind === "held") return { ok: false, failure: inUse(folder, answer.holder) };
    return await underLock(folder, versionFile, version, answer.lock);
  } catch (error) {
    return { ok: false, failure: unwritable(folder, error as NodeJS.ErrnoException) };
  }
}

async function underLock(
  folder: string,
  versionFile: string,
  version: FolderVersion,
  lock: FolderLock,
): Promise<FolderAnswer> {
  try {
    const known = await readVersion(versionFile);
    if (known === "unfinished") await rm(folder, { recursive: true, force: true });
    const postgres = known === "unfinished" ? null : ((await majorInside(folder)) ?? null);
    if (postgres !== null && postgres !== version.postgres) {
      await lock.release();
      return { ok: false, failure: otherMajor(folder, postgres, version.postgres) };
    }
    const isEmpty = postgres === null;
    if (isEmpty) await writeFile(versionFile, `${JSON.stringify({ ...version, unfinished: true })}\n`);
    return {
      ok: true,
      folder: {
        isEmpty,
        created: () => writeFile(versionFile, `${JSON.stringify(version)}\n`),
        release: () => lock.release(),
      },
    };
  } catch (error) {
    await lock.release();
    throw error;
  }
}

async function readVersion(file: string): Promise<"unfinished" | "finished" | null> {
  try {
    const { unfinished } = JSON.parse(await readFile(file, "utf8")) as { readonly unfinished?: boolean };
    return unfinished === true ? "unfinished" : "finished";
  } catch {
    return null;
  }
}

/** PostgreSQL's own note of the major that made a data folder; null where there is none. */
async function majorInside(folder: string): Promise<number | null> {
  const text = await readFile(path.join(folder, "PG_VERSION"), "utf8").catch(() => null);
  return text === null ? null : Number.parseInt(text, 10);
}

const unchanged = "Nothing was read or changed.";

function inUse(folder: string, holder: Holder | null): Failure {
  const since = holder?.since ? [`Since ${holder.since}, on ${holder.host}.`] : [];
  const who = holder ? `${holder.owner} (process ${holder.ownerPid})` : "another process";
  return {
    code: "database/embeddedInUse",
    exit: 4,
    message: `The embedded database in ${folder} is in use by ${who}.`,
    details: since,
    unchanged,
    next: ["Close it there or wait until it has ended: one process at a time can use an embedded database."],
    place: null,
  };
}

function otherMajor(folder: string, found: number, ours: number): Failure {
  return {
    code: "database/embeddedVersion",
    exit: 4,
    message: `The embedded database in ${folder} was made by PostgreSQL ${found}; this version of Retort embeds PostgreSQL ${ours}.`,
    details: [],
    unchanged,
    next: [
      `Use the version of Retort that made it, or move ${folder} away and run \`retort upgrade head\` to build a new one.`,
    ],
    place: null,
  };
}

function unwritable(folder: string, error: NodeJS.ErrnoException): Failure {
  const readOnly = ["EACCES", "EPERM", "EROFS"].includes(error.code ?? "");
  return {
    code: readOnly ? "database/embeddedReadOnly" : "database/embeddedFolder",
    exit: 4,
    message: readOnly
      ? `The embedded database needs to write to ${path.dirname(folder)}, which is read-only.`
      : `The folder of the embedded database, ${folder}, cannot be used.`,
    details: [error.message],
    unchanged,
    next: [
      readOnly
        ? "Make the folder writable for this user, or name a server: `--url` or `databases` in retort.json."
        : "Mend what is named above, or move the project's `.retort` folder away.",
    ],
    place: null,
  };
}
