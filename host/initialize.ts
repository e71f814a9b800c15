import { readFile } from "node:fs/promises";
import { basename, dirname, join, relative, resolve } from "node:path";

import { mergeJson } from "#host/config/edit.ts";
import { type JsonObject, readJson } from "#host/config/json.ts";
import { done, failed, failureOf, type Outcome } from "#host/failure.ts";
import { appendToFile, makeFolder, readModels, writeFileAtomic, writeNewFile } from "#host/files.ts";
import { openProject, type Project, type ProjectOptions } from "#host/project.ts";
import { locate } from "#host/project/locate.ts";
import { isWithin, repositoryOf, upwards } from "#host/project/reach.ts";
import { readProject } from "#host/project/read.ts";

export interface InitializeOptions extends ProjectOptions {
  readonly folder: string;
  /** A retort.json of another name; null for the project's own. */
  readonly config: string | null;
  /** True: the project's default database becomes the embedded one. */
  readonly embedded: boolean;
  /** True: an empty file of models is written where there are none. */
  readonly models: boolean;
}

export interface InitializedProject {
  /** The project's folder. */
  readonly root: string;
  /** What was done, in order; empty where everything was there already. */
  readonly actions: readonly InitializeAction[];
}

export interface InitializeAction {
  readonly kind: "created" | "changed";
  /** Absolute. */
  readonly path: string;
  /** `Created prisma/revisions`: for people. */
  readonly text: string;
}

/**
 * Makes what a project needs and does not have: its folder of revisions, an ignored `.retort/`, and a retort.json only
 * where defaults would not do. Asks nothing, and run again it does nothing.
 */
export async function initializeProject(options: InitializeOptions): Promise<Outcome<InitializedProject>> {
  const opened = await projectFor(options);
  if (!opened.ok) return opened;
  const project = opened.value;
  const actions: InitializeAction[] = [];
  const note = (kind: InitializeAction["kind"], path: string): void => {
    const shown = relative(project.root, path) || path;
    actions.push({ kind, path, text: `${kind === "created" ? "Created" : "Changed"} ${shown.replaceAll("\\", "/")}` });
  };

  if (options.embedded) {
    const written = await chooseEmbedded(project, options, note);
    if (!written.ok) return written;
  }
  if (options.models) {
    const written = await beginModels(project, options, note);
    if (!written.ok) return written;
  }
  for (const revisions of project.revisionFolders) {
    const folder = await makeFolder(revisions);
    if (!folder.ok) return folder;
    if (folder.value) note("created", revisions);
  }
  const ignored = await ignoreOwnFiles(project.root, note);
  return ignored.ok ? done({ root: project.root, actions }) : ignored;
}

type Note = (kind: InitializeAction["kind"], path: string) => void;

/** The project that stands here; where none does, the one that begins here. */
async function projectFor({ folder, config, ...options }: InitializeOptions): Promise<Outcome<Project>> {
  const opened = await openProject(folder, { ...options, config });
  if (opened.ok || opened.failure.code !== "config/notFound") return opened;
  const root = config === null ? resolve(folder) : dirname(resolve(folder, config));
  const none = { root, retortJson: null, prismaConfig: null, packageSchema: null, usualSchema: null };
  return done(await readProject((await locate(root)) ?? none, options));
}

/** Adds the embedded database to retort.json and makes it the default, unless another was chosen there. */
async function chooseEmbedded(project: Project, options: InitializeOptions, note: Note): Promise<Outcome<null>> {
  const named = options.config === null ? null : resolve(options.folder, options.config);
  const file = project.config.file ?? named ?? join(project.root, "retort.json");
  const present = project.databases.find((d) => d.source.kind === "embedded")?.name;
  const free = ["dev", "embedded", "local"].find((name) => project.databases.every((d) => d.name !== name));
  const name = present ?? free ?? "embedded-database";
  const additions = { databases: { [name]: { url: "embedded" } }, default: name };

  const text = await readFile(file, "utf8").catch(() => null);
  if (text === null) {
    const written = await writeNewFile(dirname(file), basename(file), `${JSON.stringify(additions, null, 2)}\n`);
    if (written.ok) note("created", file);
    return written.ok ? done(null) : written;
  }
  const read = readJson(file, text);
  const unchanged = `${basename(file)} is as it was.`;
  const refused = failureOf(read.problems, { code: "config/invalid", exit: 2, unchanged });
  if (refused) return refused;
  if (read.value?.kind !== "object") {
    return failed({ code: "config/invalid", exit: 2, message: `${basename(file)} must hold an object.`, unchanged });
  }
  const other = otherDefault(read.value, name);
  if (other !== null) {
    return failed({
      code: "config/otherDefault",
      exit: 3,
      message: `"default" in ${basename(file)} is ${other}, not the embedded database.`,
      unchanged,
      next: [`Write "default": "${name}" there, or use it this once by --embedded.`],
    });
  }
  const merged = mergeJson(text, read.value, additions);
  if (merged === text) return done(null);
  const written = await writeFileAtomic(file, merged);
  if (written.ok) note("changed", file);
  return written.ok ? done(null) : written;
}

function otherDefault({ members }: JsonObject, name: string): string | null {
  const value = members.find((member) => member.key === "default")?.value;
  return value?.kind === "string" && value.value !== name ? value.value : null;
}

/** A file to write models into, as `prisma init` leaves it. Where the URL is configured elsewhere, it is not named. */
async function beginModels(project: Project, options: InitializeOptions, note: Note): Promise<Outcome<null>> {
  const read = await readModels(project);
  if (read.ok) return done(null);
  if (read.failure.code !== "models/notFound") return read;
  const isFile = project.schemaPath.endsWith(".prisma");
  const file = isFile ? project.schemaPath : join(project.schemaPath, "schema.prisma");
  const namesUrl = !options.embedded && project.config.prismaConfigFile === null && project.databases.every(isImplicit);
  const url = namesUrl ? '  url      = env("DATABASE_URL")\n' : "";
  const text =
    `generator client {\n  provider = "prisma-client-js"\n}\n\n` +
    `datasource db {\n  provider = "postgresql"\n${url}}\n`;
  const written = await writeNewFile(dirname(file), basename(file), text);
  if (written.ok) note("created", file);
  return written.ok ? done(null) : written;
}

function isImplicit({ source }: Project["databases"][number]): boolean {
  return source.kind === "datasource";
}

/** `.retort/` holds the embedded database and caches: nothing that belongs into a repository. */
async function ignoreOwnFiles(root: string, note: Note): Promise<Outcome<null>> {
  const repository = (await repositoryOf(root)) ?? root;
  for (const folder of upwards(root).filter((above) => isWithin(above, repository))) {
    const text = await readFile(join(folder, ".gitignore"), "utf8").catch(() => "");
    if (/^\s*\/?(\*\*\/)?\.retort\/?\s*$/m.test(text)) return done(null);
  }
  const file = join(root, ".gitignore");
  const isNew = (await readFile(file).catch(() => null)) === null;
  const written = await appendToFile(file, ".retort/\n");
  if (written.ok) note(isNew ? "created" : "changed", file);
  return written.ok ? done(null) : written;
}
