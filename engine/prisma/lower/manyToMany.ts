import { cutName, withSuffix } from "#engine/prisma/lower/names.ts";
import type { ColumnType, ForeignKey, Table } from "#engine/schema/model.ts";
import type { QualifiedName } from "#engine/schema/name.ts";
import {
  plainColumn,
  plainForeignKey,
  plainIndex,
  plainIndexKey,
  plainPrimaryKey,
  plainTable,
} from "#engine/schema/plain.ts";

/** An end of a table that joins two models: the id that it refers to. */
export interface JoinEnd {
  readonly table: QualifiedName;
  readonly column: string;
  readonly type: ColumnType;
}

export interface JoinTable {
  readonly schema: string;
  /** The relation's name, or `AToB` by the names of the models. */
  readonly relation: string;
  readonly a: JoinEnd;
  readonly b: JoinEnd;
}

/**
 * The table that Prisma makes for lists on both sides: `_AToB` or `_name`, columns `A` and `B`, a key over both, an index
 * on `B`. `foreignKeys` is false in relation mode `prisma`.
 */
export function joinTable({ schema, relation, a, b }: JoinTable, options: { readonly foreignKeys: boolean }): Table {
  const name = cutName(`_${relation}`);
  return {
    ...plainTable({ schema, name }, [plainColumn("A", a.type), plainColumn("B", b.type)]),
    primaryKey: plainPrimaryKey(withSuffix(name, "_AB_pkey"), ["A", "B"]),
    indexes: [plainIndex(withSuffix(name, "_B_index"), [plainIndexKey("B")])],
    foreignKeys: options.foreignKeys
      ? [foreignKey(withSuffix(name, "_A_fkey"), "A", a), foreignKey(withSuffix(name, "_B_fkey"), "B", b)]
      : [],
  };
}

function foreignKey(name: string, column: string, end: JoinEnd): ForeignKey {
  const references = { table: end.table, columns: [end.column] };
  return { ...plainForeignKey(name, [column], references), onDelete: "cascade", onUpdate: "cascade" };
}
