import type { Table } from "#engine/schema/model.ts";
import { nameKey } from "#engine/schema/name.ts";

/** The two tables that a table of a many-to-many relation joins, as Prisma makes one: by the columns `A` and `B`. */
export interface Ends {
  readonly a: string;
  readonly b: string;
}

/** The `nameKey`s of what a many-to-many table joins; null for any other table. */
export function endsOf({ columns, foreignKeys }: Table): Ends | null {
  if (columns.length !== 2 || foreignKeys.length !== 2) return null;
  const end = (column: string) => foreignKeys.find((key) => key.columns.length === 1 && key.columns[0] === column);
  const [a, b] = [end("A"), end("B")];
  return a && b ? { a: nameKey(a.references.table), b: nameKey(b.references.table) } : null;
}

/**
 * How the ends of one stand to those of another: in the same columns, or `turned`, since Prisma gives `A` to the model
 * whose name sorts first. Null where they join other tables.
 */
export function turnOf(from: Ends, to: Ends): "same" | "turned" | null {
  if (from.a === to.a && from.b === to.b) return "same";
  return from.a === to.b && from.b === to.a ? "turned" : null;
}

/** By these renames its columns trade places. */
export const tradedEnds: ReadonlyMap<string, string> = new Map([
  ["A", "B"],
  ["B", "A"],
]);
