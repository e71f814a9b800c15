import { stat } from "node:fs/promises";
import { relative, resolve } from "node:path";

import type { Checked, Place, Problem } from "#engine/index.ts";
import type { Environment } from "#host/env.ts";
import { done, type Failure, failed, failureOf, type Outcome } from "#host/failure.ts";
import type { PrismaConfig } from "#host/prismaConfig.ts";
import { locate, type Marks, marksInWords, rootOf } from "#host/project/locate.ts";
import { isWithin, repositoryOf, upwards } from "#host/project/reach.ts";
import { readProject } from "#host/project/read.ts";
import { walk } from "#host/project/walk.ts";

/** A folder with models, its revisions and its databases: a snapshot, read anew when one of its files changes. */
export interface Project {
  /** Absolute path of its folder: its id in every request and message. */
  readonly root: string;
  /** For people: the folder's name, or its path where several projects were found. */
  readonly name: string;
  /** Absolute; a `.prisma` file, or a folder of them. It need not exist yet. */
  readonly schemaPath: string;
  /** Absolute, in load order, never empty; need not exist yet. */
  readonly revisionFolders: readonly [string, ...string[]];
  readonly config: ProjectConfig;
  /** Never empty: without retort.json there is the one that Prisma itself would use, named `default`. */
  readonly databases: readonly DatabaseEntry[];
  /** The name of the database meant when none is named; null where several stand and none is chosen. */
  readonly defaultDatabase: string | null;
  /** What is wrong with its configuration; `openProject` lets warnings through only. */
  readonly problems: readonly Problem[];
}

/** What retort.json and Prisma's own configuration say, with defaults filled in. Paths are absolute. */
export interface ProjectConfig {
  /** retort.json; null where there is none. */
  readonly file: string | null;
  /** `prisma.config.ts` or one of its other spellings; null where there is none. */
  readonly prismaConfigFile: string | null;
  /** What it says; null where there is none, where it failed, or where the workspace is not trusted (it is code). */
  readonly prismaConfig: PrismaConfig | null;
  /** Why `prismaConfig` is null although the file is there and may be run. */
  readonly prismaConfigFailure: Failure | null;
  /** PostgreSQL schemas, the first is the default one; null: as the datasource says. */
  readonly schemas: readonly string[] | null;
  /** Objects that count as nothing: `schema.name`, or `name` in every schema; `*` is any text. Prisma's externals among them. */
  readonly exclude: readonly string[];
  /** `{year}{month}{day}_{hour}{minute}_{rev}_{slug}`: the name of a revision file, without its ending. */
  readonly fileTemplate: string;
  /** An IANA name. */
  readonly timezone: string;
  /** The PostgreSQL schema of Retort's own tables. */
  readonly bookkeeping: string;
  /** Seconds; null: the runner's own. */
  readonly lockTimeout: number | null;
  /** Seconds, 0 for none; null: as the server has it. */
  readonly statementTimeout: number | null;
  readonly shadow: ShadowConfig;
}

export interface ShadowConfig {
  /** A file of SQL that runs before the first revision; null where none is named. */
  readonly setup: string | null;
  /** A server on which shadow databases are made; null: the embedded one. */
  readonly server: UrlSource | null;
}

/** A database that the project names. */
export interface DatabaseEntry {
  readonly name: string;
  readonly source: DatabaseSource;
  /** Its name must be typed, and a proof made, before anything runs on it. */
  readonly protected: boolean;
}

export type DatabaseSource =
  | UrlSource
  /** PGlite in `.retort/database`. */
  | { readonly kind: "embedded" }
  /** `datasource.url` of prisma.config.ts. */
  | { readonly kind: "prismaConfig" }
  /** `directUrl` or `url` of the datasource block in the models. */
  | { readonly kind: "datasource" }
  /** A URL that was typed once and that the editor keeps. */
  | { readonly kind: "secret" };

/** A `url` of retort.json. */
export interface UrlSource {
  readonly kind: "url";
  /** As written: `env:DATABASE_URL`, or a URL without a password. */
  readonly text: string;
  readonly place: Place;
}

export interface ProjectOptions {
  /** False in a workspace that is not trusted: prisma.config.ts is not run and `.env` is not read. */
  readonly trusted: boolean;
  /** The environment of this process. */
  readonly env: Environment["variables"];
  readonly signal?: AbortSignal;
}

/**
 * The projects of a folder that somebody opened, the folder itself and those below it, outer ones first. Projects whose
 * configuration is wrong are there too: `problems` are all of theirs.
 */
