import fs from "node:fs";
import path from "node:path";

import { lowerModels, type LoweredModels, parseModels } from "#engine/index.ts";

/** The schemas of real projects with their histories, kept beside the repository; not everyone has them. */
export const corpusFolder = path.resolve(import.meta.dirname, "../../../shared/corpus");

/** `RETORT_CORPUS=all`, as `npm run test:corpus` sets it: every step on every server, and nothing may be missing. */
export const isWholeCorpus = process.env["RETORT_CORPUS"] === "all";

export interface Version {
  /** `openpipe/0041`, or `openpipe` for the newest. */
  readonly name: string;
  readonly text: string;
}

/** By project, its versions from the oldest to the newest; skips the running test, saying why, where there are none. */
export const projects: readonly string[] = [
  "bloom-housing",
  "hoppscotch",
  "langfuse",
  "openpipe",
  "saas-starter-kit",
  "umami",
];

export function newestVersion(project: string, test: Mocha.Context): Version {
  const file = path.join(folderOf(project, test), "schema/schema.prisma");
  return { name: project, text: fs.readFileSync(file, "utf8") };
}

/** Versions that follow each other without a gap, oldest first. */
export function adjacentVersions(project: string, test: Mocha.Context): (readonly [from: Version, to: Version])[] {
  const folder = path.join(folderOf(project, test), "history");
  const numbers = fs.readdirSync(folder).flatMap((name) => /^(\d{4})\.prisma$/.exec(name)?.[1] ?? []);
  const read = (number: string): Version => ({
    name: `${project}/${number}`,
    text: fs.readFileSync(path.join(folder, `${number}.prisma`), "utf8"),
  });
  return numbers.sort().flatMap((number, at) => {
    const next = numbers[at + 1];
    return next !== undefined && Number(next) === Number(number) + 1 ? [[read(number), read(next)] as const] : [];
  });
}

function folderOf(project: string, test: Mocha.Context): string {
  const folder = path.join(corpusFolder, project);
  if (fs.existsSync(folder)) return folder;
  if (isWholeCorpus) throw new Error(`There is no ${folder}.`);
  console.warn(`skipped: there is no ${folder}`);
  test.skip();
}

/** Models without an error in them. */
export function soundlyLowered(file: string, text: string): LoweredModels {
  const parsed = parseModels(file, text);
  const lowered = lowerModels([parsed.value], { defaultSchema: null });
  const error = [...parsed.problems, ...lowered.problems].find(({ severity }) => severity === "error");
  if (error) throw new Error(`${file}: ${error.message}`);
  return lowered;
}

/** What models refer to by text and leave to others to make. */
export const surroundings = `
  CREATE EXTENSION citext;
  CREATE EXTENSION pg_trgm;
  CREATE EXTENSION hstore;
  CREATE FUNCTION nanoid() RETURNS text LANGUAGE sql AS $$ SELECT 'x' $$;
  CREATE FUNCTION short_nanoid() RETURNS text LANGUAGE sql AS $$ SELECT 'x' $$;`;
