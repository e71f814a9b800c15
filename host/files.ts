import { constants, type Dirent, readFileSync } from "node:fs";
import { access, link, mkdir, open, readdir, readFile, stat, unlink } from "node:fs/promises";
import { basename, dirname, join, relative } from "node:path";
import { setImmediate } from "node:timers/promises";

import writeAtomic from "write-file-atomic";

import { sortedBy } from "#engine/index.ts";
import { done, failed, type Outcome } from "#host/failure.ts";
import type { Project } from "#host/project.ts";

export interface TextFile {
  /** Absolute. */
  readonly file: string;
  readonly text: string;
}

/** The project's models: its file, or the `.prisma` files of its folder at any depth, sorted by path. */
export async function readModels(project: Pick<Project, "schemaPath">): Promise<Outcome<readonly TextFile[]>> {
  const { schemaPath } = project;
  const kind = await stat(schemaPath).catch(() => null);
  const names = kind?.isDirectory() === true ? await readdir(schemaPath, { recursive: true }) : [];
  const inFolder = names.filter((name) => name.endsWith(".prisma")).map((name) => join(schemaPath, name));
  const files = kind?.isFile() === true ? [schemaPath] : inFolder;
  if (files.length > 0) return readAll(files);
  return failed({
    code: "models/notFound",
    exit: 2,
    message: kind ? `${schemaPath} holds no .prisma file.` : `There are no models: ${schemaPath} does not exist.`,
    unchanged: "Nothing was changed.",
    next: ["Write the models there, name another path as schema in retort.json, or run: retort init."],
  });
}

/** SQL, or TypeScript that is more than declarations; hidden files are somebody's drafts. */
function isRevisionFile(name: string): boolean {
  return /(?<!\.d)\.ts$|\.sql$/.test(name) && !/(?:^|[\\/])\./.test(name);
}

/**
 * The project's revisions, folder by folder, in each sorted by name. A folder that does not exist yet holds none. Where
 * file names are made with folders in them, those are looked into, at any depth.
 */
export async function readRevisionFiles(
  project: Pick<Project, "revisionFolders"> & { readonly config: Pick<Project["config"], "fileTemplate"> },
): Promise<Outcome<readonly TextFile[]>> {
  const recursive = project.config.fileTemplate.includes("/");
  const all: TextFile[] = [];
  const seen = new Set<string>();
  for (const folder of project.revisionFolders) {
    const entries = await readdir(folder, { recursive, withFileTypes: true }).catch((error: unknown) =>
      errorCode(error) === "ENOENT" ? [] : error,
    );
    if (!Array.isArray(entries)) return cannotRead(folder, entries);
    const named = (entries as Dirent[])
      .map((entry) => ({ entry, file: join(entry.parentPath, entry.name) }))
      .filter(({ file }) => isRevisionFile(relative(folder, file)));
    const endless = named.find(({ entry }) => entry.isFIFO() || entry.isSocket() || entry.isCharacterDevice());
    if (endless) return cannotRead(endless.file, new Error("It is a pipe or a device, whose end may never come."));
    // One folder may lie within another.
    const files = named.map(({ file }) => file);
    const read = await readAll(files.filter((file) => !seen.has(file)));
    if (!read.ok) return read;
    for (const file of read.value) seen.add(file.file);
    all.push(...read.value);
  }
  return done(all);
}

/**
 * Writes a file that must not exist yet, whole or not at all, and makes its folder; the file's path. A name may hold
 * folders, parted by `/`. Fails with `files/exists`, `files/name` for a name that leads elsewhere, or `files/notWritable`.
 */
export async function writeNewFile(folder: string, name: string, text: string): Promise<Outcome<string>> {
  const unchanged = "No file was written.";
  const file = join(folder, name);
  if (/[\\\0]/.test(name) || name.split("/").some((part) => part === "" || part.startsWith("."))) {
    return failed({ code: "files/name", exit: 2, message: `"${name}" is not the name of a file.`, unchanged });
  }
  const made = await makeFolder(dirname(file));
  if (!made.ok) return failed({ ...made.failure, unchanged });
  try {
    await createWhole(file, text);
    return done(file);
  } catch (error) {
    if (errorCode(error) !== "EEXIST") return notWritable(folder, error, unchanged);
    return failed({ code: "files/exists", exit: 2, message: `${file} exists already.`, unchanged });
  }
}

/** Makes a folder and those around it; true where it was not there before. */
export async function makeFolder(folder: string): Promise<Outcome<boolean>> {
  try {
    return done((await mkdir(folder, { recursive: true })) !== undefined);
  } catch (error) {
    return notWritable(folder, error, "No folder was made.");
  }
}

/** Replaces a file's text, or makes the file in a folder that exists: a reader sees the old text or the new. */
export async function writeFileAtomic(file: string, text: string): Promise<Outcome<string>> {
  try {
    // The file is replaced, which a read-only file would not hinder.
    await access(file, constants.W_OK).catch((error: unknown) => {
      if (errorCode(error) !== "ENOENT") throw error;
    });
    await writeAtomic(file, text);
    return done(file);
  } catch (error) {
    return notWritable(file, error, `${basename(file)} is as it was.`);
  }
}

/** Adds text at the end of a file, on a line of its own. */
export async function appendToFile(file: string, text: string): Promise<Outcome<string>> {
  const present = await readFile(file, "utf8").catch((error: unknown) => (errorCode(error) === "ENOENT" ? "" : error));
  if (typeof present !== "string") return cannotRead(file, present);
  return writeFileAtomic(file, present === "" || present.endsWith("\n") ? present + text : `${present}\n${text}`);
}

/**
 * Reads them in the order of their paths. Small files are read ten times as fast without waiting for each, and a history
 * has thousands; between batches others have their turn.
 */
async function readAll(files: readonly string[]): Promise<Outcome<readonly TextFile[]>> {
  const read: TextFile[] = [];
  for (const [at, file] of sortedBy(files, (f) => f).entries()) {
    if (at % 256 === 255) await setImmediate();
    try {
      read.push({ file, text: readFileSync(file, "utf8") });
    } catch (error) {
      return cannotRead(file, error);
    }
  }
  return done(read);
}

/** Under another name first: a process that dies leaves no half of a file, and `link` refuses to replace one. */
async function createWhole(file: string, text: string): Promise<void> {
  const draft = join(dirname(file), `.${basename(file)}.${process.pid}.tmp`);
  try {
    await writeThrough(draft, text);
    // Not every file system has links; there the file is made in place.
    await link(draft, file).catch((error: unknown) => {
      if (errorCode(error) === "EEXIST") throw error;
      return writeThrough(file, text);
    });
  } finally {
    await unlink(draft).catch(() => undefined);
  }
}

async function writeThrough(file: string, text: string): Promise<void> {
  const handle = await open(file, "wx");
  try {
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

function cannotRead(file: string, error: unknown): Outcome<never> {
  return failed({
    code: "files/notReadable",
    exit: 2,
    message: `${file} cannot be read.`,
    details: [messageOf(error)],
    unchanged: "Nothing was changed.",
  });
}

function notWritable(path: string, error: unknown, unchanged: string): Outcome<never> {
  return failed({
    code: "files/notWritable",
    exit: 2,
    message: `${path} cannot be written to.`,
    details: [messageOf(error)],
    unchanged,
    next: ["Check its permissions and the space on the disk."],
  });
}

function errorCode(error: unknown): string | null {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : null;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
