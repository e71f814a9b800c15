import type { Change, ChangeOf } from "#engine/changes/change.ts";
import { differences } from "#engine/diff/match.ts";
import { equal } from "#engine/core/equal.ts";
import type { EnumType, Schema } from "#engine/schema/model.ts";
import { nameKey, type QualifiedName, sameName } from "#engine/schema/name.ts";
import { sameEnum } from "#engine/schema/same.ts";

export function diffEnums(from: readonly EnumType[], to: readonly EnumType[]): Change[] {
  const { removed, added, changed } = differences(from, to, (type) => nameKey(type.name), sameEnum);
  return [
    ...removed.map((type): Change => ({ kind: "dropEnum", enum: type })),
    ...added.map((type): Change => ({ kind: "createEnum", enum: type })),
    ...changed.flatMap(([a, b]) => diffValues(a, b)),
  ];
}

/**
 * Enums that were renamed, as far as it shows: one went, one with the very same values came, and a column changed over
 * from the one to the other. Nothing is lost by guessing: the end is the same, and rows keep their values.
 */
export function renamedEnums(from: Schema, to: Schema): ChangeOf<"renameEnum">[] {
  const { removed, added } = differences(from.enums, to.enums, (type) => nameKey(type.name), sameEnum);
  if (removed.length === 0 || added.length === 0) return [];
  const taken = new Set(from.tables.map((table) => nameKey(table.name)));
  return removed.flatMap((old): ChangeOf<"renameEnum">[] => {
    const alike = added.filter((type) => equal(type.values, old.values));
    const [type] = alike;
    if (type === undefined || alike.length > 1 || taken.has(nameKey(type.name))) return [];
    if (removed.some((other) => other !== old && equal(other.values, old.values))) return [];
    if (!changesOver(from, to, old.name, type.name)) return [];
    return [{ kind: "renameEnum", from: old.name, to: type.name }];
  });
}

/** Values come before others go, so that a column's default can move over in between. */
function diffValues(from: EnumType, to: EnumType): Change[] {
  const changes: Change[] = [];
  const values = [...from.values];
  for (const [index, value] of to.values.entries()) {
    if (values.includes(value)) continue;
    const previous = to.values[index - 1];
    const at = previous === undefined ? 0 : values.indexOf(previous) + 1;
    values.splice(at, 0, value);
    changes.push({ kind: "addEnumValue", enum: to.name, value, at });
  }
  const kept = new Set(to.values);
  for (const value of from.values) {
    if (kept.has(value)) continue;
    const at = values.indexOf(value);
    values.splice(at, 1);
    changes.push({ kind: "dropEnumValue", enum: to.name, value, at });
  }
  if (!equal(values, to.values)) changes.push({ kind: "reorderEnum", enum: to.name, from: values, to: to.values });
  return changes;
}

function changesOver(from: Schema, to: Schema, old: QualifiedName, type: QualifiedName): boolean {
  const newTables = new Map(to.tables.map((table) => [nameKey(table.name), table]));
  return from.tables.some((table) =>
    table.columns.some((column) => {
      if (column.type.kind !== "enum" || !sameName(column.type.name, old)) return false;
      const other = newTables.get(nameKey(table.name))?.columns.find(({ name }) => name === column.name);
      return other?.type.kind === "enum" && sameName(other.type.name, type);
    }),
  );
}
