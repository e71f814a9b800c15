import type { Change } from "#engine/changes/change.ts";
import { nameKey, type QualifiedName } from "#engine/schema/name.ts";

/** The names that a table and its column have once `later` has run, of changes that rename among others. */
export function laterNames(
  { table, column }: { readonly table: QualifiedName; readonly column: string },
  later: readonly Change[],
): { readonly table: QualifiedName; readonly column: string } {
  return later.reduce(
    (now, change) => {
      if (change.kind === "renameTable" && nameKey(change.from) === nameKey(now.table)) {
        return { ...now, table: change.to };
      }
      const isOwn = change.kind === "renameColumn" && nameKey(change.table) === nameKey(now.table);
      return isOwn && change.from === now.column ? { ...now, column: change.to } : now;
    },
    { table, column },
  );
}
