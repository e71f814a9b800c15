import { readFile, realpath, stat } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";

import { defaultFileTemplate, type Place, type Problem } from "#engine/index.ts";
import type { Written } from "#host/config/jsonReader.ts";
import { readRetortJson, type RetortJson } from "#host/config/retortJson.ts";
import { readEnvironment } from "#host/env.ts";
import type { Failure } from "#host/failure.ts";
import { loadPrismaConfig, type PrismaConfig } from "#host/prismaConfig.ts";
import type { DatabaseEntry, Project, ProjectOptions } from "#host/project.ts";
import type { Marks } from "#host/project/locate.ts";
import { isWithin, reachOf } from "#host/project/reach.ts";

/** The project that stands in a folder. Where its configuration is wrong, defaults stand in and `problems` says so. */
export async function readProject(marks: Marks, options: ProjectOptions): Promise<Project> {
  const { root } = marks;
  const problems: Problem[] = [];
  const retort = await retortJsonOf(marks, problems);
  const reach = await reachOf(root);
  const within = (written: Written<string> | null): string | null => {
    if (!written) return null;
    const path = resolve(root, written.value);
    if (isWithin(path, reach)) return path;
    problems.push(outOfReach(written, reach));
    return null;
  };

  const named = within(retort.schema);
  const packaged = marks.packageSchema && within({ value: marks.packageSchema.path, place: marks.packageSchema.place });
  const usual = packaged ?? marks.usualSchema ?? join(root, "prisma", "schema.prisma");
  const prisma = await prismaConfigOf(marks, named ?? usual, options);
  const configured = prisma.config?.schema ?? null;
  const fromPrisma =
    configured !== null && marks.prismaConfig !== null
      ? within({ value: configured, place: startOf(marks.prismaConfig) })
      : null;
  const schemaPath = named ?? fromPrisma ?? usual;
  const databases = databasesOf(retort, prisma);
  const folders = await revisionFoldersOf(retort, within, problems);
  return {
    root,
    name: basename(root) || root,
    schemaPath,
    revisionFolders: isSome(folders) ? folders : [await revisionsBeside(schemaPath, root)],
    config: {
      file: marks.retortJson,
      prismaConfigFile: marks.prismaConfig,
      prismaConfig: prisma.config,
      prismaConfigFailure: prisma.failure,
      schemas: retort.schemas,
      exclude: [
        ...retort.exclude,
        ...(prisma.config ? [...prisma.config.externalTables, ...prisma.config.externalEnums] : []),
      ],
      fileTemplate: retort.fileTemplate ?? defaultFileTemplate,
      timezone: retort.timezone ?? "UTC",
      bookkeeping: retort.bookkeeping ?? "_retort",
      lockTimeout: retort.lockTimeout,
      statementTimeout: retort.statementTimeout,
      shadow: { setup: within(retort.shadowSetup), server: retort.shadowServer },
    },
    databases,
    defaultDatabase: retort.defaultDatabase ?? (databases.length === 1 ? (databases[0]?.name ?? null) : null),
    problems,
  };
}

async function retortJsonOf({ retortJson }: Marks, problems: Problem[]): Promise<RetortJson> {
  if (retortJson === null) return readRetortJson("", "{}").value;
  try {
    const read = readRetortJson(retortJson, await readFile(retortJson, "utf8"));
    problems.push(...read.problems);
    return read.value;
  } catch {
    const place = startOf(retortJson);
    problems.push({ code: "config/notReadable", severity: "error", message: "The file cannot be read.", place });
    return readRetortJson(retortJson, "{}").value;
  }
}

interface PrismaReading {
  readonly file: string | null;
  readonly config: PrismaConfig | null;
  readonly failure: Failure | null;
}

async function prismaConfigOf(marks: Marks, schemaPath: string, options: ProjectOptions): Promise<PrismaReading> {
  const file = marks.prismaConfig;
  if (file === null || !options.trusted) return { file, config: null, failure: null };
  const environment = await readEnvironment({ root: marks.root, schemaPath }, { trusted: true, process: options.env });
  const loaded = await loadPrismaConfig(file, { environment, ...(options.signal && { signal: options.signal }) });
  return loaded.ok ? { file, config: loaded.value, failure: null } : { file, config: null, failure: loaded.failure };
}

/** Prisma 7 knows no other place than its configuration; a configuration of Prisma 6 may leave it to the models. */
function databasesOf(retort: RetortJson, prisma: PrismaReading): readonly DatabaseEntry[] {
  if (retort.databases.length > 0) return retort.databases;
  const silent = prisma.file === null || (prisma.config !== null && prisma.config.url === null);
  return [{ name: "default", source: { kind: silent ? "datasource" : "prismaConfig" }, protected: false }];
}

/** Those that retort.json names, each once, whatever name or link leads to it. */
async function revisionFoldersOf(
  { revisions }: RetortJson,
  within: (written: Written<string>) => string | null,
  problems: Problem[],
): Promise<readonly string[]> {
  const folders = new Map<string, string>();
  for (const written of revisions) {
    const folder = within(written);
    if (folder === null) continue;
    const real = await realpath(folder).catch(() => folder);
    if (folders.has(real)) {
      const message = `"revisions" names ${written.value} twice; it is read once.`;
      problems.push({ code: "config/duplicateFolder", severity: "warning", message, place: written.place });
    } else folders.set(real, folder);
  }
  return [...folders.values()];
}

function isSome(folders: readonly string[]): folders is Project["revisionFolders"] {
  return folders.length > 0;
}

/** Beside the schema; a folder of models that lies in the project's own folder holds its revisions itself. */
async function revisionsBeside(schemaPath: string, root: string): Promise<string> {
  const folder = (await stat(schemaPath).catch(() => null))?.isDirectory() ?? !schemaPath.endsWith(".prisma");
  const home = folder && dirname(schemaPath) === root ? schemaPath : dirname(schemaPath);
  return join(home, "revisions");
}

function outOfReach({ value, place }: Written<string>, reach: string): Problem {
  const message = `${value} leads out of ${reach}, where this project's files must lie.`;
  return { code: "config/outOfReach", severity: "error", message, place };
}

function startOf(file: string): Place {
  return { file, span: { start: 0, end: 0 } };
}
