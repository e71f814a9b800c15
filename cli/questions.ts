import { styled, type Terminal } from "#cli/terminal.ts";
import { printRenameOption, type Rename } from "#engine/index.ts";
import type { FillQuestion, Question, RenameQuestion } from "#host/commands/questions.ts";
import { failed } from "#host/failure.ts";

/** What was answered so far, by options or by a person. */
export interface Answers {
  readonly renames: readonly Rename[];
  readonly refusedRenames: readonly string[] | "all";
  readonly fills: ReadonlyMap<string, string>;
}

/** Asks a person; null when one question was escaped, and then nothing is assumed. */
export async function answerQuestions(
  terminal: Terminal,
  questions: readonly Question[],
  answers: Answers,
  home: string,
): Promise<Answers | null> {
  let next = answers;
  for (const question of questions) {
    const answered =
      question.kind === "rename"
        ? await askRename(terminal, question, next, home)
        : await askFill(terminal, question, next);
    if (answered === null) return null;
    next = answered;
    // One rename can settle other pairs: what is left is asked after it was taken into account.
    if (question.kind === "rename") return next;
  }
  return next;
}

/** Off a terminal nothing is assumed: the flags that answer, and a refusal. */
export function questionFailure(questions: readonly Question[], home: string): ReturnType<typeof failed> {
  const flags = questions.flatMap((question) => {
    if (question.kind === "fill") return [`--fill ${question.subject}=SQL-EXPRESSION`];
    return [
      ...question.candidates.map(({ rename }) => `--rename ${printRenameOption(rename, home)}`),
      `--no-rename (drops ${question.subject})`,
    ];
  });
  return failed({
    code: "question/unanswered",
    exit: 3,
    message: "A question must be answered before a revision can be written.",
    details: questions.map((question) => (question.kind === "rename" ? renameWords(question) : fillWords(question))),
    unchanged: "No revision was written.",
    next: flags,
  });
}

async function askRename(
  terminal: Terminal,
  question: RenameQuestion,
  answers: Answers,
  home: string,
): Promise<Answers | null> {
  const options = question.candidates.map((candidate, at) => ({
    label: `renamed to ${candidateName(candidate.rename, home)}`,
    hint: "rows are kept",
    value: String(at),
  }));
  const drop = {
    label: `dropped: ${question.subject} goes, the other is new`,
    hint: lossWords(question),
    value: "drop",
  };
  const chosen = await terminal.ask.choose(renameWords(question), [...options, drop]);
  if (chosen === null) return null;
  if (chosen === "drop") {
    const refused = answers.refusedRenames === "all" ? "all" : [...answers.refusedRenames, question.subject];
    return { ...answers, refusedRenames: refused };
  }
  const candidate = question.candidates[Number(chosen)];
  return candidate ? { ...answers, renames: [...answers.renames, candidate.rename] } : null;
}

async function askFill(terminal: Terminal, question: FillQuestion, answers: Answers): Promise<Answers | null> {
  const sql = await terminal.ask.text(fillWords(question), {
    hint: styled(terminal, "dim", "an SQL expression over the row: 0, 'unknown', lower(email)"),
  });
  if (sql === null || sql.trim() === "") return null;
  return { ...answers, fills: new Map([...answers.fills, [question.subject, sql.trim()]]) };
}

function renameWords(question: RenameQuestion): string {
  return `${question.subject} is gone from the models. Was it renamed?`;
}

function fillWords(question: FillQuestion): string {
  const rows = `${question.rows} row${question.rows === 1 ? "" : "s"}`;
  return `${question.subject} is required and has no default; ${rows} would have no value. What shall they hold?`;
}

function lossWords({ loss }: RenameQuestion): string {
  return loss === null ? "its data is lost" : loss === 0 ? "it holds nothing" : `${loss} lost`;
}

function candidateName(rename: Rename, home: string): string {
  const option = printRenameOption(rename, home);
  return option.slice(option.indexOf("=") + 1);
}
