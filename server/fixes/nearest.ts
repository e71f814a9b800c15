import { editDistance } from "#engine/index.ts";

/** Of `names` those that a slip of the fingers may have meant, the nearest first, at most three. */
export function nearestNames(written: string, names: Iterable<string>): readonly string[] {
  const most = Math.max(1, Math.floor(written.length / 3));
  return [...new Set(names)]
    .flatMap((name) => {
      const away = editDistance(written.toLowerCase(), name.toLowerCase(), { swaps: true });
      return away <= most ? [{ name, away }] : [];
    })
    .toSorted((a, b) => a.away - b.away)
    .slice(0, 3)
    .map(({ name }) => name);
}
