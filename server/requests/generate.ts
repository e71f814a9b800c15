import { generate } from "#host/commands/generate.ts";
import { newRevision } from "#host/commands/newRevision.ts";
import { done } from "#host/failure.ts";
import type { GenerateParams, GenerateResult, NewRevisionParams, WrittenResult } from "#protocol/commands.ts";
import { uriOf } from "#server/convert/ranges.ts";
import { withOpened } from "#server/requests/opened.ts";
import { askAll, readAnswers, refusedAnswer } from "#server/requests/questions.ts";
import type { Workspace } from "#server/workspace.ts";

export function generateRevision(
  workspace: Workspace,
  { project, message, answers, on }: GenerateParams,
): Promise<GenerateResult> {
  return withOpened<GenerateResult>(workspace, project, { changes: true }, async ({ context, models, history }) => {
    const { home } = context.scope;
    const generateWith = (given: GenerateParams["answers"]) =>
      generate(context, models, history, {
        message,
        id: null,
        ...standingOn(on),
        evenIfPending: false,
        reorderEnums: false,
        ...readAnswers(given, home),
      });
    let generated = await generateWith(answers);
    const refused = generated.ok ? null : refusedAnswer(generated.failure, answers);
    // What a person typed a moment ago may be mended: it is asked again, with what is wrong with it.
    if (refused) generated = await generateWith(without(answers, refused.id));
    if (!generated.ok) return generated;
    switch (generated.value.kind) {
      case "nothing":
        return done({ kind: "nothing" });
      case "questions":
        return done({
          kind: "questions",
          questions: askAll(generated.value.questions, home).map((question) =>
            question.kind === "fill" && question.id === refused?.id ? { ...question, refused } : question,
          ),
        });
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

function without(answers: GenerateParams["answers"], id: string): GenerateParams["answers"] {
  return Object.fromEntries(Object.entries(answers).filter(([each]) => each !== id));
}

function standingOn(on: string | null): { readonly on?: readonly string[] } {
  return on === null ? {} : { on: [on] };
}
