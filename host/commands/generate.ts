import { stat } from "node:fs/promises";
import { join } from "node:path";

import {
  type Change,
  diff,
  displayName,
  type Fill,
  fileName,
  fillProblems,
  followers,
  plausibleRenames,
  printCodeRevision,
  printRename,
  printRevision,
  printStatements,
  quoteName,
  type Rename,
  renameProblems,
  returnHazards,
  type Rendered,
  render,
  type Revision,
  type Schema,
  type Section,
  unknownTurns,
  wayBack,
  withOptional,
} from "#engine/index.ts";
import { asked } from "#host/commands/assess.ts";
import type { CommandContext } from "#host/commands/context.ts";
import { upwards } from "#host/project/reach.ts";
import { misspeltFill } from "#host/commands/fillFault.ts";
import { type History, soundHistory } from "#host/commands/history.ts";
import { keyNotes } from "#host/commands/keyNotes.ts";
import { leftBehind } from "#host/commands/leftBehind.ts";
import { type ModelsReading, soundModels } from "#host/commands/models.ts";
import { openQuestions } from "#host/commands/openQuestions.ts";
import { place, type Place, type PlacementOptions } from "#host/commands/placement.ts";
import { proveDraft } from "#host/commands/proveDraft.ts";
import type { Question } from "#host/commands/questions.ts";
import { recordedAt } from "#host/commands/recorded.ts";
import { returnLines, returnWarnings } from "#host/commands/returnNotes.ts";
import { requireUpToDate } from "#host/commands/upToDate.ts";
import { formatCreated } from "#host/commands/created.ts";
import { done, failureOf, type Outcome } from "#host/failure.ts";
import { writeNewFile } from "#host/files.ts";

export interface GenerateOptions extends PlacementOptions {
  readonly message: string;
  readonly renames: readonly Rename[];
  /** Drops and adds that look like renames and are none: subjects of answered questions, or all of them. */
  readonly refusedRenames: readonly string[] | "all";
  readonly fills: readonly Fill[];
  /** Make enums anew whose values the models merely have in another order. */
  readonly reorderEnums: boolean;
  /** Generate on the recorded head although the database has not applied it. */
  readonly evenIfPending: boolean;
}

export type Generated =
  | { readonly kind: "nothing" }
  | { readonly kind: "questions"; readonly questions: readonly Question[] }
  | {
      readonly kind: "written";
      readonly file: string;
      readonly revision: Revision;
      readonly changes: readonly Change[];
      readonly warnings: readonly string[];
    };

/**
 * `revision --autogenerate`: a revision from the recorded schema at every head to what the models ask for, up and down.
 * Models describe the whole database, so that what other branches made is none of its changes.
 */
export async function generate(
  context: CommandContext,
  models: ModelsReading,
  history: History,
  options: GenerateOptions,
): Promise<Outcome<Generated>> {
  const unchanged = "No revision was written.";
  const sound = soundModels(models, unchanged);
  if (!sound.ok) return sound;
  const whole = soundHistory(history, unchanged);
  if (!whole.ok) return whole;
  const placed = place(context, history, options);
  if (!placed.ok) return placed;
  const [upToDate, recorded] = await Promise.all([
    requireUpToDate(context, history, options),
    recordedAt(context, history, history.graph.heads),
  ]);
  if (!upToDate.ok) return upToDate;
  if (!recorded.ok) return recorded;
  const { home } = context.scope;
  const { renames, fills } = options;
  const wanted = await asked(context, models, { history, recorded: recorded.value }, options);
  const target = withOptional(wanted, fills);
  const changes = diff(recorded.value, target, { renames, fills, home });
  const misanswered = failureOf(
    [...renameProblems(recorded.value, target, renames, home), ...fillProblems(fills, changes, target, home)],
    { code: "question/answer", exit: 2, unchanged },
  );
  const refusal = misanswered ?? (await misspeltFill(fills, home));
  if (refusal) return refusal;
  if (changes.length === 0) return done({ kind: "nothing" });

  const candidates = plausibleRenames(recorded.value, target, { renames, home });
  const open = await openQuestions(context, { changes, from: recorded.value }, candidates, options);
  if (open.questions.length > 0) return done({ kind: "questions", questions: open.questions });

  const drafted = draft(context, { changes, from: recorded.value, to: target, place: placed.value }, options);
  if (!drafted.ok) return drafted;
  const proved = await proveDraft(context, history, drafted.value.revision, {
    target,
    following: followers(changes, recorded.value),
    fills,
  });
  if (!proved.ok) return proved;
  const { revision } = proved.value;
  const left = await leftBehind(context, history, changes);
  if (!left.ok) return left;
  const file = await writeRevision(context, placed.value.folder, revision);
  if (!file.ok) return file;
  const turns = unknownTurns(changes, target).map(
    (name) =>
      `Nothing tells what ${displayName(name, home)} joins: where a model's new name sorts on another side of the other model's ` +
      `than its old one did, its A and B must trade places, in both ways: UPDATE ${quoteName(name, home)} SET "A" = "B", "B" = "A".`,
  );
  const warnings = [
    ...keyNotes(changes, recorded.value, home),
    ...open.warnings,
    ...left.value,
    ...drafted.value.warnings,
    ...turns,
    ...proved.value.warnings,
  ];
  return done({ kind: "written", file: file.value, revision, changes, warnings });
}

