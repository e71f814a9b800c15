import { readFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";

import type { ConnectionSetting, Datasource, Place } from "#engine/index.ts";
import { variableOf } from "#host/config/retortJson.ts";
import { type DatabaseUrl, readDatabaseUrl } from "#host/databaseUrl.ts";
import { type Environment, readEnvironment, variableUnset, variableValue } from "#host/env.ts";
import { done, failed, type Outcome } from "#host/failure.ts";
import type { ServerConfig } from "#host/postgres.ts";
import { serverLabel } from "#host/postgresFailure.ts";
import type { PrismaConfig } from "#host/prismaConfig.ts";
import type { DatabaseEntry, Project } from "#host/project.ts";

/** The database that somebody means. */
export type DatabaseChoice =
  | { readonly kind: "default" }
  /** By its name in the project. */
  | { readonly kind: "name"; readonly name: string }
  | { readonly kind: "url"; readonly url: string }
  | { readonly kind: "embedded" };

/** A database that can be connected to. */
export type Target =
  | {
      readonly kind: "server";
      readonly name: string;
      readonly protected: boolean;
      readonly config: ServerConfig;
      /** Prisma's `?schema=`; null where the URL names none. */
      readonly urlSchema: string | null;
      /** What the URL asks for and does not get, as sentences. */
      readonly warnings: readonly string[];
    }
  | {
      readonly kind: "embedded";
      readonly name: string;
      readonly protected: boolean;
      /** Absolute; where PGlite keeps its files. */
      readonly folder: string;
      readonly urlSchema: null;
      readonly warnings: readonly string[];
    };

export interface ResolveOptions {
  /** The environment of this process. */
  readonly env: Environment["variables"];
  /** False: nothing may be connected to. */
  readonly trusted: boolean;
  /** The URL that an editor keeps for a database; null where it keeps none. */
  readonly secret?: (name: string) => Promise<string | null>;
  /** Of the models; null where they have none. */
  readonly datasource: Pick<Datasource, "url" | "directUrl"> | null;
}

/**
 * The database that is meant, in this order: a URL, what retort.json names, `datasource.url` of prisma.config.ts, the
 * models' `directUrl` and `url`. The first that is written counts: a variable that it names and that is not set is an
 * error, whatever else there is.
 */
export async function resolveDatabase(
  project: Project,
  choice: DatabaseChoice,
  options: ResolveOptions,
): Promise<Outcome<Target>> {
  if (!options.trusted) return untrusted();
  const sources = await sourcesOf(project, options);
  switch (choice.kind) {
    case "url":
      return givenUrl(project, choice.url, sources);
    case "embedded":
      return done(embedded(project, { name: "embedded", protected: false }));
    case "name":
    case "default": {
      const name = choice.kind === "name" ? choice.name : project.defaultDatabase;
      const entry = project.databases.find((d) => d.name === name);
      return entry ? targetOf(project, entry, sources) : unknownDatabase(project, name);
    }
  }
}

/**
 * The server on which the project wants its shadow databases; null for the embedded one. Refused where it is the very
 * database that is migrated.
 */
export async function resolveShadowServer(
  project: Project,
  target: Target | null,
  options: ResolveOptions,
): Promise<Outcome<ServerConfig | null>> {
  const { server } = project.config.shadow;
  if (!server) return done(null);
  if (!options.trusted) return untrusted();
  const read = await namedUrl(server.text, server.place, await sourcesOf(project, options));
  if (!read.ok) return read;
  if (target?.kind !== "server" || !sameDatabase(read.value.config, target.config)) return done(read.value.config);
  return failed({
    code: "config/shadowIsTarget",
    exit: 2,
    message: `"shadow" names ${serverLabel(target.config)}, which is the database ${target.name} itself.`,
    unchanged,
    next: ["Name another database for the shadow, or none: the embedded one is used then."],
    place: server.place,
  });
}

const unchanged = "Nothing was connected to.";

interface Sources extends ResolveOptions {
  readonly environment: Environment;
  readonly prismaConfig: PrismaConfig | null;
  /** Where a URL's certificates lie: beside the models, as Prisma has it, or in the project's folder. */
  readonly folders: readonly string[];
}

async function sourcesOf(project: Project, options: ResolveOptions): Promise<Sources> {
  const environment = await readEnvironment(project, { trusted: options.trusted, process: options.env });
  const folders = [dirname(project.schemaPath), project.root];
  return { ...options, environment, prismaConfig: project.config.prismaConfig, folders };
}

/** A URL from the command line does not take a database's protection from it. */
async function givenUrl(project: Project, url: string, sources: Sources): Promise<Outcome<Target>> {
  const read = await readUrl(url, "--url", null, sources);
  if (!read.ok) return read;
  for (const entry of project.databases.filter((d) => d.protected)) {
    const known = await targetOf(project, entry, sources);
    if (known.ok && known.value.kind === "server" && sameDatabase(known.value.config, read.value.config)) {
      return done(server(entry, read.value));
    }
  }
  return done(server({ name: "url", protected: false }, read.value));
}

async function targetOf(project: Project, entry: DatabaseEntry, sources: Sources): Promise<Outcome<Target>> {
  if (entry.source.kind === "embedded") return done(embedded(project, entry));
  const written = await writtenUrl(project, entry, sources);
  if (written.ok) return done(server(entry, written.value));
  // A URL that was typed for this very database stands in for a variable that this machine lacks.
  const missing = ["config/variableUnset", "config/noDatabase", "config/urlNotKept"].includes(written.failure.code);
  const kept = missing ? ((await sources.secret?.(entry.name)) ?? null) : null;
  if (kept === null) return written;
  const read = await readUrl(kept, `The URL kept for ${entry.name}`, null, sources);
  return read.ok ? done(server(entry, read.value)) : read;
}

function writtenUrl(project: Project, entry: DatabaseEntry, sources: Sources): Promise<Outcome<DatabaseUrl>> {
  const { source } = entry;
  switch (source.kind) {
    case "url":
      return namedUrl(source.text, source.place, sources);
    case "prismaConfig":
      return urlOfPrismaConfig(project, sources);
    case "datasource":
      return urlOfModels(project, sources);
    case "embedded":
      return Promise.resolve(noDatabase(project, `${entry.name} is embedded and has no URL.`));
    case "secret":
      return Promise.resolve(notKept(entry.name));
  }
}

/** `env:NAME`, or a URL. */
async function namedUrl(text: string, place: Place, sources: Sources): Promise<Outcome<DatabaseUrl>> {
  const variable = variableOf(text);
  return variable === null ? readUrl(text, "The URL", place, sources) : readVariable(variable, place, sources);
}

async function readVariable(name: string, place: Place, sources: Sources): Promise<Outcome<DatabaseUrl>> {
  const value = variableValue(sources.environment, name, place);
  return value.ok ? readUrl(value.value, `The variable ${name}`, place, sources) : value;
}

async function urlOfPrismaConfig(project: Project, sources: Sources): Promise<Outcome<DatabaseUrl>> {
  const { prismaConfigFailure } = project.config;
  if (prismaConfigFailure) return failed(prismaConfigFailure);
  const { prismaConfig } = sources;
  const url = prismaConfig?.directUrl ?? prismaConfig?.url ?? null;
  if (!prismaConfig || !url) return urlOfModels(project, sources);
  const file = basename(prismaConfig.file);
  if (url.kind === "value") {
    return readUrl(url.value, `datasource.url of ${file}`, startOf(prismaConfig.file), sources);
  }
  const [variable] = url.variables;
  if (variable !== undefined) {
    return variableUnset(sources.environment, variable, await placeOf(variable, prismaConfig.file));
  }
  return failed({
    code: "config/noUrl",
    exit: 2,
    message: `datasource.url of ${file} has no value.`,
    unchanged,
    next: [`Give it one in ${file}, or name the database in retort.json or by --url.`],
    place: startOf(prismaConfig.file),
  });
}

async function urlOfModels(project: Project, sources: Sources): Promise<Outcome<DatabaseUrl>> {
  const { datasource } = sources;
  const setting = datasource?.directUrl ?? datasource?.url ?? null;
  return setting ? urlOfSetting(setting, sources) : noDatabase(project, "No URL is configured.");
}

function urlOfSetting(setting: ConnectionSetting, sources: Sources): Promise<Outcome<DatabaseUrl>> {
  if (setting.kind === "env") return readVariable(setting.variable, setting.place, sources);
  return readUrl(setting.value, `The URL in ${basename(setting.place.file)}`, setting.place, sources);
}

function readUrl(
  text: string,
  subject: string,
  place: Place | null,
  { environment, folders }: Sources,
): Promise<Outcome<DatabaseUrl>> {
  return readDatabaseUrl(text, { subject, place, environment, folders });
}

function server(entry: Pick<DatabaseEntry, "name" | "protected">, url: DatabaseUrl): Target {
  const { config, schema, warnings } = url;
  return { kind: "server", name: entry.name, protected: entry.protected, config, urlSchema: schema, warnings };
}

function embedded(project: Project, entry: Pick<DatabaseEntry, "name" | "protected">): Target {
  const folder = join(project.root, ".retort", "database");
  return { kind: "embedded", name: entry.name, protected: entry.protected, folder, urlSchema: null, warnings: [] };
}

function sameDatabase(a: ServerConfig, b: ServerConfig): boolean {
  return a.host.toLowerCase() === b.host.toLowerCase() && a.port === b.port && a.database === b.database;
}

/** The first place at which a file names something. */
async function placeOf(name: string, file: string): Promise<Place> {
  const start = (await readFile(file, "utf8").catch(() => "")).indexOf(name);
  return start === -1 ? startOf(file) : { file, span: { start, end: start + name.length } };
}

function startOf(file: string): Place {
  return { file, span: { start: 0, end: 0 } };
}

function untrusted(): Outcome<never> {
  return failed({
    code: "database/untrusted",
    exit: 3,
    message: "This workspace is not trusted: Retort reads its files and connects to nothing.",
    unchanged,
    next: ["Trust the workspace to connect."],
  });
}

function unknownDatabase(project: Project, name: string | null): Outcome<never> {
  const names = project.databases.map((d) => d.name);
  return failed({
    code: name === null ? "config/noDefault" : "config/unknownDatabase",
    exit: 2,
    message:
      name === null ? "Several databases are configured, and none is the default." : `There is no database ${name}.`,
    details: [`Those configured are ${names.join(", ")}.`],
    unchanged,
    next: [
      name === null
        ? 'Name one by --database, or write "default" in retort.json.'
        : "Name one of those, or add it to retort.json.",
    ],
    place: null,
  });
}

/** The editor knows of it and has lost it: its store was emptied, or it keeps nothing beyond a window. */
function notKept(name: string): Outcome<never> {
  return failed({
    code: "config/urlNotKept",
    exit: 2,
    message: `The editor no longer has the URL that was typed for ${name}.`,
    unchanged,
    next: ["Type it again: Retort: Connect…"],
  });
}

function noDatabase(project: Project, reason: string): Outcome<never> {
  return failed({
    code: "config/noDatabase",
    exit: 2,
    message: `No database is configured for ${project.name}.`,
    details: [reason],
    unchanged,
    next: [
      "Use an embedded database: retort init --embedded",
      'Use a server: set DATABASE_URL, and name it as url: env("DATABASE_URL") in the datasource of prisma.config.ts, ' +
        'or as url = env("DATABASE_URL") in the datasource block of the models.',
    ],
  });
}
