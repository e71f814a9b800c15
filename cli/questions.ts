import type { Terminal } from "#cli/terminal.ts";
import {
  clearRenames,
  type Fill,
  fillSubject,
  printRenameOption,
  type Rename,
  renameSubject,
  renameTarget,
  sameName,
} from "#engine/index.ts";
import type { FillQuestion, PullQuestion, Question, RenameQuestion } from "#host/commands/questions.ts";
import { fillReader, misfilledWords } from "#host/commands/fillFault.ts";
import { type Failure, failed } from "#host/failure.ts";

/** What was answered so far, by options or by a person. */
export interface Answers {
  readonly renames: readonly Rename[];
  readonly refusedRenames: readonly string[] | "all";
  readonly fills: readonly Fill[];
}

/** What a person typed for rows to hold, by what was asked: there to be edited when it is refused. */
export type Typed = Map<string, string>;

/** Asks a person; null when one question was escaped, and then nothing is assumed. */
export async function answerQuestions(
  terminal: Terminal,
  questions: readonly (Question | PullQuestion)[],
  answers: Answers,
  { home, typed }: { readonly home: string; readonly typed: Typed },
): Promise<Answers | null> {
  let next = answers;
  for (const question of questions) {
    const answered =
      question.kind === "rename"
        ? await askRename(terminal, question, { answers: next, clear: clearAmong(questions), home })
        : await askFill(terminal, question, next, typed);
    if (answered === null) return null;
    next = answered;
    // One rename can settle other pairs: what is left is asked after it was taken into account.
    if (question.kind === "rename") return next;
  }
  return next;
}

/** The renames that are clear enough to be answered together, of all that is asked. */
export function clearAmong(questions: readonly (Question | PullQuestion)[]): readonly Rename[] {
  const asked = questions.flatMap((question) => (question.kind === "rename" ? question.candidates : []));
  return clearRenames(asked).map(({ rename }) => rename);
}

/** The answers without the one that was refused; null where none that was typed is meant. */
export function withoutRefused(
  { code, message }: Failure,
  answers: Answers,
  { home, typed }: { readonly home: string; readonly typed: Typed },
): Answers | null {
  const refused = [...typed].find(([subject, sql]) => message === misfilledWords(subject, sql))?.[0];
  if (code !== "question/fill" || refused === undefined) return null;
  const fills = answers.fills.filter(({ table, column }) => fillSubject(table, column, home) !== refused);
  return { ...answers, fills };
}

/** Off a terminal nothing is assumed: the flags that answer, and a refusal. */
export function questionFailure(
  questions: readonly (Question | PullQuestion)[],
  home: string,
): ReturnType<typeof failed> {
  const renames = questions.filter((question) => question.kind !== "fill");
  const clear = renames.some(({ refusal }) => refusal !== "forgets") ? clearAmong(questions) : [];
  const targets = renames.flatMap(({ candidates }) => candidates.map(({ rename }) => rename));
  const isTarget = ({ table, column }: FillQuestion) =>
    targets.some((rename) => rename.kind === "column" && rename.to === column && sameName(rename.table, table));
  const flags = [
    ...(clear.length > 1 ? [`--rename-likeliest (${clear.length} of them: near names, and nothing else near)`] : []),
    ...renames.flatMap(({ candidates }) =>
      candidates.map(
        ({ rename, merges }) => `--rename ${printRenameOption(rename, home)}${merges ? " (for the rows)" : ""}`,
      ),
    ),
    ...refusalFlag(renames),
    ...questions.flatMap((question) => {
      if (question.kind !== "fill") return [];
      return [
        `--fill ${question.subject}=SQL-EXPRESSION${isTarget(question) ? " (unless it was renamed to that)" : ""}`,
        `--fill ${question.subject}=NULL (optional for now)`,
      ];
    }),
  ];
  return failed({
    code: "question/unanswered",
    exit: 3,
    message: "A question must be answered before a revision can be written.",
    details: questions.map((question) => (question.kind === "rename" ? renameWords(question) : fillWords(question))),
    unchanged: "No revision was written.",
    next: flags,
  });
}

/** One flag refuses all that no other names. */
function refusalFlag(renames: readonly (RenameQuestion | PullQuestion)[]): readonly string[] {
  const [first, ...others] = renames;
  if (!first) return [];
  if (others.length === 0) return [`--no-rename (${refusal(first).label})`];
  return [`--no-rename (${renames.length} of them, but for those that a --rename names)`];
}

