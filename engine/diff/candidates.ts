import type { Rename } from "#engine/diff/renames.ts";
import type { QualifiedName } from "#engine/schema/name.ts";

/** Something that went and something that came, which may be one thing under a new name. */
export interface RenameCandidate {
  readonly rename: Rename;
  /** From 0 to 1: how much speaks for it. */
  readonly score: number;
  /** True where the new name is that of a value which was there before: rows are kept, and can't be told apart after. */
  readonly merges: boolean;
  /** What the values of a column refer to by now and then, where that is not the same table. */
  readonly targets: Targets | null;
}

/** Null where there is no foreign key of the column alone. */
export interface Targets {
  readonly from: QualifiedName | null;
  readonly to: QualifiedName | null;
}

/** Of one thing that went, the likeliest first; more than a handful of answers is no help. */
export function likeliest(candidates: readonly (RenameCandidate | null)[]): RenameCandidate[] {
  return candidates
    .filter((candidate) => candidate !== null)
    .sort((a, b) => b.score - a.score)
    .slice(0, 5);
}
