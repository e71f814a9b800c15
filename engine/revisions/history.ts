import type { Problem } from "#engine/core/problem.ts";
import { findRevision, lineageOf, nodesOf, splitBranch } from "#engine/revisions/find.ts";
import { type Found, found, refuse, then } from "#engine/revisions/found.ts";
import type { RevisionGraph, RevisionNode } from "#engine/revisions/graph.ts";
import { ancestors, branchAbove } from "#engine/revisions/lineage.ts";
import { orderDown } from "#engine/revisions/order.ts";
import { apart, soundRows } from "#engine/revisions/plan.ts";
import { belowHeads, isBelowHeads, multipleHeads, selectAll, selectOne } from "#engine/revisions/select.ts";
import { upgradeTargets, walkedTooFar } from "#engine/revisions/target.ts";
import { walk } from "#engine/revisions/walk.ts";

/** What `history` lists, newest first. */
export interface HistoryListing {
  readonly ids: readonly string[];
  readonly problems: readonly Problem[];
}

/**
 * The whole history, or the part from `A` to `B` of a range `A:B`, both included and either left out for base and heads.
 * `current` is needed where an end of the range is `current`, and is then the current revisions.
 */
export function listHistory(
  graph: RevisionGraph,
  range: string | null,
  current: readonly string[] = [],
): HistoryListing {
  const [lower = "", upper = "", ...more] = range === null ? ["", ""] : range.trim().split(":");
  const listed =
    range !== null && (!range.includes(":") || more.length > 0)
      ? refuse("graph/range", "History range requires [start]:[end], [start]:, or :[end]")
      : between(graph, { lower: lower === "" ? "base" : lower, upper: upper === "" ? "heads" : upper, current });
  return listed.ok ? { ids: listed.value, problems: [] } : { ids: [], problems: [listed.problem] };
}

interface Range {
  readonly lower: string;
  readonly upper: string;
  readonly current: readonly string[];
}

function between(graph: RevisionGraph, range: Range): Found<readonly string[]> {
  const listed = then(topOf(graph, range), (tops) =>
    then(onBranchOf(graph, range.lower, tops), (targets) => {
      const wanted = targets.map((node) => node.id);
      return then(apart(graph, wanted), () => {
        const required = ancestors(graph.nodes, wanted);
        return then(bottomsOf(graph, range, required), (bottoms) =>
          then(apart(graph, bottoms), () => found(linesAbove(graph, required, bottoms))),
        );
      });
    }),
  );
  if (listed.ok || listed.problem.code !== "graph/multipleHeads") return listed;
  // Alembic names the upper end, whichever of the two it was.
  const { problem } = multipleHeads(spelled(range.upper, range), listed.problem.revisions ?? []);
  const details = [...(problem.details ?? []), `The range is ${range.lower}:${range.upper}.`];
  return { ok: false, problem: { ...problem, details } };
}

function linesAbove(graph: RevisionGraph, required: ReadonlySet<string>, bottoms: readonly string[]): string[] {
  if (bottoms.length === 0) return orderDown(graph.nodes, required);
  const below = ancestors(graph.nodes, bottoms);
  const above = branchAbove(graph.nodes, bottoms);
  const ids = [...required].filter((id) => bottoms.includes(id) || (!below.has(id) && above.has(id)));
  return orderDown(graph.nodes, ids);
}

/** The upper end; `+N` counts from the lower one. */
function topOf(graph: RevisionGraph, { lower, upper, current }: Range): Found<readonly RevisionNode[]> {
  if (upper === "current") {
    if (current.length === 0) return selectAll(graph, "heads");
    return then(soundRows(graph, current), () => found(nodesOf(graph, current)));
  }
  if (!/^(?:.+@)?\+\d+$/.test(upper)) return upgradeTargets(graph, [], upper, { clamp: true });
  const starts =
    lower === "current"
      ? then(soundRows(graph, current), () => found(current))
      : then(selectOne(graph, lower), (node) => found(node ? [node.id] : []));
  return then(starts, (ids) => upgradeTargets(graph, ids, upper, { clamp: true }));
}

