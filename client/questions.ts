import * as vscode from "vscode";

import type { Question } from "#protocol/commands.ts";

export type Answers = Readonly<Record<string, string>>;
type Answer =
  | { readonly kind: "answer"; readonly text: string }
  /** All that is clear is taken at once. */
  | { readonly kind: "together" }
  | { readonly kind: "back" }
  | { readonly kind: "left" };

/** Asks one after another, with Back between them. Null where the person left: then nothing is written. */
export async function askQuestions(
  questions: readonly Question[],
  purpose: keyof typeof wordings,
): Promise<Answers | null> {
  const answers: Record<string, string> = {};
  const together = new Set<string>();
  for (let at = 0; at < questions.length;) {
    const question = questions[at];
    if (!question) break;
    if (together.has(question.id)) {
      at++;
      continue;
    }
    const step = { step: at + 1, totalSteps: questions.length };
    const clear = clearAmong(questions);
    const answer =
      question.kind === "rename"
        ? await askRename(question, { wording: wordings[purpose], clear }, step)
        : await askFill(question, step);
    if (answer.kind === "left") return null;
    if (answer.kind === "back") {
      together.clear();
      at--;
      continue;
    }
    if (answer.kind === "together") {
      if (await agreed(clear)) {
        for (const { id, to } of clear) {
          answers[id] = to.answer;
          together.add(id);
        }
      }
      continue;
    }
    answers[question.id] = answer.text;
    at++;
  }
  return answers;
}

interface Step {
  readonly step: number;
  readonly totalSteps: number;
}

interface RenameItem extends vscode.QuickPickItem {
  /** Null for all that is clear. */
  readonly answer: string | null;
}

interface ClearRename {
  readonly id: string;
  readonly from: string;
  readonly to: { readonly to: string; readonly answer: string };
}

function clearAmong(questions: readonly Question[]): readonly ClearRename[] {
  return questions.flatMap((question) =>
    question.kind === "rename" && question.clear ? [{ id: question.id, from: question.from, to: question.clear }] : [],
  );
}

/** Each is named before it is taken. */
async function agreed(clear: readonly ClearRename[]): Promise<boolean> {
  const detail = clear.map(({ from, to }) => `${from} to ${to.to}`).join("\n");
  const message = `Take these ${clear.length} for renamed?`;
  const yes = "Rename All";
  return (await vscode.window.showWarningMessage(message, { modal: true, detail }, yes)) === yes;
}

type RenameQuestion = Extract<Question, { kind: "rename" }>;

/** What each answer comes to. */
interface Wording {
  readonly renamed: string;
  readonly other: (question: RenameQuestion) => string;
  readonly refused: (question: RenameQuestion) => string;
}

const wordings = {
  generate: {
    renamed: "The revision holds RENAME: every value stays.",
    other: ({ from }) => `$(trash) Dropped: ${from} is not needed any more`,
    refused,
  },
  pull: {
    renamed: "Its field or model stays, and is mapped to the new name.",
    other: ({ from }) => `$(trash) Gone: ${from} is no longer in the database`,
    refused: () => "Its field or model goes, and what is new comes by itself.",
  },
} as const satisfies Readonly<Record<string, Wording>>;

function askRename(
  question: RenameQuestion,
  { wording, clear }: { readonly wording: Wording; readonly clear: readonly ClearRename[] },
  step: Step,
): Promise<Answer> {
  const pick = vscode.window.createQuickPick<RenameItem>();
  pick.title = `What became of ${question.from}?`;
  pick.placeholder = "Escape: nothing is written";
  pick.items = [
    ...question.candidates.map(({ to, answer, merges }) => ({
      label: merges ? `$(git-merge) Rows hold ${to} instead` : `$(arrow-right) Renamed to ${to}`,
      detail: merges ? "Rows are kept; which of them held the old value is forgotten." : wording.renamed,
      answer,
    })),
    {
      label: wording.other(question),
      detail: wording.refused(question),
      answer: question.dropAnswer,
    },
    ...(clear.length > 1 ? [likeliest(clear)] : []),
  ];
  return asked(pick, step, () => {
    const [item] = pick.selectedItems;
    if (!item) return null;
    return item.answer === null ? { kind: "together" } : { kind: "answer", text: item.answer };
  });
}

function likeliest(clear: readonly ClearRename[]): RenameItem {
  return {
    label: `$(checklist) All ${clear.length} likeliest renames…`,
    detail: "Each is named before it is taken; what is not clear is asked.",
    answer: null,
  };
}

function refused({ refusal, loss }: RenameQuestion): string {
  if (refusal === "fails") return "The revision fails while rows hold it.";
  if (refusal === "converts") return "Its columns change over: their values are read as those of the other enum.";
  return loss ?? "What it holds is lost.";
}

function askFill(question: Extract<Question, { kind: "fill" }>, step: Step): Promise<Answer> {
  const box = vscode.window.createInputBox();
  const rows = question.rows === null ? "the rows that are there" : count(question.rows, "row");
  box.title = `${question.column} is required: what do ${rows} get?`;
  box.prompt = `An SQL expression of type ${question.type}, such as 'unknown', 0 or now(); NULL leaves it optional for now. Escape: nothing is written.`;
  box.placeholder = question.type;
  if (question.refused) {
    box.value = question.refused.answer;
    box.validationMessage = question.refused.why;
    box.onDidChangeValue(() => {
      box.validationMessage = "";
    });
  }
  return asked(box, step, () => {
    const text = box.value.trim();
    box.validationMessage = text === "" ? "An expression is needed: a required column cannot stay empty." : "";
    return text === "" ? null : { kind: "answer", text };
  });
}

function asked(
  input: vscode.QuickPick<RenameItem> | vscode.InputBox,
  { step, totalSteps }: Step,
  read: () => Answer | null,
): Promise<Answer> {
  return new Promise((resolve) => {
    const end = (answer: Answer) => {
      resolve(answer);
      input.dispose();
    };
    input.ignoreFocusOut = true;
    input.step = step;
    input.totalSteps = totalSteps;
    input.buttons = step > 1 ? [vscode.QuickInputButtons.Back] : [];
    input.onDidTriggerButton(() => {
      end({ kind: "back" });
    });
    input.onDidAccept(() => {
      const answer = read();
      if (answer !== null) end(answer);
    });
    input.onDidHide(() => {
      end({ kind: "left" });
    });
    input.show();
  });
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}
