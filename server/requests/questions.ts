import {
  clearRenames,
  type Fill,
  parseFill,
  parseRename,
  printRenameOption,
  printType,
  type Rename,
  type RenameCandidate,
  renameSubject,
  renameTarget,
} from "#engine/index.ts";
import { misfilledWords } from "#host/commands/fillFault.ts";
import type { Question } from "#host/commands/questions.ts";
import type { Failure } from "#host/failure.ts";
import type { Question as AskedQuestion, GenerateParams } from "#protocol/commands.ts";

const fill = "fill:";

/** The answer that means: it was no rename. */
const dropped = "drop";

/** What answers to earlier questions come to. */
export function readAnswers(answers: GenerateParams["answers"], home: string) {
  const renames: Rename[] = [];
  const refusedRenames: string[] = [];
  const fills: Fill[] = [];
  for (const [id, answer] of Object.entries(answers)) {
    const [kind, subject] = [id.slice(0, id.indexOf(":")), id.slice(id.indexOf(":") + 1)];
    if (kind === "fill") fills.push(...[parseFill(`${subject}=${answer}`, home)].filter((fill) => fill !== null));
    else if (answer === dropped) refusedRenames.push(subject);
    else renames.push(...[parseRename(answer, home)].filter((rename) => rename !== null));
  }
  return { renames, refusedRenames, fills };
}

/** The answer that a failure refuses, by its id, and why; null where it is about none of them. */
export function refusedAnswer(
  { code, message, details }: Failure,
  answers: GenerateParams["answers"],
): { readonly id: string; readonly answer: string; readonly why: string } | null {
  if (code !== "question/fill") return null;
  const refused = Object.entries(answers).find(
    ([id, answer]) => message === misfilledWords(id.slice(fill.length), answer),
  );
  return refused ? { id: refused[0], answer: refused[1], why: [message, ...details].join(" ") } : null;
}

/** Questions as the client asks them: those among them that are clear enough may be answered together. */
export function askAll(questions: readonly Question[], home: string): readonly AskedQuestion[] {
  const clear = clearRenames(questions.flatMap((each) => (each.kind === "rename" ? each.candidates : [])));
  return questions.map((question) => ask(question, clear, home));
}

function ask(question: Question, clear: readonly RenameCandidate[], home: string): AskedQuestion {
  if (question.kind === "fill") {
    const { subject, type, rows } = question;
    return { kind: "fill", id: `${fill}${subject}`, column: subject, type: printType(type, home), rows, refused: null };
  }
  const { subject, candidates, held, refusal } = question;
  const said = ({ rename, merges }: RenameCandidate) => ({
    to: renameTarget(rename, home),
    answer: printRenameOption(rename, home),
    merges,
  });
  const sure = candidates.find((candidate) => clear.includes(candidate));
  return {
    kind: "rename",
    id: `rename:${subject}`,
    from: subject,
    candidates: candidates.map(said),
    clear: sure ? said(sure) : null,
    dropAnswer: dropped,
    refusal,
    loss: held === null ? null : lossWords(held, candidates[0]?.rename.kind),
  };
}

function lossWords(held: number, kind: Rename["kind"] | undefined): string {
  if (held === 0) return "It holds nothing.";
  const noun = kind === "table" ? "row" : "value";
  return held === 1 ? `1 ${noun} is lost.` : `${held} ${noun}s are lost.`;
}

/** What may have been renamed in a database, a question for each thing that went. */
export function askRenamed(
  candidates: readonly RenameCandidate[],
  { home, refused }: { readonly home: string; readonly refused: readonly string[] },
): readonly AskedQuestion[] {
  const subjects = [...new Set(candidates.map(({ rename }) => renameSubject(rename, home)))];
  const questions = subjects
    .filter((subject) => !refused.includes(subject))
    .map((subject): Question => {
      const own = candidates.filter(({ rename }) => renameSubject(rename, home) === subject);
      return { kind: "rename", subject, candidates: own, held: null, refusal: "drops" };
    });
  return askAll(questions, home);
}
