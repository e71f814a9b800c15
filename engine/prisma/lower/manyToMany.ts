import type { ModelField } from "#engine/prisma/lower/declarations.ts";
import { cutName, withSuffix } from "#engine/prisma/lower/names.ts";
import type { RelationField } from "#engine/prisma/lower/relations.ts";
import type { ColumnType, ForeignKey, Table } from "#engine/schema/model.ts";

/** An end of the table that joins two models: the relation field, and the id that it refers to. */
export interface JoinSide {
  readonly relation: RelationField;
  readonly id: ModelField;
  readonly type: ColumnType;
}

/**
 * The table that Prisma makes for lists on both sides, `_AToB` or `_name`, in A's schema: columns `A` and `B`, a key over
 * both, an index on `B`. `foreignKeys` is false in relation mode `prisma`.
 */
export function joinTable(a: JoinSide, b: JoinSide, options: { readonly foreignKeys: boolean }): Table {
  const models = [a, b].map((side) => side.relation.model);
  const stem = `_${a.relation.name ?? models.map((model) => model.name).join("To")}`;
  const name = cutName(stem);
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
    name: { schema: a.relation.model.table.schema, name },
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

function foreignKey(name: string, column: string, { id }: JoinSide): ForeignKey {
  return {
    name,
    columns: [column],
    references: { table: id.model.table, columns: [id.column] },
    onDelete: "cascade",
    onUpdate: "cascade",
    match: "simple",
    deferrable: "no",
    validated: true,
  };
}
