import { cutName, withSuffix } from "#engine/prisma/lower/names.ts";
import type { ColumnType, ForeignKey, Table } from "#engine/schema/model.ts";
import type { QualifiedName } from "#engine/schema/name.ts";

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
  const column = (title: string, type: ColumnType): Table["columns"][number] => ({
    name: title,
    type,
    nullable: false,
    default: null,
    identity: null,
    generated: null,
    collation: null,
  });
  return {
    name: { schema, name },
    columns: [column("A", a.type), column("B", b.type)],
    primaryKey: { name: withSuffix(name, "_AB_pkey"), columns: ["A", "B"] },
    indexes: [
      {
        name: withSuffix(name, "_B_index"),
        unique: false,
        constraint: false,
        method: "btree",
        keys: [
          { on: { kind: "column", name: "B" }, descending: false, nulls: null, operatorClass: null, collation: null },
        ],
        include: [],
        predicate: null,
        nullsNotDistinct: false,
        valid: true,
        storage: [],
      },
    ],
    foreignKeys: options.foreignKeys
      ? [foreignKey(withSuffix(name, "_A_fkey"), "A", a), foreignKey(withSuffix(name, "_B_fkey"), "B", b)]
      : [],
    checks: [],
  };
}

function foreignKey(name: string, column: string, end: JoinEnd): ForeignKey {
  return {
    name,
    columns: [column],
    references: { table: end.table, columns: [end.column] },
    onDelete: "cascade",
    onUpdate: "cascade",
    match: "simple",
    deferrable: "no",
    validated: true,
  };
}
