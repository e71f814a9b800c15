import path from "node:path";
import type { Diagnostic } from "vscode-languageserver/node";

import type { Progress } from "#host/commands/context.ts";
import type { Failure } from "#host/failure.ts";
import { findProjects, type Project, withSecretDatabases } from "#host/project.ts";
import { createPrismaLint } from "#host/prismaLint.ts";
import type { SqlParser } from "#host/sqlParser.ts";
import type { ClientNotifications, InitializationOptions } from "#protocol/requests.ts";
import type { ProjectState } from "#protocol/state.ts";
import { failedState } from "#server/convert/failedState.ts";
import { pathOf } from "#server/convert/ranges.ts";
import { projectState } from "#server/convert/state.ts";
import { diagnosticsOf } from "#server/diagnostics/diagnostics.ts";
import { failedDiagnostics } from "#server/diagnostics/failed.ts";
import type { Evaluation } from "#server/evaluation.ts";
import { createProjectSession, type ProjectSession } from "#server/projectSession.ts";

export interface WorkspaceOptions {
  readonly folders: readonly string[];
  readonly options: InitializationOptions;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly parseSql: SqlParser;
  readonly log: (message: string) => void;
  readonly secret: (project: string, database: string) => Promise<string | null>;
  readonly send: <M extends keyof ClientNotifications>(method: M, params: ClientNotifications[M]) => void;
  readonly diagnostics: (uri: string, diagnostics: readonly Diagnostic[]) => void;
  readonly lensesChanged: () => void;
}

/** The projects of the opened folders, each with its session; what is known of them goes to the client as it is found. */
export interface Workspace {
  start(): void;
  trust(): void;
  focused(): void;
  touched(uri: string, how: "opened" | "saved"): void;
  /** The session of a project's folder, once the projects have been found. */
  session(root: string): Promise<ProjectSession | null>;
  /** The evaluation that a file belongs to, and the file's path. */
  evaluationOf(uri: string): { readonly evaluation: Evaluation; readonly file: string } | null;
  /** Finds the projects again and evaluates them all. */
  refresh(): Promise<readonly ProjectState[]>;
  evaluate(session: ProjectSession): Promise<void>;
  /** Tells the client how far a request is. */
  report(project: string, progress: Progress): void;
  readonly folders: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  trusted(): boolean;
  close(): Promise<void>;
}