/** The lower end, none for base. `required` is everything below the upper one, and what a lower end must be among. */
function bottomsOf(graph: RevisionGraph, range: Range, required: ReadonlySet<string>): Found<readonly string[]> {
  const { lower, upper, current } = range;
  // Only one end asks the database, and a word that the other end understands is a revision to this one.
  if (lower === "current" && upper !== "current") {
    return then(soundRows(graph, current), () => within(range, required, current));
  }
  const { branch, name } = splitBranch(lower);
  if (!isBelowHeads(name)) {
    return then(selectAll(graph, lower), (nodes) => within(range, required, nodesToIds(nodes)));
  }
  return then(belowHeads(graph, branch, Number(name)), (ends) => {
    const nodes = ends.flatMap((end) => (end.kind === "revision" ? [end.node] : []));
    if (ends.some((end) => end.kind === "base")) return notBelow(range);
    return then(within(range, required, nodesToIds(nodes)), (ids) => {
      if (ends[0]?.kind === "beyond") return belowUpper(graph, range, branch, Number(name));
      return ids.length === ends.length ? found(ids) : walkedTooFar(lower);
    });
  });
}

/** `-N` that leads past the first revision counts from the upper end, and then stops at base. */
function belowUpper(
  graph: RevisionGraph,
  { upper, current }: Range,
  branch: string | null,
  steps: number,
): Found<readonly string[]> {
  const tops =
    upper === "current" ? found(nodesOf(graph, current)) : then(findRevision(graph, upper), (node) => found([node]));
  const on = branch === null ? found(null) : lineageOf(graph, branch);
  return then(tops, (nodes) =>
    then(on, (line) => {
      const [start, other] = line ? nodes.filter((node) => line.has(node.id)) : nodes;
      if (!start || other) return walkedTooFar(String(steps));
      return then(walk(graph, start, steps, { branch: null, clamp: true }), (end) =>
        found(end.kind === "revision" ? [end.node.id] : []),
      );
    }),
  );
}

function within(range: Range, required: ReadonlySet<string>, ids: readonly string[]): Found<readonly string[]> {
  return ids.every((id) => required.has(id)) ? found(ids) : notBelow(range);
}

function notBelow(range: Range) {
  const named = `${spelled(range.lower, range)}:${spelled(range.upper, range)}`;
  return refuse(
    "graph/range",
    `Requested range ${named} does not refer to ancestor/descendant revisions along the same branch`,
    { details: ["The end before the colon must stand below the one after it."] },
  );
}

/** The current revisions as Alembic spells several, whose messages people search for. */
function spelled(end: string, { current }: Range): string {
  if (end !== "current") return end;
  return `(${current.map((id) => `'${id}'`).join(", ")}${current.length === 1 ? "," : ""})`;
}

function nodesToIds(nodes: readonly RevisionNode[]): readonly string[] {
  return nodes.map((node) => node.id);
}

/** A lower end on a named branch keeps the upper ends of that branch. An id names a branch where just one label reaches it. */
function onBranchOf(
  graph: RevisionGraph,
  lower: string,
  tops: readonly RevisionNode[],
): Found<readonly RevisionNode[]> {
  const at = lower.indexOf("@");
  if (at < 1) return found(tops);
  const named = lower.slice(0, at);
  return then(findRevision(graph, named), (node) => {
    const labels = node.id === named ? node.branchLabels : [named];
    const [label, other] = labels;
    if (label !== undefined && other === undefined)
      return found(tops.filter((top) => top.branchLabels.includes(label)));
    const message = `'${named}' in ${lower} does not name one branch: ${labels.length === 0 ? "no label reaches it" : labels.join(", ")}`;
    return refuse("graph/range", message, { revisions: [node.id] });
  });
}
