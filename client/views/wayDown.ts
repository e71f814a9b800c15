import type { ProjectState, RevisionState } from "#protocol/state.ts";

/** What a run would be refused for, as far as the state tells: the tree does not offer it. */
export interface Obstacles {
  /** A revision is half done: nothing else runs before it is settled. */
  readonly halfDone: boolean;
  /** Something in the history is wrong: nothing goes up before it is mended. */
  readonly unsound: boolean;
  /** Revisions that no way leads down to, since something applied above them is irreversible; `base` among them. */
  readonly barred: ReadonlySet<string>;
}

/** Computed once a state: every row of a tree asks. */
export function obstaclesOf(project: ProjectState): Obstacles {
  const known = kept.get(project);
  if (known) return known;
  const found = {
    halfDone: project.revisions.some(({ stopped }) => stopped !== null),
    unsound: project.historyProblems.length > 0,
    barred: barredBy(project.revisions),
  };
  kept.set(project, found);
  return found;
}

const kept = new WeakMap<ProjectState, Obstacles>();

/** `revisions` stand newest first, each above its parents. */
export function barredBy(
  revisions: readonly Pick<RevisionState, "id" | "parents" | "status" | "irreversible">[],
): ReadonlySet<string> {
  const barred = new Set<string>();
  for (const { id, parents, status, irreversible } of revisions) {
    // What was edited or has no file may have a way down in what was applied.
    const bars = irreversible !== null && (status === "applied" || status === "current");
    if (bars) barred.add("base");
    if (bars || barred.has(id)) for (const parent of parents) barred.add(parent);
  }
  return barred;
}
