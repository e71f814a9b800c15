import { readdir, stat } from "node:fs/promises";
import { basename, dirname, join, relative } from "node:path";

import type { ModelsReading } from "#host/commands/models.ts";
import { done, failed, failureOf, type Outcome } from "#host/failure.ts";
import type { Project } from "#host/project.ts";
import { encodingProblem, readTextFiles } from "#host/textFiles.ts";

/** A migration as Prisma Migrate keeps it: a folder with a script. */
export interface Migration {
  /** The folder's name, by which Prisma orders migrations and remembers them. */
  readonly name: string;
  /** Absolute. */
  readonly file: string;
  /** As it is on the disk: what Prisma's checksum is of. */
  readonly text: string;
  /** A `down.sql` beside the script, as Prisma's documentation suggests; null where there is none. */
  readonly down: string | null;
}

export interface Migrations {
  readonly folder: string;
  /** In Prisma's order: by the bytes of their names. */
  readonly list: readonly Migration[];
  /** What lies among them and is no migration. */
  readonly notes: readonly string[];
}

/** The migrations of a project, wherever one of Prisma's versions looks for them; `folder` names another place. */
export async function readMigrations(
  project: Project,
  models: Pick<ModelsReading, "models">,
  options: { readonly folder: string | null },
): Promise<Outcome<Migrations>> {
  const candidates = options.folder === null ? placesOf(project, models) : [options.folder];
  for (const folder of candidates) {
    if (await isFolder(folder)) return readFolder(folder, project);
  }
  return failed({
    code: "files/noMigrations",
    exit: 2,
    message: `There are no Prisma migrations: ${relative(project.root, candidates[0] ?? "")} does not exist.`,
    details: candidates.slice(1).map((folder) => `Nor is there ${relative(project.root, folder)}.`),
    unchanged,
    next: ["Name their folder: retort import prisma --migrations DIR."],
  });
}

const unchanged = "No revision was written.";

/**
 * As the configuration says; else beside the file that names the datasource (since Prisma 6.7), in or beside the folder of
 * models (before), in `prisma`.
 */
function placesOf(project: Project, { models }: Pick<ModelsReading, "models">): readonly string[] {
  const configured = project.config.prismaConfig?.migrationsPath ?? null;
  if (configured !== null) return [configured];
  const around = [
    ...(models.datasource === null ? [] : [dirname(models.datasource.place.file)]),
    project.schemaPath,
    dirname(project.schemaPath),
    join(project.root, "prisma"),
  ];
  return [...new Set(around)]
    .filter((folder) => !folder.endsWith(".prisma"))
    .map((folder) => join(folder, "migrations"));
}

async function readFolder(folder: string, { root }: Project): Promise<Outcome<Migrations>> {
  const entries = await readdir(folder, { withFileTypes: true });
  const files = entries.filter((entry) => !entry.isDirectory()).map((entry) => entry.name);
  const lift = files.find((name) => name === "lift.lock" || name === "migrate.lock");
  if (lift !== undefined) return oldFormat(relative(root, folder), lift);
  const refused = await refuseProvider(folder, files);
  if (refused) return refused;

  const names = entries
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith("."))
    .map((entry) => entry.name)
    .toSorted((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
  const list: Migration[] = [];
  const notes = files
    .filter((name) => name.endsWith(".sql"))
    .map((name) => `${name} lies among the migrations and is none: Prisma runs folders with a migration.sql.`);
  for (const name of names) {
    const file = join(folder, name, "migration.sql");
    const text = await textOf(file);
    const down = await textOf(join(folder, name, "down.sql"));
    if (!text.ok) return text;
    if (!down.ok) return down;
    if (text.value !== null) list.push({ name, file, text: text.value, down: down.value });
    else if (await holds(join(folder, name), "steps.json"))
      return oldFormat(relative(root, folder), `${name}/steps.json`);
    else notes.push(`${name} holds no migration.sql, and was passed over.`);
  }
  return done({ folder, list, notes });
}

async function refuseProvider(folder: string, files: readonly string[]): Promise<Outcome<never> | null> {
  const file = join(folder, "migration_lock.toml");
  const lock = files.includes("migration_lock.toml") ? await textOf(file) : null;
  if (lock?.ok === false) return lock;
  const found = lock === null ? null : /^\s*provider\s*=\s*["']([^"']*)["']/m.exec(lock.value ?? "");
  const provider = found?.[1];
  if (!found || provider === undefined || ["postgresql", "postgres"].includes(provider)) return null;
  const start = found.index + found[0].indexOf(provider);
  return failed({
    code: "files/otherProvider",
    exit: 2,
    message: `These migrations are for ${provider}, and Retort is for PostgreSQL.`,
    unchanged,
    next: ["Begin from what the database holds: retort init --from-database."],
    place: { file, span: { start, end: start + provider.length } },
  });
}

/** What Prisma wrote from 2019 to 2020, as Lift and then as experimental Migrate. */
function oldFormat(folder: string, sign: string): Outcome<never> {
  return failed({
    code: "files/oldMigrations",
    exit: 2,
    message: `${folder} holds migrations of Prisma's first, experimental format (${sign}), in which there is no SQL to import.`,
    unchanged,
    next: [
      "Begin from what the database holds: retort init --from-database.",
      "Or move to Prisma Migrate first, as Prisma's guide from experimental Migrate tells, and import then.",
    ],
  });
}

/** Null where there is no such file. What is no UTF-8 would be imported as something else. */
async function textOf(file: string): Promise<Outcome<string | null>> {
  if (!(await holds(dirname(file), basename(file)))) return done(null);
  const read = await readTextFiles([file]);
  if (!read.ok) return failed({ ...read.failure, unchanged });
  const damage = read.value.flatMap((one) => encodingProblem(one, "revision/notUtf8") ?? []);
  return failureOf(damage, { code: "files/notUtf8", exit: 2, unchanged }) ?? done(read.value[0]?.text ?? null);
}

async function holds(folder: string, name: string): Promise<boolean> {
  return (await stat(join(folder, name)).catch(() => null)) !== null;
}

async function isFolder(folder: string): Promise<boolean> {
  return (await stat(folder).catch(() => null))?.isDirectory() === true;
}
