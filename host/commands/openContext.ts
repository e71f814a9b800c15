import { randomBytes } from "node:crypto";
import path from "node:path";

import type { Datasource } from "#engine/index.ts";
import type { CommandContext, Progress, Scope } from "#host/commands/context.ts";
import { liveScope } from "#host/commands/databaseReading.ts";
import { createHistoryReader, type History, type HistoryReader } from "#host/commands/history.ts";
import { createModelsReader, type ModelsReader, type ModelsReading } from "#host/commands/models.ts";
import type { Database } from "#host/connection.ts";
import { openEmbedded } from "#host/embedded/openEmbedded.ts";
import { done, failed, type Outcome } from "#host/failure.ts";
import { keepConnection } from "#host/keptDatabase.ts";
import { type LiveReader, plainReader } from "#host/liveReader.ts";
import { readModels } from "#host/files.ts";
import { openServer } from "#host/postgres.ts";
import { type AheadReading, askAhead, connectAhead, readAhead } from "#host/readAhead.ts";
import { encodingProblem, readTextFile } from "#host/textFiles.ts";
import { openProject, type Project } from "#host/project.ts";
import { createProjectShadow, type ProjectShadow } from "#host/shadow/projectShadow.ts";
import {
  type DatabaseChoice,
  type ResolveOptions,
  resolveDatabase,
  resolveShadowServer,
  type Target,
} from "#host/target.ts";

/** Where to look for a project, and which of its databases is meant. */
export interface OpenOptions {
  readonly folder: string;
  /** Another retort.json; null for the project's own. */
  readonly config: string | null;
  readonly choice: DatabaseChoice;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly trusted: boolean;
  readonly signal: AbortSignal | null;
  readonly report: (progress: Progress) => void;
  /** Who asks, for whoever finds an embedded database in use: `retort upgrade`, `VS Code`. */
  readonly owner: string;
  /** What the command will ask the database whatever files hold, so that it is begun while they are read. */
  readonly ahead?: Ahead;
  /** `kept`: what is planned on one session is run on the same. Its uses are never nested. */
  readonly session?: "kept";
}

/** A session, or a look at all that the database holds. */
export type Ahead = "connection" | "reading";

export interface OpenedProject {
  readonly context: CommandContext;
  readonly models: ModelsReading;
  readonly history: History;
  readonly close: () => Promise<void>;
}

/** Opens a project for one command: everything is read once, and what was started is ended by `close`. */
export async function openProjectContext(options: OpenOptions): Promise<Outcome<OpenedProject>> {
  const { folder, config, trusted } = options;
  const project = await openProject(folder, { config, trusted, env: options.env });
  if (!project.ok) return project;
  const logged = new Set<string>();
  const shadow = createProjectShadow(project.value.root, {
    runsCode: () => trusted,
    log: (message) => {
      // A cache that can't be written can't be written each time.
      if (!logged.has(message)) options.report({ message, done: null, total: null });
      logged.add(message);
    },
  });
  const read = await openContext(
    project.value,
    shadow,
    { models: createModelsReader(), history: createHistoryReader() },
    { ...options, ...(options.session === "kept" && { keep: keepConnection }) },
  );
  if (read.ok) {
    const { close, ...opened } = read.value;
    return done({
      ...opened,
      close: async () => {
        await close();
        await shadow.close();
      },
    });
  }
  await shadow.close();
  return read;
}

export interface ContextOptions extends Pick<ResolveOptions, "env" | "trusted" | "secret"> {
  readonly choice: DatabaseChoice;
  readonly signal: AbortSignal | null;
  readonly report: (progress: Progress) => void;
  readonly owner: string;
  /** Wraps the database that was resolved: an editor keeps its session. */
  readonly keep?: (database: Database) => Database;
  readonly reader?: LiveReader;
  readonly ahead?: Ahead;
}

