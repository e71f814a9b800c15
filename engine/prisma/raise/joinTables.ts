import { joinTable } from "#engine/prisma/lower/manyToMany.ts";
import { compareBytes } from "#engine/prisma/lower/names.ts";
import type { RaisedNames } from "#engine/prisma/raise/names.ts";
import type { Table } from "#engine/schema/model.ts";
import { nameKey } from "#engine/schema/name.ts";
import { sameTable } from "#engine/schema/same.ts";

/** A table that stands for a relation of lists. */
export interface JoinedTables {
  readonly table: Table;
  readonly a: Table;
  readonly b: Table;
  /** The relation's name, with which the table can always be named. */
  readonly relation: string;
  /** Whether that is the name that Prisma gives by itself. */
  readonly standard: boolean;
}

/**
 * Tells whether Prisma would make exactly this table for a relation of lists, so that both models can have a list instead
 * of a model between them. The form of Prisma 5 and before, without a primary key, is not: the models would ask for one.
 */
export function findJoin(
  table: Table,
  {
    tables,
    names,
    ignored,
  }: {
    readonly tables: ReadonlyMap<string, Table>;
    readonly names: RaisedNames;
    readonly ignored: (table: Table) => boolean;
  },
): JoinedTables | null {
  if (!table.name.name.startsWith("_") || table.columns.length !== 2) return null;
  const [a, b] = ["A", "B"].map((column) => {
    const key = table.foreignKeys.find((k) => k.columns.length === 1 && k.columns[0] === column);
    const target = key && tables.get(nameKey(key.references.table));
    if (target?.primaryKey?.columns.length !== 1 || ignored(target)) return null;
    const id = target.columns.find((c) => c.name === target.primaryKey?.columns[0]);
    return id ? { target, end: { table: target.name, column: id.name, type: id.type } } : null;
  });
  if (!a || !b) return null;
  const [first, second] = [names.model(a.target), names.model(b.target)];
  if (compareBytes(first, second) > 0 || table.name.schema !== a.target.name.schema) return null;
  const relation = table.name.name.slice(1);
  const made = joinTable({ schema: table.name.schema, relation, a: a.end, b: b.end }, { foreignKeys: true });
  if (!sameTable(made, table)) return null;
  return { table, a: a.target, b: b.target, relation, standard: relation === `${first}To${second}` };
}
