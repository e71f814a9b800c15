import { spawn } from "node:child_process";
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

import { provider } from "#demo/models.ts";
import type { CommandResult, ScenarioWorld } from "#demo/scenario.ts";
import type { Schema } from "#engine/index.ts";
import { readCatalog } from "#host/catalog/readCatalog.ts";
import type { Connection } from "#host/connection.ts";

/** A throw-away project folder, and the built command line run in it as a user runs it. */
export interface DemoProject {
  readonly folder: string;
  readonly retort: (...args: readonly string[]) => Promise<CommandResult>;
  /** The same, and `heard` is told nothing. */
  readonly runSilently: (...args: readonly string[]) => Promise<CommandResult>;
  /** The scenario's world on this project; `connect` reaches the database that the project names. */
  world(connect: () => Promise<Connection>, step: (title: string) => void): ScenarioWorld;
  remove(): Promise<void>;
}

export interface DemoOptions {
  /** The datasource's url line: `env("DATABASE_URL")`, or empty for none. */
  readonly url: string;
  readonly env: Readonly<Record<string, string>>;
  /** Sees every command and what it answered. */
  readonly heard?: (args: readonly string[], result: CommandResult) => void;
}

export async function createDemoProject(options: DemoOptions): Promise<DemoProject> {
  const folder = await mkdtemp(path.join(tmpdir(), "retort-demo-"));
  const schema = path.join(folder, "prisma", "schema.prisma");
  const revisions = path.join(folder, "prisma", "revisions");
  await mkdir(path.dirname(schema));
  await writeFile(schema, provider(options.url));

  const runSilently = (...args: readonly string[]) => runBuilt(args, { cwd: folder, env: options.env });
  const retort = async (...args: readonly string[]): Promise<CommandResult> => {
    const result = await runSilently(...args);
    options.heard?.(args, result);
    return result;
  };
  const revisionFile = async (id: string): Promise<string> => {
    const name = (await readdir(revisions)).find((candidate) => candidate.includes(id));
    if (name === undefined) throw new Error(`no file of revision ${id}`);
    return path.join(revisions, name);
  };

  return {
    folder,
    retort,
    runSilently,
    world(connect, step) {
      const withConnection = async <T>(work: (connection: Connection) => Promise<T>): Promise<T> => {
        const connection = await connect();
        try {
          return await work(connection);
        } finally {
          await connection.close();
        }
      };
      return {
        step,
        retort,
        models: (text) => writeFile(schema, `${provider(options.url)}\n${text}`),
        readRevision: async (id) => readFile(await revisionFile(id), "utf8"),
        writeRevision: async (id, text) => writeFile(await revisionFile(id), text),
        sql: (text) => withConnection((connection) => connection.rows(text)),
        catalog: () =>
          withConnection(async (connection) => comparable(await readCatalog(connection, { schemas: ["public"] }))),
      };
    },
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

/** The order of columns is how a table came to be, not what it is. */
function comparable(schema: Schema): Schema {
  return {
    ...schema,
    tables: schema.tables.map((table) => ({
      ...table,
      columns: table.columns.toSorted((a, b) => (a.name < b.name ? -1 : 1)),
    })),
  };
}

/** Runs `dist/cli.cjs` of this checkout. */
export function runBuilt(
  args: readonly string[],
  { cwd, env }: { readonly cwd: string; readonly env: Readonly<Record<string, string>> },
): Promise<CommandResult> {
  const cli = path.join(import.meta.dirname, "..", "dist", "cli.cjs");
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [cli, ...args], {
      cwd,
      env: { PATH: process.env["PATH"] ?? "", HOME: process.env["HOME"] ?? "", ...env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let stdout = "";
    let stderr = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
    child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
    child.once("error", reject);
    child.once("close", (code) => {
      resolve({ code: code ?? -1, stdout, stderr });
    });
  });
}
