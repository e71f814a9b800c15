import {
  type Change,
  describe,
  diff,
  type Fill,
  fileName,
  fillProblems,
  plausibleRenames,
  printCodeRevision,
  printRename,
  printRevision,
  printStatements,
  type Problem,
  type Rename,
  renameProblems,
  type Rendered,
  render,
  type Revision,
  sameSchema,
  type Schema,
  type Section,
  wayBack,
  withOptional,
} from "#engine/index.ts";
import { asked } from "#host/commands/assess.ts";
import { type CommandContext, replayOptions } from "#host/commands/context.ts";
import { type History, type HistoryEntry, readEntry, replayStep, soundHistory } from "#host/commands/history.ts";
import { type ModelsReading, soundModels } from "#host/commands/models.ts";
import { openQuestions } from "#host/commands/openQuestions.ts";
import { place, type Place, type PlacementOptions } from "#host/commands/placement.ts";
import type { Question } from "#host/commands/questions.ts";
import { recordedAt, stepsTo } from "#host/commands/recorded.ts";
import { settledInShadow } from "#host/commands/settle.ts";
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
  if (misanswered) return misanswered;
  if (changes.length === 0) return done({ kind: "nothing" });

  const candidates = plausibleRenames(recorded.value, target, { renames, home });
  const open = await openQuestions(context, { changes, from: recorded.value }, candidates, options);
  if (open.questions.length > 0) return done({ kind: "questions", questions: open.questions });

  const drafted = draft(context, { changes, from: recorded.value, to: target, place: placed.value }, options);
  if (!drafted.ok) return drafted;
  const proved = await tryInShadow(context, history, drafted.value.revision, { from: recorded.value, to: target });
  if (!proved.ok) return proved;
  const file = await writeRevision(context, placed.value.folder, drafted.value.revision);
  if (!file.ok) return file;
  const warnings = [...open.warnings, ...drafted.value.problems.map((p) => p.message), ...proved.value];
  return done({ kind: "written", file: file.value, revision: drafted.value.revision, changes, warnings });
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
  const text = language === "ts" ? printCodeRevision(revision) : printRevision(revision);
  return writeNewFile(folder, name, text);
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

function draft(
  context: CommandContext,
  step: Step,
  options: Pick<GenerateOptions, "message" | "renames">,
): Outcome<{ readonly revision: Revision; readonly problems: readonly Problem[] }> {
  const { home } = context.scope;
  const up = render(step.changes, { before: step.from, home });
  const refused = failureOf(up.problems, {
    code: "models/unsupportedChange",
    exit: 3,
    unchanged: "No revision was written.",
  });
  if (refused) return refused;
  const down = render(wayBack(step.changes, step.from, step.to), { before: step.to, home });
  const noWayBack = down.problems.filter((p) => p.severity === "error");
  const revision: Revision = {
    ...emptyRevision(context, step.place, options.message),
    renames: options.renames.map((rename) => printRename(rename, home)),
    up: renderedSections(up),
    down: noWayBack.length > 0 ? [] : renderedSections(down),
    irreversible: noWayBack.length > 0 ? noWayBack.map((p) => p.message).join(" ") : null,
  };
  return done({ revision, problems: [...up.problems, ...down.problems] });
}

export function renderedSections(rendered: Rendered): readonly Section[] {
  return rendered.sections.map(({ mode, statements }) => ({ mode, sql: printStatements(statements) }));
}

/**
 * Runs the revision up and down in the shadow before anybody sees it. The way up must end in what the models ask for;
 * a way down that does not end in its parent's catalog is told, not hidden.
 */
async function tryInShadow(
  context: CommandContext,
  history: History,
  revision: Revision,
  { from, to }: { readonly from: Schema; readonly to: Schema },
): Promise<Outcome<readonly string[]>> {
  const entry = readEntry("the generated revision", printRevision(revision)).value;
  if (!entry) throw new Error("a printed revision does not parse");
  const { heads } = history.graph;
  const before = stepsTo(history, heads);
  const options = replayOptions(context);
  // Traces, not replays: what an upgrade or downgrade will ask later is then known already.
  const up = await context.shadow.trace(before, replayStep(entry, "upgrade"), options);
  if (!up.ok) return up;
  const warnings: string[] = [];
  const applied = [...before, replayStep(entry, "upgrade")];
  const meant = await settledInShadow(context, applied, { asked: to, recorded: up.value.after });
  const missed = diff(up.value.after, meant);
  warnings.push(...mismatch("The way up does not end in what the models ask for", missed, context));
  if (heads.some((head) => !revision.parents.includes(head))) {
    warnings.push(...(await standsAlone(context, history, entry)));
  }
  if (revision.irreversible !== null) return done([...warnings, `There is no way down: ${revision.irreversible}`]);
  const down = await context.shadow.trace(applied, replayStep(entry, "downgrade"), options);
  if (!down.ok) return done([...warnings, `The way down fails in the shadow: ${down.failure.message}`]);
  if (!sameSchema(down.value.after, from)) {
    warnings.push(
      ...mismatch("The way down does not end in the parent's catalog", diff(down.value.after, from), context),
    );
  }
  return done(warnings);
}

/** Of several branches a revision may lean on more than its own. */
async function standsAlone(context: CommandContext, history: History, entry: HistoryEntry): Promise<readonly string[]> {
  const { id, parents, dependsOn } = entry.revision;
  const below = stepsTo(history, [...parents, ...dependsOn.map((name) => history.graph.labels.get(name) ?? name)]);
  const ran = await context.shadow.replay([...below, replayStep(entry, "upgrade")], replayOptions(context));
  if (ran.ok) return [];
  const others = history.graph.heads.filter((head) => !parents.includes(head));
  return [
    `${id} does not run on its own branch alone, without ${others.join(", ")}: ${ran.failure.message} If it leans on another branch, say so: --depends-on.`,
  ];
}

function mismatch(what: string, changes: readonly Change[], context: CommandContext): readonly string[] {
  return changes.map((change) => `${what}: ${describe(change, { home: context.scope.home }).text}.`);
}