/** What a revision is written in. TypeScript holds no SQL of the revision's: it is a new, empty one. */
export type RevisionLanguage = "sql" | "ts";

/** Writes a revision into its folder under the name that the project's template gives. */
export async function writeRevision(
  context: CommandContext,
  folder: string,
  revision: Revision,
  language: RevisionLanguage = "sql",
): Promise<Outcome<string>> {
  const { project } = context;
  const stated = { id: revision.id, message: revision.message, created: revision.created ?? "" };
  const name = fileName(project.config.fileTemplate, stated, { extension: language });
  const text =
    language === "ts"
      ? printCodeRevision(revision, { types: (await hasOurPackage(folder)) ? "package" : "inline" })
      : printRevision(revision);
  return writeNewFile(folder, name, text);
}

/** Whoever works in the editor alone has no package of ours for TypeScript to find types in. */
async function hasOurPackage(folder: string): Promise<boolean> {
  for (const above of upwards(folder)) {
    if (await stat(join(above, "node_modules/retort-migrate/package.json")).catch(() => null)) return true;
  }
  return false;
}

/** A revision without changes yet, stamped with this moment. */
export function emptyRevision(
  context: CommandContext,
  { id, parents, dependsOn, labels }: Omit<Place, "folder">,
  message: string,
): Revision {
  return {
    id,
    parents,
    dependsOn,
    labels,
    message,
    created: formatCreated(context.now(), context.project.config.timezone),
    renames: [],
    acceptsLoss: [],
    replaces: [],
    proof: null,
    up: [{ mode: "transaction", sql: "" }],
    down: [{ mode: "transaction", sql: "" }],
    irreversible: null,
  };
}

interface Step {
  readonly changes: readonly Change[];
  readonly from: Schema;
  readonly to: Schema;
  readonly place: Place;
}

export function draft(
  context: CommandContext,
  step: Step,
  options: Pick<GenerateOptions, "message" | "renames">,
): Outcome<{ readonly revision: Revision; readonly warnings: readonly string[] }> {
  const { home } = context.scope;
  const up = render(step.changes, { before: step.from, home });
  const refused = failureOf(up.problems, {
    code: "models/unsupportedChange",
    exit: 3,
    unchanged: "No revision was written.",
  });
  if (refused) return refused;
  const back = wayBack(step.changes, step.from, step.to);
  const down = render(back, { before: step.to, home });
  const hazards = returnHazards(back, step.to);
  const noWayBack = down.problems.filter((p) => p.severity === "error");
  const revision: Revision = {
    ...emptyRevision(context, step.place, options.message),
    renames: options.renames.map((rename) => printRename(rename, home)),
    up: renderedSections(up),
    down: noWayBack.length > 0 ? [] : commented(renderedSections(down), returnLines(hazards, home)),
    irreversible: noWayBack.length > 0 ? noWayBack.map((p) => p.message).join(" ") : null,
  };
  const told = noWayBack.length > 0 ? [] : returnWarnings(hazards, { back, after: step.to, home });
  return done({ revision, warnings: [...[...up.problems, ...down.problems].map(({ message }) => message), ...told] });
}

/** The sections with these lines as comments on top. */
export function commented(sections: readonly Section[], lines: readonly string[]): readonly Section[] {
  const [first = { mode: "transaction", sql: "" } as const, ...more] = sections;
  const comment = lines.map((line) => `-- ${line}\n`).join("");
  return comment === "" ? sections : [{ ...first, sql: (comment + first.sql).trim() }, ...more];
}

export function renderedSections(rendered: Rendered): readonly Section[] {
  return rendered.sections.map(({ mode, statements }) => ({ mode, sql: printStatements(statements) }));
}
