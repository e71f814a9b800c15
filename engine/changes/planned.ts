import type { Change } from "#engine/changes/change.ts";
import { footprint } from "#engine/changes/footprint.ts";
import { isMeanwhileName } from "#engine/changes/meanwhile.ts";
import type { QualifiedName } from "#engine/schema/name.ts";
import { constraintKey, type ObjectKey } from "#engine/schema/objectKey.ts";

/** What a list of changes already does to things that might have to step aside. */
export interface Planned {
  /** What it drops: tables, columns, indexes, constraints, objects. */
  readonly drops: ReadonlySet<ObjectKey>;
  /** Changes that a detour stands in for. Grows as detours are found. */
  readonly replaced: Set<Change>;
  readonly dropsConstraint: (table: QualifiedName, name: string) => boolean;
  /** The name that an index or constraint has after: a renaming of it is then part of the detour. */
  readonly rename: (table: QualifiedName, name: string) => string;
}

export function plannedOf(changes: readonly Change[]): Planned {
  const drops = new Set<ObjectKey>();
  const renames = new Map<ObjectKey, Extract<Change, { kind: "renameIndex" | "renameConstraint" }>>();
  const replaced = new Set<Change>();
  for (const change of changes) {
    if (change.kind.startsWith("drop")) for (const key of footprint(change).drops) drops.add(key);
    if (change.kind === "renameIndex" || change.kind === "renameConstraint") {
      renames.set(constraintKey(change.table, change.from), change);
    }
  }
  return {
    drops,
    replaced,
    dropsConstraint: (table, name) => drops.has(constraintKey(table, name)),
    rename: (table, name) => {
      const change = renames.get(constraintKey(table, name));
      if (!change) return name;
      replaced.add(change);
      const second = isMeanwhileName(change.to) ? renames.get(constraintKey(table, change.to)) : undefined;
      if (second) replaced.add(second);
      return second?.to ?? change.to;
    },
  };
}
