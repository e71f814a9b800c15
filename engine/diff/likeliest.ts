import type { RenameCandidate } from "#engine/diff/candidates.ts";
import { nameSimilarity } from "#engine/diff/nameSimilarity.ts";
import type { Rename } from "#engine/diff/renames.ts";
import { nameKey } from "#engine/schema/name.ts";

/**
 * Those candidates that may be answered together: each the likeliest by far of what its thing may be now, and of what may
 * have become its target (by far, too, if only its name is of the same words), and of a near name (a table or an enum, of
 * like content); not a column that refers to another table then, unless its name is of the same words. The others want a question of their own.
 */
export function clearRenames(candidates: readonly RenameCandidate[]): RenameCandidate[] {
  const clear = candidates.filter((candidate) => {
    const [from, to] = placesOf(candidate.rename);
    const isSameWords = likeness(candidate.rename) === 1;
    const isRival = (other: RenameCandidate) => {
      if (other === candidate || other.merges) return false;
      const [otherFrom, otherTo] = placesOf(other.rename);
      if (otherFrom !== from && otherTo !== to) return false;
      return isSameWords ? likeness(other.rename) === 1 : other.score > candidate.score - lead;
    };
    return !candidate.merges && speaksForItself(candidate) && !candidates.some(isRival);
  });
  return clear.filter((candidate) => likeness(candidate.rename) === 1 || !refersElsewhere(candidate, clear));
}

/**
 * Its values would be looked for in a table that they were never of: a column that became a table of its own, as `role`
 * and the `roleId` that refers to it.
 */
function refersElsewhere({ targets }: RenameCandidate, clear: readonly RenameCandidate[]): boolean {
  if (!targets?.to) return false;
  const [from, to] = [targets.from && nameKey(targets.from), nameKey(targets.to)];
  return !clear.some(
    ({ rename }) => rename.kind === "table" && nameKey(rename.from) === from && nameKey(rename.to) === to,
  );
}

/** So much more must speak for one than for the next. */
const lead = 0.15;

function speaksForItself({ rename, score }: RenameCandidate): boolean {
  const isNear = likeness(rename) >= 0.5;
  return rename.kind === "column" || rename.kind === "enumValue" ? isNear : isNear || score >= 0.6;
}

function likeness(rename: Rename): number {
  if (rename.kind === "column" || rename.kind === "enumValue") return nameSimilarity(rename.from, rename.to);
  return nameSimilarity(rename.from.name, rename.to.name);
}

/** What goes and what comes, as keys. */
function placesOf(rename: Rename): readonly [string, string] {
  const keys = (...parts: readonly string[]) => [rename.kind, ...parts].join("\0");
  if (rename.kind === "table" || rename.kind === "enum") {
    return [keys(nameKey(rename.from)), keys(nameKey(rename.to))];
  }
  const owner = nameKey(rename.kind === "column" ? rename.table : rename.enum);
  return [keys(owner, rename.from), keys(owner, rename.to)];
}
