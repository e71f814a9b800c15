import { displayName, type QualifiedName } from "#engine/schema/name.ts";

/** Something that keeps its rows and values under another name. A column's table is named as it was before. */
export type Rename =
  | { readonly kind: "table"; readonly from: QualifiedName; readonly to: QualifiedName }
  | { readonly kind: "column"; readonly table: QualifiedName; readonly from: string; readonly to: string };

/** As a revision's header has it: `tasks.description -> details`. */
export function printRename(rename: Rename, home: string): string {
  if (rename.kind === "column") return `${displayName(rename.table, home)}.${rename.from} -> ${rename.to}`;
  const to = rename.to.schema === rename.from.schema ? rename.to.name : displayName(rename.to, home);
  return `${displayName(rename.from, home)} -> ${to}`;
}
