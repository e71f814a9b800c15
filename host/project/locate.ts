import { readdir, readFile, stat } from "node:fs/promises";
import { dirname, join } from "node:path";

import type { Place } from "#engine/index.ts";
import { readJson } from "#host/config/json.ts";

/** What a folder holds that makes it a project. Paths are absolute. */
export interface Marks {
  readonly root: string;
  readonly retortJson: string | null;
  readonly prismaConfig: string | null;
  /** `prisma.schema` of package.json, resolved. */
  readonly packageSchema: { readonly path: string; readonly place: Place } | null;
  /** The first of Prisma's usual paths at which models stand. */
  readonly usualSchema: string | null;
}

/** What was looked for, for people; in order of precedence. */
export const marksInWords = [
  "retort.json",
  "prisma.config.ts",
  "package.json with a prisma.schema",
  "prisma/schema.prisma",
  "schema.prisma",
];

/** The marks of a project in a folder; null where it is none. */
export async function locate(root: string): Promise<Marks | null> {
  const names = new Set(await readdir(root).catch(() => []));
  const packageSchema = names.has("package.json") ? await schemaOfPackage(root) : null;
  const prismaConfig = await firstFile(root, prismaConfigNames, names);
  const usualSchema = await usualSchemaIn(root, names);
  const retortJson = names.has("retort.json") ? join(root, "retort.json") : null;
  if (retortJson === null && prismaConfig === null && packageSchema === null && usualSchema === null) return null;
  return { root, retortJson, prismaConfig, packageSchema, usualSchema };
}

/** The folder whose project a configuration file describes. */
export function rootOf(configFile: string): string {
  const folder = dirname(configFile);
  return folder.endsWith(join("/", ".config")) ? dirname(folder) : folder;
}

const extensions = [".js", ".ts", ".mjs", ".cjs", ".mts", ".cts"];

/** In Prisma's own order. */
const prismaConfigNames = [
  "prisma7.config",
  join(".config", "prisma7"),
  "prisma.config",
  join(".config", "prisma"),
  join(".config", "prisma.config"),
].flatMap((name) => extensions.map((extension) => name + extension));

async function firstFile(root: string, candidates: readonly string[], names: ReadonlySet<string>) {
  for (const candidate of candidates) {
    const [first = ""] = candidate.split(/[\\/]/);
    if (names.has(first) && (await isFile(join(root, candidate)))) return join(root, candidate);
  }
  return null;
}

async function schemaOfPackage(root: string): Promise<Marks["packageSchema"]> {
  const file = join(root, "package.json");
  const json = readJson(file, await readFile(file, "utf8").catch(() => "")).value;
  const prisma = json?.kind === "object" ? json.members.find((m) => m.key === "prisma")?.value : undefined;
  const schema = prisma?.kind === "object" ? prisma.members.find((m) => m.key === "schema")?.value : undefined;
  if (schema?.kind !== "string" || schema.value.trim() === "") return null;
  return { path: join(root, schema.value), place: { file, span: schema.span } };
}

async function usualSchemaIn(root: string, names: ReadonlySet<string>): Promise<string | null> {
  const inPrisma = join(root, "prisma", "schema.prisma");
  if (names.has("prisma") && (await isFile(inPrisma))) return inPrisma;
  const beside = join(root, "schema.prisma");
  if (names.has("schema.prisma") && !isGenerated(names) && (await isFile(beside))) return beside;
  const folder = join(root, "prisma", "schema");
  const inFolder = names.has("prisma") ? await readdir(folder).catch(() => []) : [];
  return inFolder.some((name) => name.endsWith(".prisma")) ? folder : null;
}

/** Prisma's generator leaves a copy of the models in the client that it writes. */
function isGenerated(names: ReadonlySet<string>): boolean {
  return names.has("schema.prisma") && ["runtime", "index.d.ts", "client.ts", "client.d.ts"].some((n) => names.has(n));
}

async function isFile(path: string): Promise<boolean> {
  return (await stat(path).catch(() => null))?.isFile() === true;
}
