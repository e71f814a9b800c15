/** Of `names` those that a slip of the fingers may have meant, the nearest first, at most three. */
export function nearestNames(written: string, names: Iterable<string>): readonly string[] {
  const most = Math.max(1, Math.floor(written.length / 3));
  return [...new Set(names)]
    .flatMap((name) => {
      const away = steps(written.toLowerCase(), name.toLowerCase());
      return away <= most ? [{ name, away }] : [];
    })
    .toSorted((a, b) => a.away - b.away)
    .slice(0, 3)
    .map(({ name }) => name);
}

/** Letters put in, left out, changed, or swapped with their neighbour, that lead from one word to the other. */
function steps(from: string, to: string): number {
  let above: readonly number[] = [];
  let row: readonly number[] = Array.from({ length: to.length + 1 }, (_, column) => column);
  for (let line = 1; line <= from.length; line++) {
    const next = [line];
    for (let column = 1; column <= to.length; column++) {
      const same = from[line - 1] === to[column - 1];
      const isSwapped = from[line - 1] === to[column - 2] && from[line - 2] === to[column - 1];
      next.push(
        Math.min(
          (row[column] ?? 0) + 1,
          (next[column - 1] ?? 0) + 1,
          (row[column - 1] ?? 0) + (same ? 0 : 1),
          isSwapped ? (above[column - 2] ?? Infinity) + 1 : Infinity,
        ),
      );
    }
    above = row;
    row = next;
  }
  return row[to.length] ?? 0;
}
