import fs from "node:fs";
import path from "node:path";

/** The schemas of real projects, kept beside the repository; not everyone has them. */
const corpusFolder = path.resolve(import.meta.dirname, "../../../../shared/corpus");

const casesFolder = path.resolve(import.meta.dirname, "../../cases/models");

export interface ModelFile {
  /** `project/history/0001.prisma`. */
  readonly name: string;
  readonly text: string;
}

/** Every model file of the corpus; skips the running test, saying why, where there is none. */
export function corpusFiles(test: Mocha.Context): ModelFile[] {
  if (!fs.existsSync(corpusFolder)) {
    console.warn(`skipped: no corpus at ${corpusFolder}`);
    test.skip();
  }
  return fs
    .readdirSync(corpusFolder, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".prisma"))
    .sort()
    .map((name) => ({ name, text: fs.readFileSync(path.join(corpusFolder, name), "utf8") }));
}

/** The golden model files of this repository. */
export function goldenFiles(): ModelFile[] {
  return fs
    .readdirSync(casesFolder)
    .filter((name) => name.endsWith(".prisma"))
    .sort()
    .map((name) => ({ name, text: fs.readFileSync(path.join(casesFolder, name), "utf8") }));
}
