import fs from "node:fs";
import path from "node:path";

/** The migrations of real projects, kept beside the repository; not everyone has them. */
const corpusFolder = path.resolve(import.meta.dirname, "../../../shared/corpus");

/** From small to large. */
export const corpusProjects = [
  "saas-starter-kit",
  "umami",
  "hoppscotch",
  "openpipe",
  "bloom-housing",
  "langfuse",
] as const;

export type CorpusProject = (typeof corpusProjects)[number];

/** The folder of a project of the corpus; skips the running test, saying why, where there is none. */
export function corpusProject(test: Mocha.Context, name: CorpusProject): string {
  const folder = path.join(corpusFolder, name);
  if (!fs.existsSync(path.join(folder, "migrations"))) {
    console.warn(`skipped: no migrations in ${folder}`);
    test.skip();
  }
  return folder;
}

/** Every migration of a project as it is written, in the order of their folders' names. */
export function migrationScripts(folder: string): { readonly name: string; readonly sql: string }[] {
  const migrations = path.join(folder, "migrations");
  return fs
    .readdirSync(migrations)
    .map((name) => ({ name, file: path.join(migrations, name, "migration.sql") }))
    .filter(({ file }) => fs.existsSync(file))
    .toSorted((a, b) => Buffer.compare(Buffer.from(a.name), Buffer.from(b.name)))
    .map(({ name, file }) => ({ name, sql: fs.readFileSync(file, "utf8") }));
}
