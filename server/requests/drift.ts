import { compare, describe, plausibleRenames, type Rename, renameSubject, renameTarget } from "#engine/index.ts";
import { adoptDrift } from "#host/commands/adoptDrift.ts";
import { assess } from "#host/commands/assess.ts";
import { knownDrift, type KnownDrift, objectOf } from "#host/commands/driftNamed.ts";
import { pullDrift } from "#host/commands/pullDrift.ts";
import { planRestore, restoreDrift } from "#host/commands/restoreDrift.ts";
import { done } from "#host/failure.ts";
import type {
  AdoptParams,
  DriftParams,
  PullParams,
  PullResult,
  RestoreParams,
  RestorePlanResult,
  WrittenResult,
} from "#protocol/commands.ts";
import { uriOf } from "#server/convert/ranges.ts";
import { withOpened } from "#server/requests/opened.ts";
import { askRenamed, readAnswers } from "#server/requests/questions.ts";
import type { Workspace } from "#server/workspace.ts";

/** The models say what the database holds. What may have been renamed there is asked first. */
export function pull(workspace: Workspace, { project, objects, answers }: PullParams): Promise<PullResult> {
  return withOpened<PullResult>(workspace, project, { changes: true }, async ({ context, models, history }) => {
    const drift = knownDrift(await assess(context, models, history, { connect: true }), "No model was edited.");
    if (!drift.ok) return drift;
    const { home } = context.scope;
    const { renames, refusedRenames: refused } = readAnswers(answers, home);
    const questions = askRenamed(renamedAmong(drift.value, { objects, renames, home }), { home, refused });
    if (questions.length > 0) return done({ kind: "questions", questions });
    const meant = namedWith(drift.value, { objects, renames, home });
    const pulled = await pullDrift(context, models, history, { objects: meant, dryRun: false, renames });
    if (!pulled.ok) return pulled;
    const [file] = pulled.value.files;
    const message =
      file === undefined ? "The models say so already, or can't." : "The models say what the database holds.";
    return done({
      kind: "written",
      uri: file === undefined ? null : uriOf(file),
      message,
      warnings: unsayable(pulled.value.left.length),
    });
  });
}

interface Meant {
  readonly objects: readonly string[];
  readonly renames: readonly Rename[];
  readonly home: string;
}

/** What may have been renamed and is not answered: of the objects meant, those that went or came. */
function renamedAmong({ from, to }: KnownDrift, { objects, renames, home }: Meant) {
  return plausibleRenames(from, to, { renames, home }).filter(
    ({ rename, merges }) =>
      !merges && (objects.length === 0 || endsOf(rename, home).some((name) => objects.includes(name))),
  );
}

/** The objects meant, by the names they have where what went and what came is one. */
function namedWith({ from, to }: KnownDrift, { objects, renames, home }: Meant): readonly string[] {
  if (objects.length === 0 || renames.length === 0) return objects;
  const names = new Set(compare(from, to, { home, renames }).map((change) => objectOf(change, home)));
  const meant = [...objects, ...renames.flatMap((rename) => endsOf(rename, home))];
  return [...new Set(meant)].filter((name) => names.has(name));
}

/** `tasks.note` and `tasks.details`. */
function endsOf(rename: Rename, home: string): readonly string[] {
  const subject = renameSubject(rename, home);
  const target = renameTarget(rename, home);
  return [subject, rename.kind === "column" ? `${subject.slice(0, subject.lastIndexOf("."))}.${target}` : target];
}

/** What drifted becomes a revision that the database has already. */
export function adopt(
  workspace: Workspace,
  { project, objects, message, typedName }: AdoptParams,
): Promise<WrittenResult> {
  return withOpened<WrittenResult>(workspace, project, { changes: true }, async ({ context, models, history }) => {
    const adopted = await adoptDrift(context, models, history, {
      objects,
      message,
      dryRun: false,
      allowProtected: typedName,
    });
    if (!adopted.ok) return adopted;
    const { revision, left, warnings } = adopted.value;
    return done({
      kind: "written",
      uri: revision === null ? null : uriOf(revision),
      message:
        revision === null
          ? "Nothing to adopt: the database is as the revisions left it."
          : "Adopted: written as a revision, and marked as applied.",
      warnings: [...warnings, ...unsayable(left.length)],
    });
  });
}

/** What bringing the database back would run and lose. */
export function describeRestore(workspace: Workspace, { project, objects }: DriftParams): Promise<RestorePlanResult> {
  return withOpened<RestorePlanResult>(workspace, project, { changes: false }, async ({ context, models, history }) => {
    const planned = await planRestore(context, models, history, objects);
    if (!planned.ok) return planned;
    const { changes, losses, ...plan } = planned.value;
    const { home } = context.scope;
    return done({
      kind: "plan",
      plan: {
        ...plan,
        changes: changes.map((change) => describe(change, { home }).text),
        losses: losses.map(({ text }) => text),
      },
    });
  });
}

/** Brings the database back, as it was shown. */
export function restore(
  workspace: Workspace,
  { project, objects, token, acceptLosses, typedName }: RestoreParams,
): Promise<WrittenResult> {
  return withOpened<WrittenResult>(workspace, project, { changes: true }, async ({ context, history }) => {
    const options = { objects, acceptLosses, allowProtected: typedName, expected: token };
    const restored = await restoreDrift(context, history, options);
    if (!restored.ok) return restored;
    const count = restored.value.changes.length;
    const message = `Restored by ${count} change${count === 1 ? "" : "s"}.`;
    return done({ kind: "written", uri: null, message, warnings: [] });
  });
}

function unsayable(count: number): readonly string[] {
  if (count === 0) return [];
  return [`${count} of what drifted can't be said in Prisma models: it is left to revisions.`];
}
