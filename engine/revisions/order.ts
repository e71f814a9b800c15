import { inLoadOrder, type Nodes } from "#engine/revisions/lineage.ts";

/**
 * `ids` from the top down, each before what it stands on: the order of a downgrade, and backwards that of an upgrade.
 *
 * A branch is followed to the fork before another is begun. Branches begin with their tips in load order, so that on the
 * way up the branch loaded last runs first; this is Alembic's order, and people compare its output.
 */
export function orderDown(nodes: Nodes, ids: Iterable<string>): string[] {
  const left = new Set(ids);
  // How many of those still to come stand directly on each.
  const above = new Map<string, number>();
  for (const id of left) {
    for (const below of nodes.get(id)?.needs ?? []) if (left.has(below)) above.set(below, (above.get(below) ?? 0) + 1);
  }
  const tips = inLoadOrder(
    nodes,
    [...left].filter((id) => !above.get(id)),
  );
  const order: string[] = [];

  for (let at = 0; tips.length > 0;) {
    const id = tips[at];
    if (id === undefined) break;
    if ((above.get(id) ?? 0) > 0) {
      at = lowestTipAbove(nodes, id, tips, left);
      continue;
    }
    order.push(id);
    left.delete(id);
    const needs = nodes.get(id)?.needs ?? [];
    for (const below of needs) above.set(below, (above.get(below) ?? 0) - 1);
    const [next, ...others] = needs.filter((below) => left.has(below) && !tips.includes(below));
    if (next === undefined) {
      tips.splice(at, 1);
      at = Math.max(at - 1, 0);
    } else {
      tips[at] = next;
      tips.push(...others);
    }
  }
  return order;
}

/** Where among `tips` the first stands that is above `id`. */
function lowestTipAbove(nodes: Nodes, id: string, tips: readonly string[], left: ReadonlySet<string>): number {
  const places = new Map(tips.map((tip, place) => [tip, place]));
  const seen = new Set([id]);
  const waiting = [id];
  let lowest = tips.length;
  for (let below = waiting.pop(); below !== undefined; below = waiting.pop()) {
    for (const above of nodes.get(below)?.dependents ?? []) {
      if (!left.has(above) || seen.has(above)) continue;
      seen.add(above);
      waiting.push(above);
      lowest = Math.min(lowest, places.get(above) ?? lowest);
    }
  }
  return lowest;
}
