import { editDistance } from "#engine/core/editDistance.ts";

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
  const letters = 1 - editDistance(x, y, { swaps: false }) / Math.max(x.length, y.length, 1);
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
