import type { RevisionState } from "#protocol/state.ts";

/** A stretch of the history as the tree shows it, newest first. */
export type HistoryPart =
  | { readonly kind: "revision"; readonly revision: RevisionState }
  | { readonly kind: "branch"; readonly branch: Branch };

/** Revisions that stand beside others: between a branch point and a head, or a branch point and a merge point. */
export interface Branch {
  /** The newest of them: what an upgrade of the branch leads to, and its name in the tree. */
  readonly tip: RevisionState;
  /** Its label; where it has none, the message of its newest revision. */
  readonly name: string;
  readonly revisions: readonly RevisionState[];
  readonly parts: readonly HistoryPart[];
}

/**
 * Groups what is beside something else into branches; what everything else stands on or stands below stays by itself.
 * `revisions` are newest first, each above its parents. Takes time in proportion to their number.
 */
export function groupBranches(revisions: readonly RevisionState[]): readonly HistoryPart[] {
  return partsOf(revisions, 0);
}

/** Branches within branches, where they were merged again; deeper than anybody can follow they are a list. */
const deepest = 3;

function partsOf(revisions: readonly RevisionState[], depth: number): readonly HistoryPart[] {
  if (depth > deepest) return revisions.map((revision) => ({ kind: "revision", revision }));
  const parts: HistoryPart[] = [];
  let beside: RevisionState[] = [];
  const end = () => {
    if (beside.length > 0) parts.push(...branchesOf(beside, depth));
    beside = [];
  };
  const trunk = trunkOf(revisions);
  for (const revision of revisions) {
    if (!trunk.has(revision.id)) beside.push(revision);
    else {
      end();
      parts.push({ kind: "revision", revision });
    }
  }
  end();
  return parts;
}

/** The revisions that every other one is above or below. */
function trunkOf(revisions: readonly RevisionState[]): ReadonlySet<string> {
  const known = new Set(revisions.map(({ id }) => id));
  const tips = tipsOf(revisions);
  const trunk = new Set<string>();
  /** Parents of what was passed that were not passed themselves. */
  const open = new Set<string>();
  let tipsLeft = tips.size;
  let basePassed = false;
  for (const { id, parents } of revisions) {
    if (tips.has(id)) tipsLeft -= 1;
    open.delete(id);
    // Everything above leads here and everything below comes from here: nothing can be beside it.
    if (open.size === 0 && tipsLeft === 0 && !basePassed) trunk.add(id);
    const below = parents.filter((parent) => known.has(parent));
    for (const parent of below) open.add(parent);
    if (below.length === 0) basePassed = true;
  }
  return trunk;
}

/** Each end takes what no end before it took: a branch that goes on is one branch, and what left it another. */
function branchesOf(beside: readonly RevisionState[], depth: number): readonly HistoryPart[] {
  return reachedFromTips(beside).map((revisions) => {
    const [tip] = revisions;
    if (tip === undefined) throw new Error("a branch without a revision");
    const labelled = revisions.find(({ labels }) => labels.length > 0);
    const name = labelled?.labels[0] ?? (tip.message === "" ? tip.shortId : tip.message);
    return { kind: "branch", branch: { tip, name, revisions, parts: partsOf(revisions, depth + 1) } };
  });
}

function reachedFromTips(revisions: readonly RevisionState[]): readonly (readonly RevisionState[])[] {
  const tips = tipsOf(revisions);
  const owner = new Map<string, string>();
  for (const { id, parents } of revisions) {
    const own = tips.has(id) ? id : (owner.get(id) ?? id);
    owner.set(id, own);
    for (const parent of parents) if (!owner.has(parent)) owner.set(parent, own);
  }
  const groups = new Map<string, RevisionState[]>();
  for (const revision of revisions) {
    const key = owner.get(revision.id) ?? revision.id;
    const group = groups.get(key);
    if (group) group.push(revision);
    else groups.set(key, [revision]);
  }
  return [...groups.values()];
}

/** Those that no other one stands on. */
function tipsOf(revisions: readonly RevisionState[]): ReadonlySet<string> {
  const stoodOn = new Set(revisions.flatMap(({ parents }) => parents));
  return new Set(revisions.flatMap(({ id }) => (stoodOn.has(id) ? [] : [id])));
}
