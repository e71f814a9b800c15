import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

import { modelsText } from "#bench/models.ts";
import {
  diff,
  emptySchema,
  lowerModels,
  overlay,
  parseModels,
  printRevision,
  printStatements,
  render,
} from "#engine/index.ts";
import { openProjectContext } from "#host/commands/openContext.ts";
import { run } from "#host/commands/run.ts";
import { openProject, type Project } from "#host/project.ts";
import type { ProjectSession, SessionWorld } from "#server/projectSession.ts";
import { openProjectSession } from "#test/support/projectSession.ts";
import { sharedServer, type TestDatabase, withDatabase } from "#test/support/servers.ts";

/** A project whose models are all revised and applied to a database on a server. */
export interface Prepared {
  readonly folder: string;
  /** The models' file. */
  readonly schema: string;
  readonly database: TestDatabase;
  readonly env: Readonly<Record<string, string>>;
  readonly project: Project;
  session(world?: Partial<SessionWorld>): Promise<ProjectSession>;
}

/** Thousands of tables take minutes in the embedded shadow, which nothing here measures: it is then the server's. */
const embeddedUpTo = 1000;

export async function withPrepared<T>(models: number, work: (prepared: Prepared) => Promise<T>): Promise<T> {
  const server = await sharedServer(18);
  return withDatabase(server, async (database) => {
    const folder = await mkdtemp(path.join(tmpdir(), "retort-bench-"));
    const schema = path.join(folder, "prisma", "schema.prisma");
    try {
      await mkdir(path.join(folder, "prisma", "revisions"), { recursive: true });
      await writeFile(schema, modelsText(models));
      await writeFile(path.join(folder, "prisma", "revisions", "0001.sql"), revisionOf(schema, models));
      const env = { DATABASE_URL: database.url, SHADOW_URL: server.url("postgres") };
      const shadow = { databases: { dev: { url: "env:DATABASE_URL" } }, shadow: { url: "env:SHADOW_URL" } };
      if (models > embeddedUpTo) await writeFile(path.join(folder, "retort.json"), JSON.stringify(shadow));
      const project = await openProject(folder, { trusted: true, env });
      if (!project.ok) throw new Error(project.failure.message);
      await upgrade(folder, env);
      return await work({
        folder,
        schema,
        database,
        env,
        project: project.value,
        session: (world = {}) => openProjectSession(project.value, { env, ...world }),
      });
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
}

function revisionOf(file: string, models: number): string {
  const { schema } = lowerModels([parseModels(file, modelsText(models)).value], { defaultSchema: "public" });
  const changes = diff(emptySchema, overlay(schema, emptySchema, { partialIndexes: false }));
  const sections = render(changes, { before: emptySchema, home: "public" }).sections;
  return printRevision({
    id: "0123456789ab",
    parents: [],
    dependsOn: [],
    labels: [],
    message: "all",
    created: null,
    renames: [],
    acceptsLoss: [],
    replaces: [],
    proof: null,
    up: sections.map(({ mode, statements }) => ({ mode, sql: printStatements(statements) })),
    down: [],
    irreversible: "it is not gone back on here",
  });
}

async function upgrade(folder: string, env: Readonly<Record<string, string>>): Promise<void> {
  const opened = await openProjectContext({
    folder,
    config: null,
    choice: { kind: "default" },
    env,
    trusted: true,
    owner: "bench",
    signal: null,
    report: () => undefined,
  });
  if (!opened.ok) throw new Error(opened.failure.message);
  const ran = await run(opened.value.context, opened.value.history, {
    direction: "upgrade",
    target: "head",
    acceptLosses: false,
    allowProtected: null,
    expected: null,
  });
  await opened.value.close();
  if (!ran.ok) throw new Error([ran.failure.message, ...ran.failure.details].join("\n"));
}
