import type { Nodes } from "#engine/revisions/lineage.ts";
import { branchAbove } from "#engine/revisions/lineage.ts";

/**
 * The labels that reach each revision, sorted. A label reaches every descendant along children; and where the branch above
 * is one line without a fork, a merge or a second dependent, it reaches down as far as that holds.
 */
export function branchLabels(nodes: Nodes): ReadonlyMap<string, readonly string[]> {
  const reach = new Map<string, Set<string>>();
  const reaches = (id: string, labels: readonly string[]) => {
    const held = reach.get(id) ?? new Set<string>();
    for (const label of labels) held.add(label);
    reach.set(id, held);
  };
  for (const { id, labels } of nodes.values()) {
    if (labels.length === 0) continue;
    for (const above of branchAbove(nodes, [id])) reaches(above, labels);
    for (const below of plainLine(nodes, id)) reaches(below, labels);
  }
  return new Map([...reach].map(([id, labels]) => [id, [...labels].sort()]));
}

/** Going down from the tip above `id`, the revisions up to the first that is no plain link; none where that is above `id`. */
function plainLine(nodes: Nodes, id: string): string[] {
  for (let at = nodes.get(id); at; at = nodes.get(at.children[0] ?? "")) if (!isPlain(nodes, at.id)) return [];
  const line: string[] = [];
  for (let at = nodes.get(id); at && isPlain(nodes, at.id); at = nodes.get(at.parents[0] ?? "")) line.push(at.id);
  return line;
}

function isPlain(nodes: Nodes, id: string): boolean {
  const node = nodes.get(id);
  return node !== undefined && node.dependents.length <= 1 && node.parents.length <= 1;
}
