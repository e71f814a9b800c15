import type { RevisionGraph, RevisionNode } from "#engine/revisions/graph.ts";

/** The nodes of a graph by id; every function here takes ids and passes over those that are unknown. */
export type Nodes = ReadonlyMap<string, RevisionNode>;

/** What must be applied for `ids` to be: they themselves, their parents and dependencies, and so on. */
export function ancestors(nodes: Nodes, ids: Iterable<string>): Set<string> {
  return closure(nodes, ids, (node) => node.needs);
}

/** What must go when `ids` go: they themselves, their children and dependents, and so on. */
export function descendants(nodes: Nodes, ids: Iterable<string>): Set<string> {
  return closure(nodes, ids, (node) => node.dependents);
}

/** As `ancestors`, along parents alone: dependencies are not of the branch. */
export function branchBelow(nodes: Nodes, ids: Iterable<string>): Set<string> {
  return closure(nodes, ids, (node) => node.parents);
}

/** As `descendants`, along children alone. */
export function branchAbove(nodes: Nodes, ids: Iterable<string>): Set<string> {
  return closure(nodes, ids, (node) => node.children);
}

/** Everything on one line with `ids`: above, below, or themselves. */
export function lineage(nodes: Nodes, ids: Iterable<string>, options: { readonly dependencies: boolean }): Set<string> {
  const start = [...ids];
  const [below, above] = options.dependencies ? [ancestors, descendants] : [branchBelow, branchAbove];
  return new Set([...below(nodes, start), ...above(nodes, start)]);
}

/** The members of `ids` that no other member stands on, by parents and dependencies. */
export function maximal(nodes: Nodes, ids: Iterable<string>): string[] {
  const members = [...new Set(ids)];
  const below = closure(
    nodes,
    members.flatMap((id) => nodes.get(id)?.needs ?? []),
    (node) => node.needs,
  );
  return members.filter((id) => !below.has(id));
}

/** In load order: how ties are broken everywhere. */
export function inLoadOrder(nodes: Nodes, ids: Iterable<string>): string[] {
  return [...ids].sort((a, b) => (nodes.get(a)?.position ?? 0) - (nodes.get(b)?.position ?? 0));
}

/** A member of `ids`, in the order given, that stands on other members, and those; null where none does. */
export function overlap(
  graph: RevisionGraph,
  ids: readonly string[],
): { readonly id: string; readonly others: readonly string[] } | null {
  // Most sets are apart, and that is asked of all of them at once.
  if (maximal(graph.nodes, ids).length === new Set(ids).size) return null;
  for (const id of ids) {
    const below = ancestors(graph.nodes, [id]);
    const others = [...new Set(ids)].filter((other) => other !== id && below.has(other));
    if (others.length > 0) return { id, others };
  }
  return null;
}

function closure(nodes: Nodes, from: Iterable<string>, next: (node: RevisionNode) => readonly string[]): Set<string> {
  const seen = new Set<string>();
  const waiting = [...from];
  for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
    const node = nodes.get(id);
    if (!node || seen.has(id)) continue;
    seen.add(id);
    waiting.push(...next(node));
  }
  return seen;
}
