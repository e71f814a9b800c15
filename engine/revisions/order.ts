import { inLoadOrder, type Nodes } from "#engine/revisions/lineage.ts";
import { createTips, type Tips } from "#engine/revisions/tips.ts";

/**
 * `ids` from the top down, each before what it stands on: the order of a downgrade, and backwards that of an upgrade.
 *
 * A branch is followed to the fork before another is begun. Branches begin with their tips in load order, so that on the
 * way up the branch loaded last runs first; this is Alembic's order, and people compare its output.
 *
 * What lies between forks and merges runs in one go whatever is around it, so only those stretches are put in order.
 */
export function orderDown(nodes: Nodes, ids: Iterable<string>): string[] {
  const { stretches, tops } = stretchesOf(nodes, ids);
  const tips = createTips(tops);
  const lowest = lowestAbove(stretches, tips);
  const order: string[] = [];

  for (let place = tips.first(); place !== null;) {
    const at = tips.at(place);
    const stretch = stretches[at];
    if (!stretch) break;
    const above = lowest.of(at);
    if (above !== null) {
      place = above;
      continue;
    }
    for (const id of stretch.ids) order.push(id);
    const [next, ...others] = stretch.below.filter((below) => tips.placeOf(below) === null);
    let then: number | null = place;
    if (next === undefined) then = tips.remove(place);
    else {
      tips.replace(place, next);
      for (const other of others) tips.append(other);
    }
    lowest.leave(at);
    place = then;
  }
  return order;
}

/** Revisions of which each but the last stands on the next alone, and each but the first has only the one before on it. */
interface Stretch {
  readonly ids: string[];
  /** The stretches that its last revision stands on, in the order written. */
  readonly below: number[];
  /** Those that stand on its first. */
  readonly above: number[];
}

/** `tops`: the stretches that nothing stands on, by the load order of their first revisions. */
function stretchesOf(
  nodes: Nodes,
  ids: Iterable<string>,
): { readonly stretches: readonly Stretch[]; readonly tops: readonly number[] } {
  const set = new Set(ids);
  const needs = (id: string) => nodes.get(id)?.needs.filter((below) => set.has(below)) ?? [];
  /** How many of them stand directly on each. */
  const above = new Map<string, number>();
  for (const id of set) for (const below of needs(id)) above.set(below, (above.get(below) ?? 0) + 1);

  const stretches: Stretch[] = [];
  const firsts = new Map<string, number>();
  const tops = inLoadOrder(
    nodes,
    [...set].filter((id) => !above.has(id)),
  );
  const waiting = [...tops];
  for (let first = waiting.pop(); first !== undefined; first = waiting.pop()) {
    if (firsts.has(first)) continue;
    firsts.set(first, stretches.length);
    const members = [first];
    let below = needs(first);
    for (let [next, other] = below; next !== undefined && other === undefined; [next, other] = below) {
      if (above.get(next) !== 1) break;
      members.push(next);
      below = needs(next);
    }
    stretches.push({ ids: members, below: [], above: [] });
    waiting.push(...below);
  }
  for (const [at, { ids: members, below }] of stretches.entries()) {
    for (const id of needs(members.at(-1) ?? "")) {
      const next = firsts.get(id) ?? -1;
      below.push(next);
      stretches[next]?.above.push(at);
    }
  }
  return { stretches, tops: tops.flatMap((id) => firsts.get(id) ?? []) };
}

/**
 * Of each stretch the lowest place of a tip above it, kept while tips move down. Such a place never becomes lower again, so
 * that all changes together are few.
 */
function lowestAbove(stretches: readonly Stretch[], tips: Tips) {
  const none = Number.POSITIVE_INFINITY;
  const gone = new Set<number>();
  const lowest = new Array<number>(stretches.length).fill(none);
  const reach = (at: number) => Math.min(lowest[at] ?? none, tips.placeOf(at) ?? none);
  const settle = (from: readonly number[]) => {
    const waiting = [...from];
    for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
      const above = stretches[at]?.above.filter((one) => !gone.has(one)) ?? [];
      const now = above.reduce((least, one) => Math.min(least, reach(one)), none);
      if (now === lowest[at]) continue;
      lowest[at] = now;
      waiting.push(...(stretches[at]?.below ?? []));
    }
  };
  // Those above first: then each is settled once.
  const waiting = stretches.map(({ above }) => above.length);
  const ready = stretches.flatMap((stretch, at) => (stretch.above.length === 0 ? [at] : []));
  for (let at = ready.pop(); at !== undefined; at = ready.pop()) {
    for (const below of stretches[at]?.below ?? []) {
      lowest[below] = Math.min(lowest[below] ?? none, reach(at));
      waiting[below] = (waiting[below] ?? 0) - 1;
      if (waiting[below] === 0) ready.push(below);
    }
  }
  return {
    /** Null where there is no tip above it: it may go. */
    of: (at: number): number | null => (lowest[at] === none ? null : (lowest[at] ?? null)),
    /** It has run, and its place is that of the first below it, or nobody's. */
    leave(at: number) {
      gone.add(at);
      const below = stretches[at]?.below ?? [];
      settle([...below, ...below.flatMap((one) => stretches[one]?.below ?? [])]);
    },
  };
}
