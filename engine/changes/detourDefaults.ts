import type { Change } from "#engine/changes/change.ts";
import type { Planned } from "#engine/changes/planned.ts";
import type { Column, ColumnDefault } from "#engine/schema/model.ts";
import { enumValueKey, type ObjectKey } from "#engine/schema/objectKey.ts";

/** Defaults that give up a value of an enum for one that comes: the enum is made anew while the column has none. */
export function detourDefaults(changes: readonly Change[], planned: Planned): Change[] {
  const valuesOf = (kind: "addEnumValue" | "dropEnumValue") =>
    new Set(changes.flatMap((change) => (change.kind === kind ? [enumValueKey(change.enum, change.value)] : [])));
  const gone = valuesOf("dropEnumValue");
  if (gone.size === 0) return [];
  const come = valuesOf("addEnumValue");
  const names = ({ type, default: value }: Column, values: ReadonlySet<ObjectKey>) =>
    type.kind === "enum" && textsOf(value).some((text) => values.has(enumValueKey(type.name, text)));
  return changes.flatMap((change): Change[] => {
    if (change.kind !== "alterColumn" || planned.replaced.has(change)) return [];
    if (!names(change.from, gone) || !names(change.to, come)) return [];
    planned.replaced.add(change);
    const without = { ...change.from, default: null };
    return [
      { ...change, to: without, fill: null },
      { ...change, from: without },
    ];
  });
}

function textsOf(value: ColumnDefault | null): readonly string[] {
  return value?.kind === "literal" ? [value.text] : value?.kind === "list" ? value.elements : [];
}
