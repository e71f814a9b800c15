import { likeliest, type RenameCandidate } from "#engine/diff/candidates.ts";
import { differences } from "#engine/diff/match.ts";
import { nameSimilarity } from "#engine/diff/nameSimilarity.ts";
import type { RenamePlan } from "#engine/diff/renameSteps.ts";
import type { EnumType, Schema } from "#engine/schema/model.ts";
import { nameKey, type QualifiedName } from "#engine/schema/name.ts";

/** Enums and their values that may have been renamed, as far as columns use them. `renamed` is as `plan` leaves it. */
export function plausibleEnumRenames(renamed: Schema, to: Schema, plan: RenamePlan): RenameCandidate[] {
  const { removed, added, changed } = differences(
    renamed.enums,
    to.enums,
    (type) => nameKey(type.name),
    (a, b) => a === b,
  );
  if (removed.length + changed.length === 0) return [];
  const used = new Set(
    renamed.tables.flatMap(({ columns }) =>
      columns.flatMap(({ type }) => (type.kind === "enum" ? [nameKey(type.name)] : [])),
    ),
  );
  const isUsed = (type: EnumType) => used.has(nameKey(type.name));
  return [
    ...removed.filter(isUsed).flatMap((type) => likeliest(added.map((other) => enumCandidate(type, other)))),
    ...changed.flatMap(([a, b]) => {
      if (!isUsed(a)) return [];
      const name = plan.oldNames.get(nameKey(a.name)) ?? a.name;
      const answered = plan.replacements.get(nameKey(a.name));
      const gone = a.values.filter((value) => !b.values.includes(value) && answered?.has(value) !== true);
      return gone.flatMap((value) => likeliest(valueCandidates(a, b, value, name)));
    }),
  ];
}

function enumCandidate(from: EnumType, to: EnumType): RenameCandidate | null {
  const shared = from.values.filter((value) => to.values.includes(value)).length;
  const values = shared / Math.max(from.values.length + to.values.length - shared, 1);
  const name = nameSimilarity(from.name.name, to.name.name);
  if (values < 0.5 && (name < 0.6 || values < 0.25)) return null;
  return {
    rename: { kind: "enum", from: from.name, to: to.name },
    score: 0.6 * values + 0.4 * name,
    merges: false,
    targets: null,
  };
}

/** A value that came in the same place, or under a near name; then those that stay, for rows to hold instead. */
function valueCandidates(from: EnumType, to: EnumType, value: string, name: QualifiedName): RenameCandidate[] {
  const came = to.values.filter((other) => !from.values.includes(other));
  const stayed = to.values.filter((other) => from.values.includes(other));
  const rename = (other: string) => ({ kind: "enumValue", enum: name, from: value, to: other }) as const;
  return [
    ...came.flatMap((other) => {
      const likeness = nameSimilarity(value, other);
      const inPlace = Number(neighbours(from, value, stayed) === neighbours(to, other, stayed));
      if (likeness < 0.5 && inPlace === 0) return [];
      return [{ rename: rename(other), score: 0.4 + 0.3 * likeness + 0.3 * inPlace, merges: false, targets: null }];
    }),
    ...stayed.map((other) => ({
      rename: rename(other),
      score: 0.1 + 0.2 * nameSimilarity(value, other),
      merges: true,
      targets: null,
    })),
  ];
}

/** The values around it that stand on both sides. */
function neighbours({ values }: EnumType, value: string, stayed: readonly string[]): string {
  const at = values.indexOf(value);
  const before = values.slice(0, at).findLast((each) => stayed.includes(each));
  const after = values.slice(at + 1).find((each) => stayed.includes(each));
  return JSON.stringify([before ?? null, after ?? null]);
}
