import { type Change, plausibleRenames, type Rename } from "#engine/index.ts";
import { assess } from "#host/commands/assess.ts";
import type { CommandContext } from "#host/commands/context.ts";
import { isNamed, knownDrift } from "#host/commands/driftNamed.ts";
import type { History } from "#host/commands/history.ts";
import type { ModelsReading } from "#host/commands/models.ts";
import { groupBySubject } from "#host/commands/openQuestions.ts";
import type { PullQuestion } from "#host/commands/questions.ts";
import { done, type Outcome } from "#host/failure.ts";

export interface PullQuestionOptions {
  readonly objects: readonly string[];
  readonly renames: readonly Rename[];
  readonly refusedRenames: readonly string[] | "all";
}

/** What of the database may have been renamed by hand, before models are edited as if the one went and the other came. */
export async function pullQuestions(
  context: CommandContext,
  models: ModelsReading,
  history: History,
  { objects, renames, refusedRenames }: PullQuestionOptions,
): Promise<Outcome<readonly PullQuestion[]>> {
  if (refusedRenames === "all") return done([]);
  const drift = knownDrift(await assess(context, models, history, { connect: true }), "No model was edited.");
  if (!drift.ok) return drift;
  const { home } = context.scope;
  const isMeant = isNamed(objects, home);
  const candidates = plausibleRenames(drift.value.from, drift.value.to, { home, renames }).filter(
    ({ rename, merges }) => !merges && isMeant(changeOf(rename)),
  );
  return done(
    groupBySubject(candidates, home)
      .filter(({ subject }) => !refusedRenames.includes(subject))
      .map(({ subject, candidates: group }) => {
        return { kind: "rename", subject, candidates: group, held: null, refusal: "forgets" };
      }),
  );
}

function changeOf(rename: Rename): Change {
  switch (rename.kind) {
    case "table":
      return { ...rename, kind: "renameTable" };
    case "column":
      return { ...rename, kind: "renameColumn" };
    case "enum":
      return { ...rename, kind: "renameEnum" };
    case "enumValue":
      return { ...rename, kind: "renameEnumValue" };
  }
}