export async function findProjects(folder: string, options: ProjectOptions): Promise<Checked<readonly Project[]>> {
  const { found, complete } = await walk(folder);
  const read = await readAll(found, options);
  const projects = read.filter((project) => !isTaken(project, read)).map((project) => namedIn(project, folder));
  const unseen = complete ? [] : [tooManyFolders(folder)];
  return { value: projects, problems: [...projects.flatMap((p) => p.problems), ...unseen] };
}

/**
 * The project of a folder, or of the nearest folder above it in the same repository; with `config`, that of a retort.json
 * or a prisma.config.ts, whatever its name. Fails with `config/notFound`, which says what was looked for, or with the
 * first error of its configuration at its place.
 */
export async function openProject(
  folder: string,
  options: ProjectOptions & { readonly config?: string | null },
): Promise<Outcome<Project>> {
  const start = resolve(folder);
  const file = options.config == null ? null : resolve(start, options.config);
  const project = file === null ? await nearest(start, options) : await describedBy(file, options);
  if (!project) return file === null ? notFound(start) : noSuchFile(file);
  const refused = failureOf(project.problems, { code: "config/invalid", exit: 2, unchanged: "Nothing was changed." });
  return refused ?? done(project);
}

/** The project with the databases whose URL an editor keeps; those that it names already keep their place. */
export function withSecretDatabases(project: Project, names: readonly string[]): Project {
  const added = names.filter((name) => project.databases.every((d) => d.name !== name));
  const entries = added.map((name) => ({ name, source: { kind: "secret" as const }, protected: false }));
  return { ...project, databases: [...project.databases, ...entries] };
}

/** The nearest project at or above a folder, in its repository; everywhere above where there is none. */
async function nearest(start: string, options: ProjectOptions): Promise<Project | null> {
  const repository = await repositoryOf(start);
  const folders = upwards(start).filter((folder) => repository === null || isWithin(folder, repository));
  const marks = await Promise.all(folders.map(locate));
  const projects = await readAll(marks, options);
  return projects.find((project) => !isTaken(project, projects)) ?? null;
}

/** What somebody named by `--config`; the folder it lies in is the project's. */
async function describedBy(file: string, options: ProjectOptions): Promise<Project | null> {
  if ((await stat(file).catch(() => null))?.isFile() !== true) return null;
  const root = rootOf(file);
  const around = (await locate(root)) ?? {
    root,
    retortJson: null,
    prismaConfig: null,
    packageSchema: null,
    usualSchema: null,
  };
  const isCode = /\.[cm]?[jt]s$/.test(file);
  return readProject({ ...around, ...(isCode ? { prismaConfig: file } : { retortJson: file }) }, options);
}

function readAll(marks: readonly (Marks | null)[], options: ProjectOptions): Promise<readonly Project[]> {
  return Promise.all(marks.filter((m) => m !== null).map((m) => readProject(m, options)));
}

/**
 * Two projects must not write revisions for the same models: the one that is configured more expressly has them, of
 * equals the outer one. So `prisma/` with its schema.prisma is no project within the project around it.
 */
function isTaken(project: Project, projects: readonly Project[]): boolean {
  return projects.some((other) => {
    if (other.root === project.root || !isWithin(project.schemaPath, other.schemaPath)) return false;
    const difference = expressness(other) - expressness(project);
    return difference > 0 || (difference === 0 && isWithin(project.root, other.root));
  });
}

function expressness({ config }: Project): number {
  if (config.file !== null) return 2;
  return config.prismaConfigFile === null ? 0 : 1;
}

function namedIn(project: Project, folder: string): Project {
  const way = relative(folder, project.root).replaceAll("\\", "/");
  return { ...project, name: way === "" ? project.name : way };
}

async function notFound(start: string): Promise<Outcome<never>> {
  // Only for a hint: no code is run for it.
  const { found } = await walk(start, { depth: 3, folders: 1000 });
  const projects = await readAll(found, { trusted: false, env: {} });
  const below = projects.filter((p) => !isTaken(p, projects)).map((p) => relative(start, p.root));
  return failed({
    code: "config/notFound",
    exit: 2,
    message: `There is no Prisma project in ${start} or in a folder above it.`,
    details: [`Looked for ${marksInWords.join(", ")}.`],
    unchanged: "Nothing was changed.",
    next: [
      ...below.map((folder) => `Name the project in ${folder}: --project ${folder}`),
      "Begin one here: retort init",
    ],
  });
}

function noSuchFile(file: string): Outcome<never> {
  return failed({
    code: "config/notFound",
    exit: 2,
    message: `There is no file ${file}.`,
    unchanged: "Nothing was changed.",
    next: ["Name a retort.json or a prisma.config.ts by --config."],
  });
}

function tooManyFolders(folder: string): Problem {
  const message = `There are too many folders in ${folder} to look for projects in all of them: open a folder within it.`;
  return { code: "config/tooManyFolders", severity: "warning", message, place: null };
}
