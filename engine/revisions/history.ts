import type { Problem } from "#engine/core/problem.ts";
import { findRevision } from "#engine/revisions/find.ts";
import { type Found, found, refuse, then } from "#engine/revisions/found.ts";
import type { RevisionGraph, RevisionNode } from "#engine/revisions/graph.ts";
import { ancestors, branchAbove } from "#engine/revisions/lineage.ts";
import { orderDown } from "#engine/revisions/order.ts";
import { apart, soundRows } from "#engine/revisions/plan.ts";
import { selectAll, selectOne } from "#engine/revisions/select.ts";
import { upgradeTargets } from "#engine/revisions/target.ts";

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
      : between(graph, lower === "" ? "base" : lower, upper === "" ? "heads" : upper, current);
  return listed.ok ? { ids: listed.value, problems: [] } : { ids: [], problems: [listed.problem] };
}

function between(
  graph: RevisionGraph,
  lower: string,
  upper: string,
  current: readonly string[],
): Found<readonly string[]> {
  return then(topOf(graph, lower, upper, current), (tops) =>
    then(onBranchOf(graph, lower, tops), (targets) => {
      const wanted = targets.map((node) => node.id);
      return then(apart(graph, wanted), () =>
        then(bottomOf(graph, lower, current), (bottoms) => listed(graph, `${lower}:${upper}`, wanted, bottoms)),
      );
    }),
  );
}

function listed(
  graph: RevisionGraph,
  range: string,
  wanted: readonly string[],
  bottoms: readonly string[],
): Found<readonly string[]> {
  const required = ancestors(graph.nodes, wanted);
  if (bottoms.some((id) => !required.has(id))) {
    const message = `Requested range ${range} does not refer to ancestor/descendant revisions along the same branch`;
    return refuse("graph/range", message);
  }
  return then(apart(graph, bottoms), () => {
    if (bottoms.length === 0) return found(orderDown(graph.nodes, required));
    const below = ancestors(graph.nodes, bottoms);
    const above = branchAbove(graph.nodes, bottoms);
    const ids = [...required].filter((id) => bottoms.includes(id) || (!below.has(id) && above.has(id)));
    return found(orderDown(graph.nodes, ids));
  });
}

/** The upper end; `+N` counts from the lower one. */
function topOf(
  graph: RevisionGraph,
  lower: string,
  upper: string,
  current: readonly string[],
): Found<readonly RevisionNode[]> {
  if (upper === "current") {
    if (current.length === 0) return selectAll(graph, "heads");
    return then(soundRows(graph, current), () => found(current.flatMap((id) => graph.nodes.get(id) ?? [])));
  }
  if (!/^(?:.+@)?\+\d+$/.test(upper)) return upgradeTargets(graph, [], upper, { clamp: true });
  const starts =
    lower === "current"
      ? then(soundRows(graph, current), () => found(current))
      : then(selectOne(graph, lower), (node) => found(node ? [node.id] : []));
  return then(starts, (ids) => upgradeTargets(graph, ids, upper, { clamp: true }));
}

function bottomOf(graph: RevisionGraph, lower: string, current: readonly string[]): Found<readonly string[]> {
  if (lower === "current") return then(soundRows(graph, current), () => found(current));
  return then(selectAll(graph, lower), (nodes) => found(nodes.map((node) => node.id)));
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
    return refuse("graph/range", message);
  });
}
