import { styled, type Terminal } from "#cli/terminal.ts";
import { type Fill, printRenameOption, type Rename, renameTarget } from "#engine/index.ts";
import type { FillQuestion, Question, RenameQuestion } from "#host/commands/questions.ts";
import { failed } from "#host/failure.ts";

/** What was answered so far, by options or by a person. */
export interface Answers {
  readonly renames: readonly Rename[];
  readonly refusedRenames: readonly string[] | "all";
  readonly fills: readonly Fill[];
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
    if (question.kind === "fill") {
      return [`--fill ${question.subject}=SQL-EXPRESSION`, `--fill ${question.subject}=NULL (optional for now)`];
    }
    return [
      ...question.candidates.map(
        ({ rename, merges }) => `--rename ${printRenameOption(rename, home)}${merges ? " (for the rows)" : ""}`,
      ),
      `--no-rename (${refusal(question).label})`,
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
  const options = question.candidates.map(({ rename, merges }, at) => ({
    label: merges ? `rows hold ${renameTarget(rename, home)} instead` : `renamed to ${renameTarget(rename, home)}`,
    hint: merges ? "which of them held it is forgotten" : "rows are kept",
    value: String(at),
  }));
  const chosen = await terminal.ask.choose(renameWords(question), [
    ...options,
    { ...refusal(question), value: "drop" },
  ]);
  if (chosen === null) return null;
  if (chosen === "drop") {
    const refused = answers.refusedRenames === "all" ? "all" : [...answers.refusedRenames, question.subject];
    return { ...answers, refusedRenames: refused };
  }
  const candidate = question.candidates[Number(chosen)];
  return candidate ? { ...answers, renames: [...answers.renames, candidate.rename] } : null;
}

/** As Django asks: one value for all rows or an expression over each, or none for now. */
async function askFill(terminal: Terminal, question: FillQuestion, answers: Answers): Promise<Answers | null> {
  const { table, column } = question;
  const how = await terminal.ask.choose(fillWords(question), [
    { label: "a value, or an SQL expression over the row", hint: "filled in, then required", value: "fill" },
    { label: "nothing: leave it optional for now", hint: "asked again with the next revision", value: "optional" },
  ]);
  if (how === null) return null;
  if (how === "optional") return { ...answers, fills: [...answers.fills, { table, column, sql: null }] };
  const sql = await terminal.ask.text(`What does ${question.subject} hold in these rows?`, {
    hint: styled(terminal, "dim", "0, 'unknown', lower(email), (SELECT min(id) FROM users)"),
  });
  if (sql === null || sql.trim() === "") return null;
  return { ...answers, fills: [...answers.fills, { table, column, sql: sql.trim() }] };
}

function renameWords({ subject, refusal: kind }: RenameQuestion): string {
  return kind === "fails"
    ? `${subject} is gone from the models. What became of it?`
    : `${subject} is gone from the models. Was it renamed?`;
}

function fillWords(question: FillQuestion): string {
  const rows = `${question.rows} row${question.rows === 1 ? "" : "s"}`;
  return `${question.subject} is required and has no default; ${rows} would have no value. What shall they hold?`;
}

function refusal({ subject, held, refusal: kind }: RenameQuestion): { readonly label: string; readonly hint: string } {
  if (kind === "fails") {
    return { label: `dropped: ${subject} goes`, hint: held === 0 ? "no row holds it" : "fails while rows hold it" };
  }
  if (kind === "converts") return { label: "no: its columns change over", hint: "values are read as the other enum's" };
  const hint = held === null ? "its data is lost" : held === 0 ? "it holds nothing" : `${held} lost`;
  return { label: `dropped: ${subject} goes, the other is new`, hint };
}