export function createWorkspace(world: WorkspaceOptions): Workspace {
  const sessions = new Map<string, ProjectSession>();
  const states = new Map<string, ProjectState>();
  /** By project, the URIs that hold diagnostics: those that come clean must be told so. */
  const published = new Map<string, ReadonlySet<string>>();
  const prismaLint = createPrismaLint();
  let trusted = world.options.trusted;
  let found: Promise<void> = Promise.resolve();

  /** As the folders stand, whichever of them answers first. */
  const inOrder = (): readonly ProjectState[] => [...sessions.keys()].flatMap((root) => states.get(root) ?? []);

  const show = (root: string, byUri: ReadonlyMap<string, readonly Diagnostic[]>, state: ProjectState): void => {
    for (const uri of published.get(root) ?? []) if (!byUri.has(uri)) world.diagnostics(uri, []);
    for (const [uri, diagnostics] of byUri) world.diagnostics(uri, diagnostics);
    published.set(root, new Set(byUri.keys()));
    states.set(root, state);
    world.send("retort/state", inOrder());
    world.lensesChanged();
  };

  const publish = (evaluation: Evaluation): void => {
    const { root } = evaluation.project;
    const activeDatabase = sessions.get(root)?.activeDatabase() ?? null;
    const { prismaExtension } = world.options;
    show(root, diagnosticsOf(evaluation, { prismaExtension }), projectState(evaluation, { activeDatabase }));
  };

  const fail = async (project: Project, failure: Failure): Promise<void> => {
    show(project.root, await failedDiagnostics(project, failure), failedState(project, failure));
  };

  const report = (project: string, { message, done, total }: Progress): void => {
    world.send("retort/progress", { project, message, done, total, ended: false });
  };

  const withKeptUrls = (project: Project): Project =>
    withSecretDatabases(project, world.options.secrets[project.root] ?? []);

  const sessionFor = (project: Project): ProjectSession =>
    createProjectSession(project, {
      active: world.options.active[project.root] ?? null,
      env: world.env,
      trusted: () => trusted,
      parseSql: world.parseSql,
      secret: world.secret,
      report,
      log: world.log,
      complete: withKeptUrls,
      lint: (documents) => (world.options.prismaExtension ? [] : prismaLint.lint(documents)),
      publish,
      fail,
    });

  const find = async (): Promise<void> => {
    const there = new Map<string, Project>();
    for (const folder of world.folders) {
      const { value: projects, problems } = await findProjects(folder, { trusted, env: world.env });
      for (const problem of problems) world.log(problem.message);
      for (const project of projects) there.set(project.root, withKeptUrls(project));
    }
    for (const [root, session] of sessions) {
      if (there.has(root)) continue;
      sessions.delete(root);
      states.delete(root);
      for (const uri of published.get(root) ?? []) world.diagnostics(uri, []);
      await session.close();
    }
    for (const [root, project] of there) if (!sessions.has(root)) sessions.set(root, sessionFor(project));
    if (there.size === 0) world.send("retort/state", []);
  };

  const evaluate = async (session: ProjectSession): Promise<void> => {
    await session.evaluate();
    world.send("retort/progress", { project: session.root, message: "", done: null, total: null, ended: true });
  };

  const evaluateAll = async (): Promise<readonly ProjectState[]> => {
    await Promise.all([...sessions.values()].map(evaluate));
    return inOrder();
  };

  const refresh = async (): Promise<readonly ProjectState[]> => {
    found = find();
    await found;
    return evaluateAll();
  };

  const soon = (work: Promise<unknown>): void => {
    work.catch((error: unknown) => {
      world.log(error instanceof Error ? (error.stack ?? error.message) : String(error));
    });
  };

  /** The innermost project whose folder holds the file. */
  const owner = (file: string): ProjectSession | null =>
    [...sessions.values()]
      .filter(({ root }) => file.startsWith(root + path.sep))
      .toSorted((a, b) => b.root.length - a.root.length)[0] ?? null;

  return {
    folders: world.folders,
    env: world.env,
    trusted: () => trusted,
    start() {
      found = find();
      soon(found.then(evaluateAll));
    },
    trust() {
      trusted = true;
      for (const session of sessions.values()) session.invalidate();
      soon(refresh());
    },
    focused() {
      for (const session of sessions.values()) if (session.current()) soon(evaluate(session));
    },
    touched(uri, how) {
      const file = pathOf(uri);
      if (file === null) return;
      const session = owner(file);
      if (!session || isConfiguration(file)) {
        session?.invalidate();
        if (isConfiguration(file) || file.endsWith(".prisma")) soon(refresh());
        return;
      }
      // What was evaluated already does not change by being looked at.
      if (how === "opened" && session.current()) return;
      soon(evaluate(session));
    },
    async session(root) {
      await found;
      return sessions.get(root) ?? null;
    },
    evaluationOf(uri) {
      const file = pathOf(uri);
      const evaluation = file === null ? null : (owner(file)?.current() ?? null);
      return file !== null && evaluation ? { evaluation, file } : null;
    },
    refresh,
    evaluate,
    report,
    async close() {
      await Promise.all([...sessions.values()].map((session) => session.close()));
      sessions.clear();
    },
  };
}

function isConfiguration(file: string): boolean {
  const name = path.basename(file);
  return name === "retort.json" || name === "package.json" || name === ".env" || name.startsWith("prisma.config.");
}
