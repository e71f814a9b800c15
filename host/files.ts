import { constants } from "node:fs";
import { access, link, mkdir, open, readFile, stat, unlink } from "node:fs/promises";
import { basename, dirname, join } from "node:path";

import writeAtomic from "write-file-atomic";

import { done, failed, type Outcome } from "#host/failure.ts";
import type { Project } from "#host/project.ts";
import { cannotRead, errorCode, filesBelow, readTextFiles, type TextFile } from "#host/textFiles.ts";

/** The project's models: its file, or the `.prisma` files of its folder at any depth, sorted by path. */
export async function readModels(project: Pick<Project, "schemaPath">): Promise<Outcome<readonly TextFile[]>> {
  const { schemaPath } = project;
  const kind = await stat(schemaPath).catch(() => null);
  const wanted = (file: string) => file.endsWith(".prisma");
  const inFolder = kind?.isDirectory() === true ? await filesBelow(schemaPath, { deep: true, wanted }) : done([]);
  if (!inFolder.ok) return inFolder;
  const files = kind?.isFile() === true ? [schemaPath] : inFolder.value;
  if (files.length > 0) return readTextFiles(files);
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
  const deep = project.config.fileTemplate.includes("/");
  const all: TextFile[] = [];
  const seen = new Set<string>();
  for (const folder of project.revisionFolders) {
    const exists = (await stat(folder).catch(errorCode)) !== "ENOENT";
    const files = exists ? await filesBelow(folder, { deep, wanted: isRevisionFile }) : done([]);
    if (!files.ok) return files;
    // One folder may lie within another.
    const read = await readTextFiles(files.value.filter((file) => !seen.has(file)));
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
  } catch (error) {
    // What was opened here was made here: half of it is nobody's.
    await unlink(file).catch(() => undefined);
    throw error;
  } finally {
    await handle.close();
  }
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

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
