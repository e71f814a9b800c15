import { type Change, diff, followers, partWay, printRevision } from "#engine/index.ts";
import { type Assessment, assess } from "#host/commands/assess.ts";
import type { CommandContext } from "#host/commands/context.ts";
import { divergences } from "#host/commands/divergence.ts";
import { isNamed, knownDrift, noSuchDrift } from "#host/commands/driftNamed.ts";
import { draft, writeRevision } from "#host/commands/generate.ts";
import { createHistoryReader, type History, soundHistory } from "#host/commands/history.ts";
import { type ModelsReading, soundModels } from "#host/commands/models.ts";
import { place } from "#host/commands/placement.ts";
import { protectedRefusal } from "#host/commands/protectedRefusal.ts";
import { proveDraft } from "#host/commands/proveDraft.ts";
import { broughtModels, writeModels } from "#host/commands/pullDrift.ts";
import { stamp } from "#host/commands/stamp.ts";
import { done, failed, type Failure, type Outcome } from "#host/failure.ts";

export interface AdoptOptions {
  /** Tables, columns, indexes …; none for all that drifted. */
  readonly objects: readonly string[];
  readonly message: string;
  readonly dryRun: boolean;
  /** The name of a protected database, as it was typed: its rows are moved. */
  readonly allowProtected: string | null;
}

export interface Adopted {
  /** The revision's file; null in a dry run, and where nothing drifted. */
  readonly revision: string | null;
  /** The revision as it is written, or would be; null where nothing drifted. */
  readonly text: string | null;
  /** From what was recorded to what the database holds. */
  readonly changes: readonly Change[];
  /** Files of models that were edited; would be, in a dry run. */
  readonly models: readonly string[];
  /** What the models still ask for otherwise: Prisma has no word for it. */
  readonly left: readonly Change[];
  readonly warnings: readonly string[];
}

const unchanged = "Nothing was written.";

/**
 * `adopt`: the database is right. What drifted becomes a revision on the head, proved as generated ones are, the models
 * say the same, and the database is marked as having it: nothing runs there. The revision's file comes first, then the
 * models, then the row: whatever stops it on the way, the next `check` says what is left to do.
 */
export async function adoptDrift(
  context: CommandContext,
  models: ModelsReading,
  history: History,
  { objects, message, dryRun, allowProtected }: AdoptOptions,
): Promise<Outcome<Adopted>> {
  const sound = soundModels(models, unchanged);
  if (!sound.ok) return sound;
  const whole = soundHistory(history, unchanged);
  if (!whole.ok) return whole;
  const assessment = await assess(context, models, history, { connect: true });
  const drift = knownDrift(assessment, unchanged);
  if (!drift.ok) return drift;
  const refused = refuse(assessment, allowProtected);
  if (refused) return refused;
  const { home } = context.scope;
  const { from: recorded, to: live } = drift.value;
  const missing = noSuchDrift(drift.value, objects, { home, unchanged });
  if (missing) return missing;
  const wanted = drift.value.changes.filter(isNamed(objects, home));
  if (wanted.length === 0) return done({ revision: null, text: null, changes: [], models: [], left: [], warnings: [] });

  const placed = place(context, history, { id: null });
  if (!placed.ok) return placed;
  const target = partWay(recorded, live, { home, wanted: isNamed(objects, home) });
  const changes = diff(recorded, target, { home });
  const drafted = draft(
    context,
    { changes, from: recorded, to: target, place: placed.value },
    { message, renames: [] },
  );
  if (!drafted.ok) return drafted;
  const following = followers(changes, recorded);
  const proved = await proveDraft(context, history, drafted.value.revision, { target, following });
  if (!proved.ok) return proved;
  const { revision } = proved.value;
  const { files, left } = await broughtModels(context, models, history, { target, changes });
  const adopted: Adopted = {
    revision: null,
    text: printRevision(revision),
    changes,
    models: files.map(({ file }) => file),
    left,
    warnings: [...drafted.value.warnings, ...proved.value.warnings],
  };
  if (dryRun) return done(adopted);

  const file = await writeRevision(context, placed.value.folder, revision);
  if (!file.ok) return file;
  const edited = await writeModels(files);
  if (!edited.ok) return stopped(edited.failure, `${file.value} is written; the database is not marked as having it.`);
  const renewed = await createHistoryReader()(context.project);
  if (!renewed.ok) return renewed;
  const stamped = await stamp(context, renewed.value, { targets: [revision.id], purge: false, allowProtected });
  if (!stamped.ok) {
    return stopped(
      stamped.failure,
      `${file.value} and the models are written; the database is not marked as having it.`,
      [`Mark it: retort stamp ${revision.id}.`],
    );
  }
  return done({ ...adopted, revision: file.value });
}

/** Only a database that stands at the head, as the files have it, can be ahead of it. */
function refuse({ database, history }: Assessment, allowProtected: string | null): ReturnType<typeof failed> | null {
  if (database.kind !== "managed") return null;
  const guarded = protectedRefusal(database.reading.database, allowProtected, unchanged);
  if (guarded) return guarded;
  const [edited] = divergences(history, database.rows);
  if (edited) {
    return failed({
      code: "refused/editedAfterApply",
      exit: 3,
      message: `Revision ${edited.id} is not as it was applied: what drifted can't be told from what was edited.`,
      unchanged,
      next: [
        `See how it was applied: retort show ${edited.id} --stored.`,
        `Settle it first: retort accept ${edited.id}.`,
      ],
    });
  }
  if (database.pending.length === 0) return null;
  return failed({
    code: "refused/notUpToDate",
    exit: 3,
    message: "Target database is not up to date.",
    details: database.pending.map((id) =>
      `pending: ${id} ${history.entries.get(id)?.revision.message ?? ""}`.trimEnd(),
    ),
    unchanged,
    next: ["Apply them first: retort upgrade head."],
  });
}

function stopped(failure: Failure, left: string, next: readonly string[] = []): ReturnType<typeof failed> {
  return failed({ ...failure, unchanged: left, next: [...next, ...failure.next] });
}
