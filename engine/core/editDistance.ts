/**
 * How many letters it takes to turn the one text into the other: to add, drop or replace one each (Levenshtein), and with
 * `swaps` also to let two neighbours trade places, as fingers do.
 */
export function editDistance(from: string, to: string, { swaps }: { readonly swaps: boolean }): number {
  let above: readonly number[] = [];
  let row: readonly number[] = Array.from({ length: to.length + 1 }, (_, column) => column);
  for (let line = 1; line <= from.length; line++) {
    const next = [line];
    for (let column = 1; column <= to.length; column++) {
      const same = from[line - 1] === to[column - 1];
      const isSwapped = swaps && from[line - 1] === to[column - 2] && from[line - 2] === to[column - 1];
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
