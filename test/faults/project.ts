import { spawn } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

import { runCommandLine } from "#cli/program.ts";
import type { Terminal } from "#cli/terminal.ts";
import { provider } from "#demo/models.ts";
import { raiseModels } from "#engine/index.ts";
import { readCatalog } from "#host/catalog/readCatalog.ts";
import type { Connection } from "#host/connection.ts";
import { printModels } from "#host/modelPrinter.ts";
import { type FaultRevision, revisionText } from "#test/faults/history.ts";

/** What a command line printed, and how it ended. */
export interface Ended {
  readonly code: number | null;
  readonly output: string;
  readonly stdout: string;
}

/** A project folder whose history runs on databases given by their URL. */
export interface FaultProject {
  readonly history: readonly FaultRevision[];
  /** In this process: nobody is hurt. */
  run(url: string, ...args: readonly string[]): Promise<Ended>;
  /** In a process of its own, to be hurt. */
  start(url: string, ...args: readonly string[]): Running;
  /** The models that ask for what this database holds. */
  writeModels(connection: Connection): Promise<void>;
  remove(): Promise<void>;
}

export interface Running {
  readonly signal: (name: "SIGKILL" | "SIGINT" | "SIGTERM") => void;
  readonly ended: Promise<Ended>;
}

export async function createFaultProject(history: readonly FaultRevision[]): Promise<FaultProject> {
  const folder = await mkdtemp(path.join(tmpdir(), "retort-faults-"));
  const revisions = path.join(folder, "prisma", "revisions");
  const schema = path.join(folder, "prisma", "schema.prisma");
  await mkdir(revisions, { recursive: true });
  await writeFile(schema, provider('env("DATABASE_URL")'));
  for (const [at, revision] of history.entries()) {
    await writeFile(path.join(revisions, `${at}_${revision.id}.sql`), revisionText(revision));
  }
  const variables = (url: string) => ({
    PATH: process.env["PATH"] ?? "",
    HOME: process.env["HOME"] ?? "",
    DATABASE_URL: url,
  });
  return {
    history,
    run: (url, ...args) => runInProcess(folder, variables(url), args),
    start: (url, ...args) => startBuilt(folder, variables(url), args),
    async writeModels(connection) {
      const catalog = await readCatalog(connection, { schemas: ["public"] });
      const raised = raiseModels(catalog, { datasource: "db", multiSchema: false, partialIndexes: false });
      await writeFile(schema, `${provider('env("DATABASE_URL")')}\n${await printModels(raised)}`);
    },
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

async function runInProcess(
  cwd: string,
  env: Readonly<Record<string, string>>,
  args: readonly string[],
): Promise<Ended> {
  const printed: string[] = [];
  const all: string[] = [];
  const terminal: Terminal = {
    print: (text) => {
      printed.push(text);
      all.push(text);
    },
    note: (text) => {
      all.push(text);
    },
    input: () => Promise.resolve(""),
    interactive: false,
    lively: false,
    cwd,
    env,
    signal: new AbortController().signal,
    ask: {
      confirm: () => Promise.resolve(null),
      choose: () => Promise.resolve(null),
      text: () => Promise.resolve(null),
    },
  };
  const code = await runCommandLine(terminal, args, "0.0.0");
  return { code, output: all.join("\n"), stdout: printed.join("\n") };
}

function startBuilt(cwd: string, env: Readonly<Record<string, string>>, args: readonly string[]): Running {
  const cli = path.join(import.meta.dirname, "../../dist/cli.cjs");
  const child = spawn(process.execPath, [cli, ...args], { cwd, env, stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  let stdout = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    stdout += text;
    output += text;
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => (output += text));
  return {
    signal: (name) => child.kill(name),
    ended: new Promise((resolve, reject) => {
      child.once("error", reject);
      child.once("close", (code) => {
        resolve({ code, output, stdout });
      });
    }),
  };
}
