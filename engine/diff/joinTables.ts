import type { Change } from "#engine/changes/change.ts";
import type { Schema, Table } from "#engine/schema/model.ts";
import { nameKey, type QualifiedName } from "#engine/schema/name.ts";

/** The two tables that a table of a many-to-many relation joins, as Prisma makes one: by the columns `A` and `B`. */
export interface Ends {
  readonly a: string;
  readonly b: string;
}

/**
 * The `nameKey`s of what a many-to-many table joins; null for any other table. Without foreign keys (`relationMode =
 * "prisma"`) only a name that Prisma made of those of `tables` tells it.
 */
export function endsOf(table: Table, tables: ReadonlyMap<string, Table>): Ends | null {
  if (table.columns.length !== 2) return null;
  if (table.foreignKeys.length === 0) return endsByName(table, tables);
  if (table.foreignKeys.length !== 2) return null;
  const end = (column: string) =>
    table.foreignKeys.find((key) => key.columns.length === 1 && key.columns[0] === column);
  const [a, b] = [end("A"), end("B")];
  return a && b ? { a: nameKey(a.references.table), b: nameKey(b.references.table) } : null;
}

/** Of `_XToY`, where X and Y are tables of its schema and there is one way only to read it so. */
function endsByName({ name, columns }: Table, tables: ReadonlyMap<string, Table>): Ends | null {
  if (!name.name.startsWith("_") || !(columns[0]?.name === "A" && columns[1]?.name === "B")) return null;
  const known = (part: string) => {
    const key = nameKey({ schema: name.schema, name: part });
    return tables.has(key) ? key : null;
  };
  const found = [...name.name.matchAll(/To/g)].flatMap(({ index }) => {
    const [a, b] = [known(name.name.slice(1, index)), known(name.name.slice(index + 2))];
    return a !== null && b !== null ? [{ a, b }] : [];
  });
  return found.length === 1 ? (found[0] ?? null) : null;
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

/**
 * Tables of many-to-many relations that `changes` leave as they are while models change their names, and of which nothing
 * tells what they join: without foreign keys, under a name that a relation was given. Whether their columns have to trade
 * places, only a person knows.
 */
export function unknownTurns(changes: readonly Change[], { tables }: Schema): readonly QualifiedName[] {
  const renamed = new Set(changes.flatMap((change) => (change.kind === "renameTable" ? [nameKey(change.to)] : [])));
  const come = new Set(
    changes.flatMap((change) => (change.kind === "createTable" ? [nameKey(change.table.name)] : [])),
  );
  const byName = new Map(tables.map((table) => [nameKey(table.name), table]));
  const unknown = tables.filter(({ name, columns, foreignKeys }) => {
    const isJoin = name.name.startsWith("_") && columns.length === 2 && foreignKeys.length === 0;
    return isJoin && columns.every((column) => column.name === "A" || column.name === "B");
  });
  const isRenamed = tables.some(({ name }) => renamed.has(nameKey(name)) && !name.name.startsWith("_"));
  const left = unknown.filter((table) => !come.has(nameKey(table.name)) && endsOf(table, byName) === null);
  return isRenamed ? left.map(({ name }) => name) : [];
}
