import { fork } from "node:child_process";
import { randomUUID } from "node:crypto";
import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import { fileURLToPath } from "node:url";

import { lineStarts, type Place } from "#engine/index.ts";
import type { Environment } from "#host/env.ts";
import { done, failed, type Outcome } from "#host/failure.ts";
import { redactUrl } from "#host/redact.ts";

/** What a prisma.config.ts says, as far as Retort uses it. Paths are absolute. */
export interface PrismaConfig {
  readonly file: string;
  readonly schema: string | null;
  readonly migrationsPath: string | null;
  /** SQL that makes what Prisma calls external. */
  readonly initShadowDb: string | null;
  readonly url: PrismaConfigUrl | null;
  readonly directUrl: PrismaConfigUrl | null;
  readonly shadowDatabaseUrl: PrismaConfigUrl | null;
  /** Tables and enums that Prisma leaves to others, as written: `public.users`. */
  readonly externalTables: readonly string[];
  readonly externalEnums: readonly string[];
}

/** A URL as the configuration gave it. `value` may hold a password: it is for connecting, never for showing. */
export type PrismaConfigUrl =
  | { readonly kind: "value"; readonly value: string }
  /** It was asked for from variables that are not set. Empty where the value is missing for another reason. */
  | { readonly kind: "unset"; readonly variables: readonly string[] };

/** What the process that runs the configuration answers, once. */
export type PrismaConfigAnswer =
  | { readonly kind: "config"; readonly config: PrismaConfig }
  /** What it threw; `unset` are the variables that it asked for and that are not set. */
  | {
      readonly kind: "failed";
      readonly message: string;
      readonly stack: string;
      readonly unset: readonly string[];
    };

/** Its answer as it is sent: `token` is what the process was given. */
export interface PrismaConfigMessage {
  readonly token: string;
  readonly answer: PrismaConfigAnswer;
}

/**
 * Runs a prisma.config.ts and reads what it exports. It is the user's code: only for trusted workspaces, in a process of
 * its own with its folder as working directory, ended after `timeoutMs`.
 */
export async function loadPrismaConfig(
  file: string,
  options: { readonly environment: Environment; readonly timeoutMs?: number; readonly signal?: AbortSignal },
): Promise<Outcome<PrismaConfig>> {
  const { timeoutMs = 30_000, signal } = options;
  const ended = await runToAnswer(file, options.environment, { timeoutMs, ...(signal && { signal }) });
  switch (ended.kind) {
    case "config":
      return done(ended.config);
    case "failed":
      return configFailure(file, ended.message, {
        unset: ended.unset,
        place: await placeIn(file, ended.stack),
      });
    case "timeout":
      return configFailure(file, `it took longer than ${timeoutMs / 1000} s.`);
    case "exit":
      return configFailure(file, "its process ended before it gave a configuration.", { details: ended.said });
  }
}

/** How the process ended without an answer; `said` are the last lines of what it wrote. */
type Ended = PrismaConfigAnswer | { kind: "timeout" } | { kind: "exit"; said: readonly string[] };

async function runToAnswer(
  file: string,
  environment: Environment,
  options: { readonly timeoutMs: number; readonly signal?: AbortSignal },
): Promise<Ended> {
  const token = randomUUID();
  const child = fork(processFile, [file, token], {
    stdio: ["ignore", "ignore", "pipe", "ipc"],
    env: {
      ...definedOnly(environment.variables),
      // An editor's own node is Electron, which otherwise would start as one.
      ...("electron" in process.versions && { ELECTRON_RUN_AS_NODE: "1" }),
    },
    // What lets this process run TypeScript lets the other do so too; a debugger's port can be had only once.
    execArgv: bundled ? [] : process.execArgv.filter((argument) => !argument.startsWith("--inspect")),
  });
  let said = "";
  child.stderr?.setEncoding("utf8").on("data", (text: string) => (said = (said + text).slice(-2000)));
  try {
    return await new Promise<Ended>((resolve) => {
      const timer = setTimeout(() => {
        resolve({ kind: "timeout" });
      }, options.timeoutMs);
      const exit = (): void => {
        clearTimeout(timer);
        resolve({ kind: "exit", said: said.split("\n").filter((line) => line.trim() !== "") });
      };
      // What a configuration imports may send messages of its own: `ready`, for whoever watches processes.
      child.on("message", (message: PrismaConfigMessage | string | null) => {
        if (typeof message !== "object" || message?.token !== token) return;
        clearTimeout(timer);
        resolve(message.answer);
      });
      child.once("error", exit).once("close", exit);
      options.signal?.addEventListener("abort", exit, { once: true });
    });
  } finally {
    child.kill("SIGKILL");
  }
}

// From sources the process is the file beside this one; in a bundle, the bundle beside it.
const self = fileURLToPath(import.meta.url);
const bundled = basename(self) !== "prismaConfig.ts";
const processFile = fileURLToPath(
  new URL(bundled ? "./prismaConfig.cjs" : "./prismaConfigProcess.ts", import.meta.url),
);

function definedOnly(variables: Environment["variables"]): Record<string, string> {
  const entries = Object.entries(variables).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return Object.fromEntries(entries);
}

function configFailure(
  file: string,
  message: string,
  {
    details = [],
    unset = [],
    place = null,
  }: {
    readonly details?: readonly string[];
    readonly unset?: readonly string[];
    readonly place?: Place | null;
  } = {},
): Outcome<never> {
  return failed({
    code: "config/prismaConfig",
    exit: 2,
    message: `${basename(file)} could not be read: ${redactUrl(message)}`,
    details: [...unset.map((name) => `The variable ${name} is not set.`), ...details.map(redactUrl)],
    unchanged: "Nothing was connected to.",
    next: [
      ...unset.map((name) => `Set ${name} in the environment or in .env.`),
      `Mend ${basename(file)}, or name the database in retort.json or by --url.`,
    ],
    place: place ?? { file, span: { start: 0, end: 0 } },
  });
}

/** The first position in `file` that a stack names. */
async function placeIn(file: string, stack: string): Promise<Place | null> {
  const name = file.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&");
  const found = new RegExp(`${name}:(\\d+):(\\d+)`).exec(stack) ?? new RegExp(`\\((\\d+):(\\d+)\\)`).exec(stack);
  const text = found && (await readFile(file, "utf8").catch(() => null));
  if (!found || text === null) return null;
  const start = (lineStarts(text)[Number(found[1]) - 1] ?? 0) + Number(found[2]) - 1;
  return { file, span: { start, end: start } };
}
