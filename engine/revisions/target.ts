import { findRevision, lineageOf, nodesOf } from "#engine/revisions/find.ts";
import { type Found, found, refuse, then } from "#engine/revisions/found.ts";
import type { RevisionGraph, RevisionNode } from "#engine/revisions/graph.ts";
import { ancestors, branchBelow, maximal } from "#engine/revisions/lineage.ts";
import { appliedTips, knownRows } from "#engine/revisions/rows.ts";
import { selectAll, selectOne } from "#engine/revisions/select.ts";
import { walk, type WalkEnd } from "#engine/revisions/walk.ts";

/** A way to say a revision by the distance from another: `+2`, `-1`, `REV+1`, `label@-1`. */
interface Relative {
  readonly branch: string | null;
  /** What it counts from; null for the current revisions. */
  readonly from: string | null;
  readonly steps: number;
  /** As written: `+2`. */
  readonly written: string;
}

function parseRelative(graph: RevisionGraph, target: string): Relative | null {
  if (graph.nodes.has(target) || graph.labels.has(target)) return null;
  const [, branch, from, written] = /^(?:(.+?)@)?(.+?)?([+-]\d+)$/.exec(target) ?? [];
  if (written === undefined) return null;
  return { branch: branch ?? null, from: from ?? null, steps: Number(written), written };
}

/** The revisions that an upgrade leads to. With `clamp` a walk past the last revision stays there, as in `history`. */
export function upgradeTargets(
  graph: RevisionGraph,
  current: readonly string[],
  target: string,
  { clamp }: { readonly clamp: boolean },
): Found<readonly RevisionNode[]> {
  const relative = parseRelative(graph, target);
  if (!relative) return selectAll(graph, target, target);
  const { branch, from, steps } = relative;
  if (from !== null) {
    const start = steps > 0 || branch === null ? from : `${branch}@${from}`;
    return then(selectOne(graph, start, target), (node) =>
      then(walk(graph, node, steps, { branch: steps > 0 ? branch : null, clamp }), (end) =>
        end.kind === "revision" ? found([end.node]) : walkedTooFar(target),
      ),
    );
  }
  if (steps <= 0) return notThatMany(relative);
  if (branch === null && current.length > 1) return ambiguousStarts(current);
  return then(startsOf(graph, current, branch), (starts) => {
    if (starts.length > 1) return ambiguousStarts(starts.map((node) => node.id));
    return then(walk(graph, starts[0] ?? null, steps, { branch, clamp }), (end) =>
      end.kind === "revision" ? found([end.node]) : notThatMany(relative),
    );
  });
}

export interface DowngradeTarget {
  /** What stays; null for base. */
  readonly node: RevisionNode | null;
  /** What goes first of all, with everything that stands on it. */
  readonly above: readonly string[];
}

/** The revision that a downgrade leads to, and which revisions above it have to go. */
export function downgradeTarget(
  graph: RevisionGraph,
  current: readonly string[],
  target: string,
): Found<DowngradeTarget> {
  return then(parseDowngrade(graph, current, target), ({ branch, node }) => {
    const above = node ? node.children : graph.bases;
    if (branch === null || above.length <= 1) return found({ node, above });
    return then(findRevision(graph, branch), (tip) => {
      const below = branchBelow(graph.nodes, [tip.id]);
      const kept = above.filter((id) => below.has(id));
      if (kept.length > 0) return found({ node, above: kept });
      return refuse("graph/notOnBranch", "Not a valid downgrade target from current heads", {
        details: [`None of ${above.join(", ")}, which stand on it, is on the branch that ${target} names.`],
        revisions: above,
      });
    });
  });
}

