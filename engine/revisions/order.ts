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
  const tips = tipList(
    inLoadOrder(
      nodes,
      [...left].filter((id) => !above.get(id)),
    ),
  );
  const order: string[] = [];

  for (let place = tips.first(); place !== null;) {
    const id = tips.at(place);
    if ((above.get(id) ?? 0) > 0) {
      place = tips.lowestOf(tipsAbove(nodes, id, left, tips), place);
      continue;
    }
    order.push(id);
    left.delete(id);
    const needs = nodes.get(id)?.needs ?? [];
    for (const below of needs) above.set(below, (above.get(below) ?? 0) - 1);
    const [next, ...others] = needs.filter((below) => left.has(below) && tips.placeOf(below) === null);
    if (next === undefined) place = tips.remove(place);
    else {
      tips.replace(place, next);
      for (const other of others) tips.append(other);
    }
  }
  return order;
}

/** The places of the tips above `id`. */
function* tipsAbove(nodes: Nodes, id: string, left: ReadonlySet<string>, tips: TipList): Generator<number> {
  const seen = new Set([id]);
  for (const below of seen) {
    for (const above of nodes.get(below)?.dependents ?? []) {
      if (!left.has(above) || seen.has(above)) continue;
      seen.add(above);
      const place = tips.placeOf(above);
      if (place !== null) yield place;
    }
  }
}

interface TipList {
  first(): number | null;
  at(place: number): string;
  placeOf(id: string): number | null;
  replace(place: number, id: string): void;
  append(id: string): void;
  /** The place before it, the first where there is none; null when the list is empty. */
  remove(place: number): number | null;
  /** The lowest of `places`, none of which is `besides`; reads no further than it must. */
  lowestOf(places: Iterable<number>, besides: number): number | null;
}

/** The ends of the branches in their order: places stay what they are when others go. */
function tipList(ids: readonly string[]): TipList {
  const list: (string | null)[] = [...ids];
  const places = new Map(ids.map((id, place) => [id, place]));
  let start = 0;
  const skipGone = () => {
    while (start < list.length && list[start] === null) start += 1;
    return start < list.length ? start : null;
  };
  return {
    first: skipGone,
    at: (place) => list[place] ?? "",
    placeOf: (id) => places.get(id) ?? null,
    replace(place, id) {
      places.delete(list[place] ?? "");
      list[place] = id;
      places.set(id, place);
    },
    append(id) {
      places.set(id, list.length);
      list.push(id);
    },
    remove(place) {
      places.delete(list[place] ?? "");
      list[place] = null;
      for (let before = place - 1; before >= start; before -= 1) if (list[before] !== null) return before;
      return skipGone();
    },
    lowestOf(found, besides) {
      let first = skipGone() ?? 0;
      while (first < list.length && (first === besides || list[first] === null)) first += 1;
      let lowest: number | null = null;
      for (const place of found) {
        if (lowest === null || place < lowest) lowest = place;
        if (place === first) break;
      }
      return lowest;
    },
  };
}
