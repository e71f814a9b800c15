import { readFile } from "node:fs/promises";
import path from "node:path";

import { type Command, exitCodes } from "#cli/globals.ts";
import { printFailure } from "#cli/opened.ts";
import { answerQuestion, type GraphQuestion } from "#engine/index.ts";
import { failed } from "#host/failure.ts";

export interface GraphOptions {
  /** A file with an array of questions. */
  readonly batch: string;
}

/** `retort graph --batch FILE`: answers questions about revision graphs, with no project and no database. */
export const graph: Command<GraphOptions> = async (terminal, options) => {
  const questions = await readQuestions(path.resolve(terminal.cwd, options.batch));
  if (questions === null) {
    const refused = failed({
      code: "usage/batch",
      exit: 2,
      message: `--batch ${options.batch}: there is no JSON array of questions.`,
      unchanged: "Nothing was answered.",
    });
    return printFailure(terminal, options, refused.failure);
  }
  terminal.print(JSON.stringify(questions.map(answerQuestion)));
  return exitCodes.done;
};

async function readQuestions(file: string): Promise<readonly GraphQuestion[] | null> {
  try {
    const value: unknown = JSON.parse(await readFile(file, "utf8"));
    return Array.isArray(value) ? (value as GraphQuestion[]) : null;
  } catch {
    // A file that is not there and one that is no JSON are the same mistake to whoever named it.
    return null;
  }
}
