import { type Found, found, refuse } from "#engine/revisions/found.ts";
import type { RevisionGraph } from "#engine/revisions/graph.ts";
import type { Direction } from "#engine/revisions/revision.ts";
import { ancestors, branchBelow, inLoadOrder, maximal } from "#engine/revisions/lineage.ts";

/** The current revisions: of what is applied, that which nothing applied stands on. Ids without a file come last. */
export function currentRevisions(graph: RevisionGraph, applied: Iterable<string>): string[] {
  const ids = [...new Set(applied)];
  const known = ids.filter((id) => graph.nodes.has(id));
  return [...inLoadOrder(graph.nodes, maximal(graph.nodes, known)), ...ids.filter((id) => !graph.nodes.has(id))];
}

/** Every current revision has a file. */
export function knownRows(graph: RevisionGraph, current: readonly string[]): Found<null> {
  const unknown = current.find((id) => !graph.nodes.has(id));
  if (unknown === undefined) return found(null);
  const details = [`The database has ${unknown} applied, and no file has it.`];
  return refuse("graph/unknownRow", `Can't locate revision identified by '${unknown}'`, {
    details,
    revisions: [unknown],
  });
}

/** Everything that is applied where `current` are the current revisions. */
export function appliedRevisions(graph: RevisionGraph, current: Iterable<string>): Set<string> {
  return ancestors(graph.nodes, current);
}

/** The tips of every applied branch: the current revisions, and those that others depend on without being their children. */
export function appliedTips(graph: RevisionGraph, current: Iterable<string>): string[] {
  const applied = [...ancestors(graph.nodes, current)];
  const parents = applied.flatMap((id) => graph.nodes.get(id)?.parents ?? []);
  const below = branchBelow(graph.nodes, parents);
  return inLoadOrder(
    graph.nodes,
    applied.filter((id) => !below.has(id)),
  );
}

/**
 * The current revisions after each step along `ids`, revisions that are applied or taken down one by one in an order that
 * the graph allows. Asked for one step after the other, each costs what it changes and what it answers.
 */
export function rowsAlong(
  graph: RevisionGraph,
  current: readonly string[],
  direction: Direction,
  ids: readonly string[],
): (step: number) => readonly string[] {
  const needs = (id: string) => graph.nodes.get(id)?.needs ?? [];
  let follower = follow();
  return (step) => {
    if (step < follower.done()) follower = follow();
    while (follower.done() < step) follower.next();
    return follower.rows();
  };

  function follow() {
    const rows = new Set(current);
    /** How many applied revisions stand on each. */
    const standing = new Map<string, number>();
    const count = (id: string, by: 1 | -1) => {
      for (const need of needs(id)) standing.set(need, (standing.get(need) ?? 0) + by);
    };
    for (const id of ancestors(graph.nodes, current)) count(id, 1);
    let at = -1;
    return {
      done: () => at,
      rows: () => inLoadOrder(graph.nodes, rows),
      next() {
        const id = ids[(at += 1)] ?? "";
        if (direction === "upgrade") {
          count(id, 1);
          for (const need of needs(id)) rows.delete(need);
          rows.add(id);
        } else {
          count(id, -1);
          rows.delete(id);
          for (const need of needs(id)) if (!standing.get(need)) rows.add(need);
        }
      },
    };
  }
}