async function askRename(
  terminal: Terminal,
  question: RenameQuestion | PullQuestion,
  given: { readonly answers: Answers; readonly clear: readonly Rename[]; readonly home: string },
): Promise<Answers | null> {
  const { answers, clear, home } = given;
  const kept = question.refusal === "forgets" ? "its place in the models is kept" : "rows are kept";
  const options = question.candidates.map(({ rename, merges }, at) => ({
    label: merges ? `rows hold ${renameTarget(rename, home)} instead` : `renamed to ${renameTarget(rename, home)}`,
    hint: merges ? "which of them held it is forgotten" : kept,
    value: String(at),
  }));
  // First, so that Enter alone claims nothing: what is taken for a drop is told and confirmed before it runs.
  const none = { ...refusal(question), value: "drop" };
  const together = {
    label: `all ${clear.length} likeliest renames`,
    hint: "named before they are taken",
    value: "all",
  };
  const all = clear.length > 1 ? [together] : [];
  const chosen = await terminal.ask.choose(renameWords(question), [none, ...options, ...all]);
  if (chosen === null) return null;
  if (chosen === "all") {
    const details = clear.map((rename) => `  ${renameSubject(rename, home)} to ${renameTarget(rename, home)}`);
    const agreed = await terminal.ask.confirm(`Take these ${clear.length} for renamed?`, { details });
    if (agreed === null) return null;
    return agreed ? { ...answers, renames: [...answers.renames, ...clear] } : askRename(terminal, question, given);
  }
  if (chosen === "drop") {
    const refused = answers.refusedRenames === "all" ? "all" : [...answers.refusedRenames, question.subject];
    return { ...answers, refusedRenames: refused };
  }
  const candidate = question.candidates[Number(chosen)];
  return candidate ? { ...answers, renames: [...answers.renames, candidate.rename] } : null;
}

/** As Django asks: one value for all rows or an expression over each, or none for now. */
async function askFill(
  terminal: Terminal,
  question: FillQuestion,
  answers: Answers,
  typed: Typed,
): Promise<Answers | null> {
  const { table, column, subject } = question;
  const how = await terminal.ask.choose(fillWords(question), [
    { label: "a value, or an SQL expression over the row", hint: "filled in, then required", value: "fill" },
    { label: "nothing: leave it optional for now", hint: "asked again with the next revision", value: "optional" },
  ]);
  if (how === null) return null;
  if (how === "optional") return { ...answers, fills: [...answers.fills, { table, column, sql: null }] };
  const faultIn = await fillReader();
  const sql = await terminal.ask.text(`What does ${subject} hold in these rows?`, {
    hint: "0, 'unknown', lower(email), (SELECT min(id) FROM users)",
    initial: typed.get(subject) ?? "",
    check: (text) => (text.trim() === "" ? null : faultIn(text.trim())),
  });
  if (sql === null || sql.trim() === "") return null;
  typed.set(subject, sql.trim());
  return { ...answers, fills: [...answers.fills, { table, column, sql: sql.trim() }] };
}

function renameWords({ subject, refusal: kind }: RenameQuestion | PullQuestion): string {
  if (kind === "forgets") return `${subject} is gone from the database. Was it renamed?`;
  return kind === "fails"
    ? `${subject} is gone from the models. What became of it?`
    : `${subject} is gone from the models. Was it renamed?`;
}

function fillWords(question: FillQuestion): string {
  const rows = `${question.rows} row${question.rows === 1 ? "" : "s"}`;
  return `${question.subject} is required and has no default; ${rows} would have no value. What shall they hold?`;
}

function refusal({ subject, held, refusal: kind }: RenameQuestion | PullQuestion): {
  readonly label: string;
  readonly hint: string;
} {
  if (kind === "fails") {
    return { label: `dropped: ${subject} goes`, hint: held === 0 ? "no row holds it" : "fails while rows hold it" };
  }
  if (kind === "converts") return { label: "no: its columns change over", hint: "values are read as the other enum's" };
  if (kind === "forgets") {
    return { label: `dropped: ${subject} goes, the other is new`, hint: "the models forget it" };
  }
  const hint = held === null ? "its data is lost" : held === 0 ? "it holds nothing" : `${held} lost`;
  return { label: `dropped: ${subject} goes, the other is new`, hint };
}
