import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, dirname, resolve } from "node:path";
import { Worker } from "node:worker_threads";

import { createJiti } from "jiti/static";

import type { PrismaConfig, PrismaConfigAnswer, PrismaConfigMessage, PrismaConfigUrl } from "#host/prismaConfig.ts";

/**
 * A process of its own, which runs the user's prisma.config.ts, answers once what it says, and ends. Whatever that code
 * does (print, hang, exit, throw), the process that started this one goes on.
 */
const [, , file = "", token = ""] = process.argv;
const folder = dirname(file);
process.chdir(basename(folder) === ".config" ? dirname(folder) : folder);

// Code that loops for ever hears nothing, not even that its parent is gone: another thread ends the process then.
new Worker(
  "setInterval(() => process.ppid === workerData || process.kill(process.pid, 'SIGKILL'), 1000)".replace(
    "workerData",
    String(process.ppid),
  ),
  {
    eval: true,
  },
).unref();

/** Stands in a URL for the value of a variable that is not set. */
const unsetMark = "retort-variable-not-set:";
const asked = recordUnset();
void run().then((answer) => {
  const message: PrismaConfigMessage = { token, answer };
  process.send?.(message, () => process.exit(0));
});

async function run(): Promise<PrismaConfigAnswer> {
  try {
    const exported: unknown = await jiti().import(file, { default: true });
    const config: unknown = typeof exported === "function" ? await (exported as () => unknown)() : exported;
    if (!isObject(config)) throw new Error("its default export is not a configuration.");
    return { kind: "config", config: configOf(config) };
  } catch (error) {
    const { message, stack = "" } = error instanceof Error ? error : new Error(String(error));
    // A syntax error tells its position in the lines after the first.
    const [said = ""] = message.split("\n");
    return { kind: "failed", message: said.trim(), stack: `${message}\n${stack}`, unset: unsetInFile() };
  }
}

/**
 * Prisma's own package is replaced by what matters of it: it need not be installed, takes a second to load, and throws
 * for a variable that is not set, although all the rest of the configuration is known.
 */
function jiti() {
  const prisma = { defineConfig: (config: unknown) => config, env: variable };
  return createJiti(file, {
    fsCache: false,
    moduleCache: false,
    virtualModules: {
      "prisma/config": prisma,
      "@prisma/config": prisma,
      // What it would do has been done: the variables of .env are in our environment.
      ...(isInstalled("dotenv") ? {} : { "dotenv/config": {} }),
    },
  });
}

function isInstalled(name: string): boolean {
  try {
    createRequire(file).resolve(name);
    return true;
  } catch {
    return false;
  }
}

function variable(name: string): string {
  const value = process.env[name];
  return value === undefined || value === "" ? `${unsetMark}${name};` : value;
}

/** The names of variables that are asked for and not set, by anybody, from now on. */
function recordUnset(): ReadonlySet<string> {
  const names = new Set<string>();
  process.env = new Proxy(process.env, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name);
      if (typeof name === "string" && (value === undefined || value === "")) names.add(name);
      return value;
    },
  });
  return names;
}

/** Those that the configuration's text names: loaders and packages ask for variables of their own. */
function unsetInFile(): readonly string[] {
  const text = readFileSync(file, "utf8");
  return [...asked].filter((name) => new RegExp(`\\b${name.replaceAll(/\W/g, "\\$&")}\\b`).test(text));
}

function configOf(config: Record<string, unknown>): PrismaConfig {
  const datasource = part(config, "datasource");
  const migrations = part(config, "migrations");
  return {
    file,
    schema: pathOf(config["schema"]),
    migrationsPath: pathOf(migrations["path"]),
    initShadowDb: textOf(migrations["initShadowDb"]),
    url: urlOf(datasource, "url"),
    directUrl: urlOf(datasource, "directUrl"),
    shadowDatabaseUrl: urlOf(datasource, "shadowDatabaseUrl"),
    externalTables: textsOf(part(config, "tables")["external"]),
    externalEnums: textsOf(part(config, "enums")["external"]),
  };
}

/** A URL that is named and has no value is not the same as none: nothing else may be used in its place. */
function urlOf(datasource: Record<string, unknown>, key: string): PrismaConfigUrl | null {
  if (!Object.hasOwn(datasource, key)) return null;
  const value = datasource[key];
  if (typeof value !== "string" || value === "") return { kind: "unset", variables: unsetInFile() };
  const marked = [...value.matchAll(new RegExp(`${unsetMark}([^;]*);`, "g"))].map((found) => found[1] ?? "");
  // A template prints a variable that is not set as `undefined`.
  if (marked.length === 0 && value.includes("undefined") && unsetInFile().length > 0) {
    return { kind: "unset", variables: unsetInFile() };
  }
  return marked.length > 0 ? { kind: "unset", variables: marked } : { kind: "value", value };
}

function part(config: Record<string, unknown>, key: string): Record<string, unknown> {
  const value = config[key];
  return isObject(value) ? value : {};
}

function textOf(value: unknown): string | null {
  return typeof value === "string" && value !== "" ? value : null;
}

function textsOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((element) => typeof element === "string") : [];
}

/** Prisma resolves paths against the folder of the configuration. */
function pathOf(value: unknown): string | null {
  const path = textOf(value);
  return path === null ? null : resolve(folder, path);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
