import {
  type Change,
  compare,
  diff,
  type LoweredModels,
  partWay,
  type Rename,
  renameProblems,
  type Schema,
  subjectOf,
} from "#engine/index.ts";
import { asked, assess } from "#host/commands/assess.ts";
import { bringModels, type BroughtModels } from "#host/commands/bringModels.ts";
import type { CommandContext } from "#host/commands/context.ts";
import { isNamed, knownDrift, noSuchDrift } from "#host/commands/driftNamed.ts";
import type { History } from "#host/commands/history.ts";
import { type ModelsReading, soundModels } from "#host/commands/models.ts";
import { done, failureOf, type Outcome } from "#host/failure.ts";
import { writeFileAtomic } from "#host/files.ts";
import type { TextFile } from "#host/textFiles.ts";

export interface PulledDrift {
  /** Files of models that were edited; would be, in a dry run. */
  readonly files: readonly string[];
  /** The drift that was asked for. */
  readonly changes: readonly Change[];
  /** What the models still ask for otherwise: Prisma has no word for it. */
  readonly left: readonly Change[];
}

export interface PullDriftOptions {
  readonly objects: readonly string[];
  readonly dryRun: boolean;
  /** What of the database was renamed: the field that stands for it stays, and maps to the new name. */
  readonly renames?: readonly Rename[];
}

/**
 * `pull`: the models say what the database holds, for what drifted: all of it, or the objects named. Other edits of the
 * models stay, and so do revisions and database.
 */
export async function pullDrift(
  context: CommandContext,
  models: ModelsReading,
  history: History,
  { objects, dryRun, renames = [] }: PullDriftOptions,
): Promise<Outcome<PulledDrift>> {
  const unchanged = "No model was edited.";
  const sound = soundModels(models, unchanged);
  if (!sound.ok) return sound;
  const drift = knownDrift(await assess(context, models, history, { connect: true }), unchanged);
  if (!drift.ok) return drift;
  const { home } = context.scope;
  const { from: recorded, to: live } = drift.value;
  const misanswered = failureOf(renameProblems(recorded, live, renames, home), {
    code: "question/answer",
    exit: 2,
    unchanged,
  });
  if (misanswered) return misanswered;
  const differences = renames.length === 0 ? drift.value.changes : compare(recorded, live, { home, renames });
  const missing = noSuchDrift({ ...drift.value, changes: differences }, objects, { home, unchanged });
  if (missing) return missing;
  const wanted = differences.filter(isNamed(objects, home));
  const target = partWay(recorded, live, { home, renames, wanted: isNamed(objects, home) });
  const changes = diff(recorded, target, { home, renames });
  const { files, left } = await broughtModels(context, models, history, { target, changes, renames });
  if (!dryRun) {
    const written = await writeModels(files);
    if (!written.ok) return written;
  }
  return done({ files: files.map(({ file }) => file), changes: wanted, left });
}

/**
 * The files of models that are edited so that they say what `target` holds, of what `changes` lead there from what is
 * recorded. Nothing is written.
 */
export async function broughtModels(
  context: CommandContext,
  models: ModelsReading,
  history: History,
  {
    target,
    changes,
    renames = [],
  }: { readonly target: Schema; readonly changes: readonly Change[]; readonly renames?: readonly Rename[] },
): Promise<BroughtModels> {
  const { home } = context.scope;
  const differ = async (lowered: LoweredModels) =>
    diff(await asked(context, { ...models, models: lowered }, { history, recorded: target }), target, {
      home,
      renames,
    });
  const pulled = new Set(changes.map(keyOf));
  // What else the models ask for is somebody's work; what comes up on the way follows from what is pulled.
  const others = new Set((await differ(models.models)).map(keyOf).filter((key) => !pulled.has(key)));
  const { files, left } = await bringModels(models.files, target, {
    home,
    differences: async (lowered) => (await differ(lowered)).filter((change) => !others.has(keyOf(change))),
  });
  return { files: files.filter((file, at) => file.text !== models.files[at]?.text), left };
}

export async function writeModels(files: readonly TextFile[]): Promise<Outcome<void>> {
  for (const { file, text } of files) {
    const written = await writeFileAtomic(file, text);
    if (!written.ok) return written;
  }
  return done(undefined);
}

function keyOf(change: Change): string {
  return subjectOf(change).keys[0] ?? change.kind;
}
