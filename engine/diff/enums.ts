import type { Change } from "#engine/changes/change.ts";
import type { DiffContext } from "#engine/diff/context.ts";
import { differences } from "#engine/diff/match.ts";
import { equal } from "#engine/core/equal.ts";
import type { EnumType } from "#engine/schema/model.ts";
import { nameKey } from "#engine/schema/name.ts";
import { sameEnum } from "#engine/schema/same.ts";

export function diffEnums(
  from: readonly EnumType[],
  to: readonly EnumType[],
  { replacements }: Pick<DiffContext, "replacements">,
): Change[] {
  const { removed, added, changed } = differences(from, to, (type) => nameKey(type.name), sameEnum);
  return [
    ...removed.map((type): Change => ({ kind: "dropEnum", enum: type })),
    ...added.map((type): Change => ({ kind: "createEnum", enum: type })),
    ...changed.flatMap(([a, b]) => diffValues(a, b, replacements.get(nameKey(b.name)))),
  ];
}

/** Values come before others go, so that a column's default can move over in between. */
function diffValues(from: EnumType, to: EnumType, replacements?: ReadonlyMap<string, string>): Change[] {
  const changes: Change[] = [];
  const values = [...from.values];
  for (const [index, value] of to.values.entries()) {
    if (values.includes(value)) continue;
    const previous = to.values[index - 1];
    const at = previous === undefined ? 0 : values.indexOf(previous) + 1;
    values.splice(at, 0, value);
    changes.push({ kind: "addEnumValue", enum: to.name, value, at, replacement: null });
  }
  const kept = new Set(to.values);
  for (const value of from.values) {
    if (kept.has(value)) continue;
    const at = values.indexOf(value);
    values.splice(at, 1);
    const replacement = replacements?.get(value) ?? null;
    changes.push({ kind: "dropEnumValue", enum: to.name, value, at, replacement });
  }
  if (!equal(values, to.values)) changes.push({ kind: "reorderEnum", enum: to.name, from: values, to: to.values });
  return changes;
}
