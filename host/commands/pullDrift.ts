import { type Change, diff, displayName, type LoweredModels, subjectOf } from "#engine/index.ts";
import { asked, assess, type Compared } from "#host/commands/assess.ts";
import { bringModels } from "#host/commands/bringModels.ts";
import type { CommandContext } from "#host/commands/context.ts";
import type { History } from "#host/commands/history.ts";
import { type ModelsReading, soundModels } from "#host/commands/models.ts";
import { done, failed, type Outcome } from "#host/failure.ts";
import { writeFileAtomic } from "#host/files.ts";

export interface PulledDrift {
  /** Files of models that were edited; would be, in a dry run. */
  readonly files: readonly string[];
  /** The drift that was asked for. */
  readonly changes: readonly Change[];
  /** What the models still ask for otherwise: Prisma has no word for it. */
  readonly left: readonly Change[];
}

/**
 * `pull`: the models say what the database holds, for what drifted: all of it, or the objects named. Other edits of the
 * models stay, and so do revisions and database.
 */
export async function pullDrift(
  context: CommandContext,
  models: ModelsReading,
  history: History,
  { objects, dryRun }: { readonly objects: readonly string[]; readonly dryRun: boolean },
): Promise<Outcome<PulledDrift>> {
  const unchanged = "No model was edited.";
  const sound = soundModels(models, unchanged);
  if (!sound.ok) return sound;
  const { drift } = await assess(context, models, history, { connect: true });
  if (drift.kind === "unknown") return unknown(drift, unchanged);
  const { home } = context.scope;
  const wanted = drift.changes.filter(
    (change) => objects.length === 0 || namesOf(change, home).some((n) => objects.includes(n)),
  );
  const missing = objects.find((name) => !drift.changes.some((change) => namesOf(change, home).includes(name)));
  if (missing !== undefined) return noSuchDrift(missing, drift.changes, home, unchanged);

  const live = drift.to;
  const differ = async (lowered: LoweredModels) =>
    diff(await asked(context, { ...models, models: lowered }, { history, recorded: live }), live, { home });
  const pulled = new Set(wanted.map(keyOf));
  // What else the models ask for is somebody's work; what comes up on the way follows from what is pulled.
  const others = new Set((await differ(models.models)).map(keyOf).filter((key) => !pulled.has(key)));
  const { files, left } = await bringModels(models.files, live, {
    home,
    differences: async (lowered) => (await differ(lowered)).filter((change) => !others.has(keyOf(change))),
  });
  const edited = files.filter((file, at) => file.text !== models.files[at]?.text);
  for (const { file, text } of dryRun ? [] : edited) {
    const written = await writeFileAtomic(file, text);
    if (!written.ok) return written;
  }
  return done({ files: edited.map(({ file }) => file), changes: wanted, left });
}

/** How a person may name what a change is about: itself, or the table it happens in. */
function namesOf(change: Change, home: string): readonly string[] {
  const { keys, table, column } = subjectOf(change);
  const owner = table === null ? [] : [displayName(table, home), displayName(table, "")];
  const own = (keys[0] ?? "").split("\0").at(-1) ?? "";
  return [...owner, ...(column === null ? [] : owner.map((name) => `${name}.${column}`)), own];
}

function keyOf(change: Change): string {
  return subjectOf(change).keys[0] ?? change.kind;
}

function noSuchDrift(name: string, changes: readonly Change[], home: string, unchanged: string): Outcome<never> {
  const known = [...new Set(changes.flatMap((change) => namesOf(change, home).slice(0, 1)))];
  return failed({
    code: "usage/object",
    exit: 2,
    message: `${name} did not drift.`,
    details: [known.length === 0 ? "Nothing did." : `What did: ${known.join(", ")}.`],
    unchanged,
  });
}

function unknown({ reason, failure }: Extract<Compared, { kind: "unknown" }>, unchanged: string): Outcome<never> {
  return failure
    ? failed({ ...failure, unchanged })
    : failed({ code: "refused/unknown", exit: 3, message: reason, unchanged });
}
