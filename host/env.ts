import { readFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";

import { parse } from "dotenv";
import { expand } from "dotenv-expand";

import type { Place } from "#engine/index.ts";
import { done, failed, type Outcome } from "#host/failure.ts";
import type { Project } from "#host/project.ts";

/** The variables that configuration may name, and where they come from. Values may be passwords: never shown. */
export interface Environment {
  readonly variables: Readonly<Record<string, string | undefined>>;
  /** In the order in which they were asked, as people know them: `the environment`, then absolute paths of files. */
  readonly sources: readonly string[];
}

/**
 * The environment of a project: that of the process first, then `.env` of the project's folder, then `.env` of the
 * schema's. `$NAME` and `${NAME:-default}` in those files are expanded, as Prisma does. An untrusted workspace's files
 * are not read.
 */
export async function readEnvironment(
  project: Pick<Project, "root" | "schemaPath">,
  options: { readonly trusted: boolean; readonly process: Environment["variables"] },
): Promise<Environment> {
  const own: Environment = { variables: options.process, sources: [processSource] };
  if (!options.trusted) return own;
  return withFiles(own, environmentFolders(project));
}

/** The value of a variable that configuration names at `place`. Unset and empty are errors: nothing else is tried. */
export function variableValue(environment: Environment, name: string, place: Place | null): Outcome<string> {
  const value = Object.hasOwn(environment.variables, name) ? environment.variables[name] : undefined;
  if (value === undefined || value.trim() === "") return variableUnset(environment, name, place);
  return value.includes(lost) ? variableDamaged(environment, name, place) : done(value);
}

/** With what was lost a password is another one: it is not tried. */
function variableDamaged({ sources }: Environment, name: string, place: Place | null): Outcome<never> {
  return failed({
    code: "config/variableDamaged",
    exit: 2,
    message: `The variable ${name} holds bytes that are no UTF-8: what they mean is lost.`,
    details: [`Looked in ${sources.join(", ")}.`],
    unchanged: "Nothing was connected to.",
    next: ["Save .env as UTF-8, or write such characters of a URL in its own way: %C3%BC for ü."],
    place,
  });
}

/** `config/variableUnset`, with the place that names the variable and where it was looked for. */
export function variableUnset(environment: Environment, name: string, place: Place | null): Outcome<never> {
  return failed({
    code: "config/variableUnset",
    exit: 2,
    message: `The variable ${name} is ${environment.variables[name] === undefined ? "not set" : "empty"}.`,
    details: [`Looked in ${environment.sources.join(", ")}.`],
    unchanged: "Nothing was connected to.",
    next: [`Set ${name} in the environment or in .env.`],
    place,
  });
}

const processSource = "the environment";

/** The project's own folder first, then the schema's; those of `prisma/schema` are looked for in `prisma` too. */
function environmentFolders({ root, schemaPath }: Pick<Project, "root" | "schemaPath">): readonly string[] {
  const schemaFolder = schemaPath.endsWith(".prisma") ? dirname(schemaPath) : schemaPath;
  return [...new Set([root, schemaFolder, resolve(root, "prisma")])];
}

async function withFiles(own: Environment, folders: readonly string[]): Promise<Environment> {
  const sources = [...own.sources];
  let variables = own.variables;
  for (const folder of folders) {
    const file = join(folder, ".env");
    const text = await readFile(file).then(textOf, () => null);
    sources.push(text === null ? `${file} (absent)` : file);
    // What came before wins over the file, and is what its references expand to.
    if (text !== null) variables = { ...expanded(text, variables), ...variables };
  }
  return { variables, sources };
}

/** As UTF-8, or as UTF-16 where its first two bytes say so: that is what `>` of PowerShell writes. */
function textOf(bytes: Buffer): string {
  const [first, second] = bytes;
  const encoding =
    first === 0xff && second === 0xfe ? "utf-16le" : first === 0xfe && second === 0xff ? "utf-16be" : "utf-8";
  return new TextDecoder(encoding).decode(bytes);
}

const lost = "\uFFFD";

function expanded(text: string, known: Environment["variables"]): Readonly<Record<string, string>> {
  const processEnv = Object.fromEntries(Object.entries(known).filter(([, value]) => value !== undefined));
  return expand({ parsed: parse(text), processEnv: processEnv as Record<string, string> }).parsed ?? {};
}
