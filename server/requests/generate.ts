import {
  type Fill,
  parseFill,
  parseRename,
  printRenameOption,
  printType,
  type Rename,
  renameTarget,
} from "#engine/index.ts";
import { generate } from "#host/commands/generate.ts";
import { newRevision } from "#host/commands/newRevision.ts";
import type { Question } from "#host/commands/questions.ts";
import { done } from "#host/failure.ts";
import type {
  Question as AskedQuestion,
  GenerateParams,
  GenerateResult,
  NewRevisionParams,
  WrittenResult,
} from "#protocol/commands.ts";
import { uriOf } from "#server/convert/ranges.ts";
import { withOpened } from "#server/requests/opened.ts";
import type { Workspace } from "#server/workspace.ts";

/** The answer that means: it was no rename. */
const dropped = "drop";

export function generateRevision(
  workspace: Workspace,
  { project, message, answers, on }: GenerateParams,
): Promise<GenerateResult> {
  return withOpened<GenerateResult>(workspace, project, { changes: true }, async ({ context, models, history }) => {
    const { home } = context.scope;
    const generated = await generate(context, models, history, {
      message,
      id: null,
      ...standingOn(on),
      evenIfPending: false,
      reorderEnums: false,
      ...readAnswers(answers, home),
    });
    if (!generated.ok) return generated;
    switch (generated.value.kind) {
      case "nothing":
        return done({ kind: "nothing" });
      case "questions":
        return done({ kind: "questions", questions: generated.value.questions.map((question) => ask(question, home)) });
      case "written": {
        const { file, revision, warnings } = generated.value;
        return done({ kind: "written", uri: uriOf(file), id: revision.id, warnings });
      }
    }
  });
}

export function writeNewRevision(
  workspace: Workspace,
  { project, message, language, on }: NewRevisionParams,
): Promise<WrittenResult> {
  return withOpened<WrittenResult>(workspace, project, { changes: true }, async ({ context, history }) => {
    const written = await newRevision(context, history, { message, id: null, language, ...standingOn(on) });
    if (!written.ok) return written;
    return done({
      kind: "written",
      uri: uriOf(written.value.file),
      message: `Wrote ${written.value.revision.id}.`,
      warnings: [],
    });
  });
}

function standingOn(on: string | null): { readonly on?: readonly string[] } {
  return on === null ? {} : { on: [on] };
}

function readAnswers(answers: GenerateParams["answers"], home: string) {
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

function ask(question: Question, home: string): AskedQuestion {
  if (question.kind === "fill") {
    const { subject, type, rows } = question;
    return { kind: "fill", id: `fill:${subject}`, column: subject, type: printType(type, home), rows };
  }
  const { subject, candidates, held, refusal } = question;
  return {
    kind: "rename",
    id: `rename:${subject}`,
    from: subject,
    candidates: candidates.map(({ rename, merges }) => ({
      to: renameTarget(rename, home),
      answer: printRenameOption(rename, home),
      merges,
    })),
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
