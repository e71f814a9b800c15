/**
 * How alike two names are to a reader, from 0 to 1: by the words they share (`due_date`, `dueAt`), or by the letters it
 * takes to turn the one into the other, whichever says more.
 */
export function nameSimilarity(a: string, b: string): number {
  const left = wordsOf(a);
  const right = wordsOf(b);
  const shared = left.filter((word) => right.includes(word)).length;
  const words = shared / Math.max(left.length, right.length, 1);
  const [x, y] = [left.join(""), right.join("")];
  const letters = 1 - distance(x, y) / Math.max(x.length, y.length, 1);
  return Math.max(words, letters, 0);
}

/** `dueDate`, `due_date` and `DUE-DATE` are the same two words. */
function wordsOf(name: string): string[] {
  return name
    .replaceAll(/(\p{Ll}|\d)(\p{Lu})/gu, "$1 $2")
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== "");
}

/** Letters to add, drop or replace (Levenshtein). */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const replace = (row[j - 1] ?? 0) + Number(a[i - 1] !== b[j - 1]);
      next.push(Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, replace));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