function parseDowngrade(
  graph: RevisionGraph,
  current: readonly string[],
  target: string,
): Found<{ readonly branch: string | null; readonly node: RevisionNode | null }> {
  const relative = parseRelative(graph, target);
  if (!relative) {
    const at = target.lastIndexOf("@");
    const branch = at < 1 ? null : target.slice(0, at);
    return then(selectOne(graph, target.slice(at + 1), target), (node) => found({ branch, node }));
  }
  const { branch, from, steps } = relative;
  if (steps >= 0) {
    if (from === null) return notThatMany(relative);
    return then(selectOne(graph, from, target), (node) =>
      then(walk(graph, node, steps, { branch, clamp: false }), (end) =>
        then(
          nodeOf(end, () => walkedTooFar(target)),
          (stop) => found({ branch, node: stop }),
        ),
      ),
    );
  }
  if (from !== null) {
    return then(selectOne(graph, branch === null ? from : `${branch}@${from}`, target), (node) =>
      then(walk(graph, node, steps, { branch: null, clamp: false }), (end) =>
        then(
          nodeOf(end, () => walkedTooFar(target)),
          (stop) => found({ branch, node: stop }),
        ),
      ),
    );
  }
  return then(rowOf(graph, current, relative), (row) =>
    then(walk(graph, row, steps, { branch: null, clamp: false }), (end) =>
      then(
        nodeOf(end, () => notThatMany(relative)),
        (stop) => found({ branch: branch ?? row.id, node: stop }),
      ),
    ),
  );
}

/** The one current revision that `-N` counts from. Alembic takes any of several; which one must be said here. */
function rowOf(graph: RevisionGraph, current: readonly string[], relative: Relative): Found<RevisionNode> {
  const { branch, written } = relative;
  const rows = nodesOf(graph, new Set(current));
  const known = knownRows(graph, current);
  if (!known.ok) return known;
  if (branch === null) {
    const [only, other] = rows;
    if (!only) return notThatMany(relative);
    return other ? ambiguousRows(written, rows) : found(only);
  }
  return then(lineageOf(graph, branch), (on) => {
    const rowsOn = rows.filter((row) => on.has(row.id));
    const tips =
      rowsOn.length > 0 ? rowsOn : nodesOf(graph, appliedTips(graph, current)).filter((tip) => on.has(tip.id));
    const [only, other] = tips;
    if (!only)
      return refuse("graph/notApplied", `No current revision is on the branch '${branch}'`, {
        details: [`${branch}@${written} counts from there.`],
        revisions: current,
      });
    return other ? ambiguousRows(`${branch}@${written}`, tips) : found(only);
  });
}

/** Where `+N` counts from: the current revisions, of one branch where it is named; none is base. */
function startsOf(
  graph: RevisionGraph,
  current: readonly string[],
  branch: string | null,
): Found<readonly RevisionNode[]> {
  const known = knownRows(graph, current);
  if (!known.ok) return known;
  const rows = nodesOf(graph, new Set(current));
  if (branch === null) return found(rows);
  return then(lineageOf(graph, branch), (on) => {
    const rowsOn = rows.filter((row) => on.has(row.id));
    if (rowsOn.length > 0) return found(rowsOn);
    const applied = [...ancestors(graph.nodes, current)].filter((id) => on.has(id));
    return found(nodesOf(graph, maximal(graph.nodes, applied)));
  });
}

function ambiguousStarts(revisions: readonly string[]) {
  const details = [`The current revisions are ${revisions.join(", ")}.`];
  return refuse("graph/ambiguousCurrent", "Ambiguous upgrade from multiple current revisions", { details, revisions });
}

function nodeOf(end: WalkEnd, beyond: () => Found<never>): Found<RevisionNode | null> {
  return end.kind === "beyond" ? beyond() : found(end.kind === "base" ? null : end.node);
}

function notThatMany({ written, steps }: Relative) {
  return refuse("graph/walkedTooFar", `Relative revision ${written} didn't produce ${Math.abs(steps)} migrations`);
}

export function walkedTooFar(target: string) {
  const details = [`There are not so many revisions from there as ${target} asks for.`];
  return refuse("graph/walkedTooFar", "Walked too far", { details });
}

function ambiguousRows(asked: string, rows: readonly RevisionNode[]) {
  const revisions = rows.map((row) => row.id);
  const message = `downgrade ${asked} from multiple heads is ambiguous`;
  const each = revisions.map((id) => `${id}@${asked.slice(asked.indexOf("@") + 1)}`).join(" or ");
  const details = [`The current revisions are ${revisions.join(", ")}.`, `Name one: ${each}.`];
  return refuse("graph/ambiguousCurrent", message, { details, revisions });
}
