/** The ends of the branches in their order, each a number: places stay what they are when others go. */
export interface Tips {
  /** The lowest place; null when there is no tip. */
  first(): number | null;
  at(place: number): number;
  placeOf(tip: number): number | null;
  replace(place: number, tip: number): void;
  append(tip: number): void;
  /** The place before it, the first where there is none; null when no tip is left. */
  remove(place: number): number | null;
}

export function createTips(tips: readonly number[]): Tips {
  const list: (number | null)[] = [...tips];
  const places = new Map(tips.map((tip, place) => [tip, place]));
  /** For a place that is empty, one before it from which to look on; each look shortens the way. */
  const before = new Map<number, number>();
  const filled = (place: number): number => {
    let found = place;
    while (found >= 0 && list[found] === null) found = before.get(found) ?? found - 1;
    for (let on = place; on > found;) {
      const next = before.get(on) ?? on - 1;
      before.set(on, found);
      on = next;
    }
    return found;
  };
  let start = 0;
  const first = () => {
    while (start < list.length && list[start] === null) start += 1;
    return start < list.length ? start : null;
  };
  return {
    first,
    at: (place) => list[place] ?? -1,
    placeOf: (tip) => places.get(tip) ?? null,
    replace(place, tip) {
      places.delete(list[place] ?? -1);
      list[place] = tip;
      places.set(tip, place);
    },
    append(tip) {
      places.set(tip, list.length);
      list.push(tip);
    },
    remove(place) {
      places.delete(list[place] ?? -1);
      list[place] = null;
      const found = filled(place);
      return found >= 0 ? found : first();
    },
  };
}
