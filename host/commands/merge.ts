import type { Revision } from "#engine/index.ts";
import type { CommandContext } from "#host/commands/context.ts";
import { emptyRevision, writeRevision } from "#host/commands/generate.ts";
import { type History, soundHistory } from "#host/commands/history.ts";
import { type Meeting, meetBranches } from "#host/commands/meeting.ts";
import { place, type Place, type PlacementOptions } from "#host/commands/placement.ts";
import { done, failed, type Outcome } from "#host/failure.ts";

export interface MergeOptions extends Omit<PlacementOptions, "on" | "dependsOn"> {
  /** Revision identifiers: ids, labels, `heads`. */
  readonly revisions: readonly string[];
  /** Null: which revisions it merges. */
  readonly message: string | null;
}

/** A merge revision before it is written, and what running the branches in both orders showed. */
export interface MergePlan {
  readonly place: Place;
  readonly message: string;
  readonly meetings: readonly Meeting[];
}

export interface Merged {
  readonly file: string;
  readonly revision: Revision;
}

/** Places the merge and tries the branches in the shadow. No file is written yet. */
export async function planMerge(
  context: CommandContext,
  history: History,
  { revisions, message, ...placing }: MergeOptions,
): Promise<Outcome<MergePlan>> {
  const whole = soundHistory(history, unchanged);
  if (!whole.ok) return whole;
  const placed = place(context, history, { ...placing, on: revisions });
  if (!placed.ok) return placed;
  const { parents } = placed.value;
  const meetings = await meetBranches(context, history, parents);
  return done({ place: placed.value, message: message ?? `merge ${parents.join(" and ")}`, meetings });
}

/** True when every two branches commute: then the merge loses nobody's work, in whatever order databases ran them. */
export function mergesCleanly({ meetings }: Pick<MergePlan, "meetings">): boolean {
  return meetings.every(({ verdict }) => verdict.kind === "commutes");
}

/** Writes the merge: an empty revision that stands on all of the branches. */
export async function writeMerge(context: CommandContext, plan: MergePlan): Promise<Outcome<Merged>> {
  const revision = emptyRevision(context, plan.place, plan.message);
  const file = await writeRevision(context, plan.place.folder, revision);
  return file.ok ? done({ file: file.value, revision }) : file;
}

/** The refusal of a merge whose branches do not commute, for whoever did not say that it shall be all the same. */
export function mergeRefusal(plan: MergePlan): ReturnType<typeof failed> {
  const open = plan.meetings.filter(({ verdict }) => verdict.kind !== "commutes");
  const names = open.map(({ branches: [first, second] }) => `${first} and ${second}`).join("; ");
  const known = open.every(({ verdict }) => verdict.kind !== "unknown");
  return failed({
    code: known ? "refused/branchesDiffer" : "refused/branchesUnknown",
    exit: 3,
    message: known
      ? `What ${names} do depends on which of them runs first.`
      : `Whether ${names} go together could not be tried.`,
    details: open.flatMap((meeting) => meetingWords(meeting)),
    unchanged,
    next: [
      "Bring one branch in line: take it down, and let its revision stand on the other.",
      "Or merge them all the same, and write what reconciles them into the merge: --even-if-different.",
    ],
  });
}

/** What is to say of two branches, a line each: the verdict, then what both touch. `nameOf` makes names of their ids. */
export function meetingWords(
  { branches, touched, verdict }: Meeting,
  nameOf: (id: string) => string = (id) => id,
): readonly string[] {
  const [first, second] = [nameOf(branches[0]), nameOf(branches[1])];
  const both = touched.length > 0 ? [`both touch ${touched.join(", ")}`] : [];
  switch (verdict.kind) {
    case "commutes":
      return [`${first} and ${second} end in the same schema in either order`, ...both];
    case "differs":
      return [...verdict.differences.map((text) => `after ${second} before ${first} instead: ${text}`), ...both];
    case "collides": {
      const [before, after] = [nameOf(verdict.order[0]), nameOf(verdict.order[1])];
      return [`${after} cannot run after ${before}: ${verdict.failure.message}`, ...both];
    }
    case "unknown":
      return [verdict.failure.message, ...both];
  }
}

const unchanged = "No revision was written.";
