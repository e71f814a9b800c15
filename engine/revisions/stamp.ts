import type { Problem } from "#engine/core/problem.ts";
import { findRevision, splitBranch } from "#engine/revisions/find.ts";
import { type Found, found, refuse, then } from "#engine/revisions/found.ts";
import type { RevisionGraph, RevisionNode } from "#engine/revisions/graph.ts";
import { ancestors, descendants, inLoadOrder, lineage } from "#engine/revisions/lineage.ts";
import { knownRows } from "#engine/revisions/rows.ts";
import { selectAll, selectOne } from "#engine/revisions/select.ts";

/** What is written down as applied without anything being run; nothing where there are problems. */
export interface StampPlan {
  readonly steps: readonly StampStep[];
  /** The current revisions once it is written. */
  readonly rows: readonly string[];
  readonly problems: readonly Problem[];
}

export interface StampStep {
  /** Current revisions that go. */
  readonly from: readonly string[];
  /** The one that comes; null where only rows go. */
  readonly to: string | null;
  readonly direction: "upgrade" | "downgrade";
  readonly rowsAfter: readonly string[];
}

/**
 * Moves the current revisions of each target's lineage to it, or takes them away for base. With `purge` the database counts
 * as empty, which is the way past a row that no file has.
 */
export function planStamp(
  graph: RevisionGraph,
  current: readonly string[],
  targets: readonly string[],
  options: { readonly purge?: boolean } = {},
): StampPlan {
  const start = options.purge ? [] : current;
  const planned = then(knownRows(graph, start), () =>
    then(rowsOnLine(graph, start, targets), (rows) =>
      then(destinations(graph, targets), (nodes) => found(stepsTo(graph, start, rows, nodes))),
    ),
  );
  if (!planned.ok) return { steps: [], rows: current, problems: [planned.problem] };
  return { steps: planned.value, rows: planned.value.at(-1)?.rowsAfter ?? start, problems: [] };
}

function stepsTo(
  graph: RevisionGraph,
  start: readonly string[],
  onLine: readonly string[],
  nodes: readonly (RevisionNode | null)[],
): StampStep[] {
  const rows = new Set(start);
  const steps: StampStep[] = [];
  const step = (direction: StampStep["direction"], from: readonly string[], to: string | null) => {
    for (const id of from) rows.delete(id);
    if (to !== null) rows.add(to);
    steps.push({ from, to, direction, rowsAfter: inLoadOrder(graph.nodes, rows) });
  };
  for (const node of nodes) {
    if (!node) for (const id of onLine) step("downgrade", [id], null);
    else if (!onLine.includes(node.id)) {
      const above = descendants(graph.nodes, [node.id]);
      const below = ancestors(graph.nodes, [node.id]);
      if (onLine.some((id) => above.has(id))) step("downgrade", onLine, node.id);
      else if (onLine.some((id) => below.has(id))) step("upgrade", onLine, node.id);
      else step("upgrade", [], node.id);
    }
  }
  return steps;
}

/** The rows on one line with any of the targets, dependencies included. */
function rowsOnLine(
  graph: RevisionGraph,
  rows: readonly string[],
  targets: readonly string[],
): Found<readonly string[]> {
  const onLine = new Set<string>();
  for (const target of targets) {
    const { branch, name } = splitBranch(target);
    const ids: string[] = [];
    if (branch !== null) {
      const node = findRevision(graph, branch);
      if (!node.ok) return node;
      ids.push(node.value.id);
    }
    if (name !== "base") {
      const selected = name === "heads" || name === "head" ? destinations(graph, [target]) : namedOne(graph, name);
      if (!selected.ok) return selected;
      for (const node of selected.value) if (node) ids.push(node.id);
    }
    const on = ids.length === 0 ? null : lineage(graph.nodes, ids, { dependencies: true });
    for (const id of rows) if (!on || on.has(id)) onLine.add(id);
  }
  return found([...onLine]);
}

function namedOne(graph: RevisionGraph, name: string): Found<readonly (RevisionNode | null)[]> {
  return then(selectOne(graph, name), (node) => found([node]));
}

/** Null is base: what is left when no target names a revision. */
function destinations(graph: RevisionGraph, targets: readonly string[]): Found<readonly (RevisionNode | null)[]> {
  const nodes: RevisionNode[] = [];
  for (const target of targets) {
    const selected = selectAll(graph, target);
    if (!selected.ok) {
      if (selected.problem.code !== "graph/multipleHeads") return selected;
      return refuse("graph/multipleHeads", "Multiple heads are present; please specify a single target revision", {
        details: [`The heads are ${graph.heads.join(", ")}.`],
        revisions: graph.heads,
      });
    }
    nodes.push(...selected.value);
  }
  return found(nodes.length > 0 ? nodes : [null]);
}
