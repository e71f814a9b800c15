import type { RevisionNode } from "#engine/revisions/graph.ts";
import type { Nodes } from "#engine/revisions/lineage.ts";

/**
 * The labels that reach each revision, sorted. A label reaches every descendant along children; and where the branch above
 * is one line without a fork, a merge or a second dependent, it reaches down as far as that holds. `order` has parents first.
 */
export function branchLabels(nodes: Nodes, order: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const reach = new Map<string, readonly string[]>();
  for (const id of order) {
    const node = nodes.get(id);
    const held = [node?.labels ?? none, ...(node?.parents ?? []).map((parent) => reach.get(parent) ?? none)];
    const [only = none, ...others] = held.filter((labels) => labels.length > 0);
    // Most revisions carry just what their parent does: the list is shared.
    reach.set(id, others.length === 0 ? only : union(only, ...others));
  }
  // From the tips down, the labels above while the branch is one plain line; null where it is none.
  const fromAbove = new Map<string, readonly string[] | null>();
  for (const id of order.toReversed()) {
    const node = nodes.get(id);
    const [child] = node?.children ?? [];
    const carried = child === undefined ? none : (fromAbove.get(child) ?? null);
    const labels = node?.labels ?? [];
    const plain = node && carried && isPlain(node);
    fromAbove.set(id, plain ? (labels.length > 0 ? union(carried, labels) : carried) : null);
  }
  // Whole stretches of a branch share both lists, and then the sorted one too.
  const sorted = new Map<readonly string[], Map<readonly string[] | null, readonly string[]>>();
  const whole = new Map<string, readonly string[]>();
  for (const [id, labels] of reach) {
    const carried = fromAbove.get(id) ?? null;
    const byCarried = sorted.get(labels) ?? new Map<readonly string[] | null, readonly string[]>();
    const all = byCarried.get(carried) ?? union(labels, carried ?? []).sort();
    sorted.set(labels, byCarried.set(carried, all));
    whole.set(id, all);
  }
  return whole;
}

const none: readonly string[] = [];

function union(...lists: readonly (readonly string[])[]): string[] {
  return [...new Set(lists.flat())];
}

function isPlain(node: RevisionNode): boolean {
  return node.dependents.length <= 1 && node.parents.length <= 1;
}