/** A project's context on a shadow and readers that outlive it: an editor keeps them, a command line does not. */
export async function openContext(
  project: Project,
  shadow: ProjectShadow,
  readers: { readonly models: ModelsReader; readonly history: HistoryReader },
  options: ContextOptions,
): Promise<Outcome<OpenedProject>> {
  const files = await readModels(project);
  if (!files.ok) return files;
  // The datasource names the database, and the database's URL may name the schema that models are lowered into.
  const datasource = readers.models.datasource(files.value);
  const target = await resolveDatabase(project, options.choice, { ...options, datasource });
  const server = await resolveShadowServer(project, target.ok ? target.value : null, { ...options, datasource });
  const scope = scopeOf(project, datasource, target);
  const setup = readSetup(project);
  if (!setup.ok) return setup;
  const keep = options.keep ?? ((database: Database) => database);
  const resolved = target.ok ? keep(databaseOf(target.value, options.owner)) : null;
  const ahead = resolved && options.ahead ? goAhead(options.ahead, resolved, { project, scope }, options) : null;
  // The embedded database takes a second to start, a server no time to wait for.
  if (resolved?.kind === "server") await ahead?.asked;
  const database = ahead?.database ?? resolved;
  const models = readers.models.read(files.value, scope.home);
  const history = await readers.history(project);
  if (!history.ok) {
    await database?.close();
    return history;
  }

  const context: CommandContext = {
    project,
    scope,
    shadow: shadow.on(server, target.ok && target.value.kind === "server" ? target.value.config : null),
    shadowSetup: setup.value,
    verdicts: shadow.verdicts,
    database: () => Promise.resolve(database ? done(database) : (target as Outcome<never>)),
    reader: ahead?.reader ?? options.reader ?? plainReader,
    now: () => new Date(),
    newId: () => randomBytes(6).toString("hex"),
    report: options.report,
    signal: options.signal,
  };
  return done({
    context,
    models,
    history: history.value,
    close: async () => {
      await database?.close();
    },
  });
}

function goAhead(
  ahead: Ahead,
  database: Database,
  of: Parameters<typeof liveScope>[0],
  { reader, signal }: Pick<ContextOptions, "reader" | "signal">,
): Pick<AheadReading, "database"> & Partial<AheadReading> {
  if (ahead === "connection") return connectAhead(database, signal);
  const scope = liveScope(of);
  return reader ? { database, ...askAhead(reader, scope, signal) } : readAhead(database, scope, signal);
}

function databaseOf(target: Target, owner: string): Database {
  const { name } = target;
  return target.kind === "embedded"
    ? openEmbedded({ name, folder: target.folder, owner })
    : openServer(target.config, { name, protected: target.protected });
}

function scopeOf(project: Project, datasource: Datasource | null, target: Outcome<Target>): Scope {
  const declared = datasource && datasource.schemas.length > 0 ? datasource.schemas : null;
  const configured = project.config.schemas;
  const fromUrl = target.ok ? target.value.urlSchema : null;
  const home = configured?.[0] ?? fromUrl ?? "public";
  return { home, schemas: configured ?? declared ?? [home], exclude: project.config.exclude };
}

function readSetup(project: Project): Outcome<string | null> {
  const { setup } = project.config.shadow;
  if (setup === null) return done(project.config.prismaConfig?.initShadowDb ?? null);
  try {
    const read = readTextFile(setup);
    const problem = encodingProblem(read, "config/shadowSetup");
    if (!problem) return done(read.text);
    const unchanged = "Nothing was run.";
    return failed({ code: "config/shadowSetup", exit: 2, message: problem.message, unchanged, place: problem.place });
  } catch {
    return failed({
      code: "config/shadowSetup",
      exit: 2,
      message: `The shadow's setup script can't be read: ${path.relative(project.root, setup)}.`,
      unchanged: "Nothing was run.",
      next: ["Mend shadow.setup in retort.json."],
    });
  }
}
