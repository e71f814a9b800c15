import { readFile } from "node:fs/promises";
import path from "node:path";

import { type Command, exitCodes } from "#cli/globals.ts";
import { printFailure } from "#cli/opened.ts";
import type { Terminal } from "#cli/terminal.ts";
import { answerQuestion } from "#engine/index.ts";
import { done, failed, type Outcome } from "#host/failure.ts";

export interface GraphOptions {
  /** A file with an array of questions; `-` for standard input. */
  readonly batch: string;
}

/** `retort graph --batch`: answers questions about revision graphs, with no project and no database. */
export const graph: Command<GraphOptions> = async (terminal, options) => {
  const questions = await readQuestions(terminal, options.batch);
  if (!questions.ok) return printFailure(terminal, options, questions.failure);
  terminal.print(JSON.stringify(questions.value.map(answerQuestion)));
  return exitCodes.done;
};

async function readQuestions(terminal: Terminal, file: string): Promise<Outcome<readonly unknown[]>> {
  let text: string;
  try {
    text = file === "-" ? await terminal.input() : await readFile(path.resolve(terminal.cwd, file), "utf8");
  } catch (error) {
    return refused(`--batch ${file}: the file cannot be read.`, error);
  }
  try {
    const value: unknown = JSON.parse(text.replace(/^\uFEFF/, ""));
    if (Array.isArray(value)) return done(value);
    return refused(`--batch ${file} holds no JSON array of questions.`);
  } catch (error) {
    return refused(`--batch ${file} is no JSON.`, error);
  }
}

function refused(message: string, error?: unknown): ReturnType<typeof failed> {
  return failed({
    code: "usage/batch",
    exit: 2,
    message,
    details: error instanceof Error ? [error.message] : [],
    unchanged: "Nothing was answered.",
    next: ["Questions are objects in an array: docs/formats.md has their fields."],
  });
}
