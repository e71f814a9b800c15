import { type Column, type Index, plainForeignKey, plainIndex, type Schema, type Table } from "#engine/index.ts";

/** Of a schema what models can say: as if someone had written models for that very database. */
export function sayable(schema: Schema): Schema {
  return {
    ...schema,
    extensions: schema.extensions.map((extension) => ({ ...extension, schema: null, version: null })),
    tables: schema.tables.map((table) => ({
      ...table,
      columns: table.columns.map((column) => sayableColumn(column, table)),
      indexes: table.indexes.filter(isSayable).map(sayableIndex),
      foreignKeys: table.foreignKeys.map((key) => ({
        ...plainForeignKey(key.name, key.columns, key.references),
        onDelete: key.onDelete,
        onUpdate: key.onUpdate,
      })),
      checks: [],
    })),
    sequences: [],
    objects: [],
  };
}

function sayableColumn(column: Column, { name, primaryKey }: Table): Column {
  const sequence = { schema: name.schema, name: `${name.name}_${column.name}_seq` };
  return {
    ...column,
    nullable: column.nullable || (column.type.array && primaryKey?.columns.includes(column.name) !== true),
    default: column.identity === null ? column.default : { kind: "serial", sequence },
    identity: null,
    sequence: null,
    generated: null,
    collation: null,
  };
}

function isSayable(index: Index): boolean {
  return index.predicate === null && index.keys.every(({ on }) => on.kind === "column");
}

function sayableIndex(index: Index): Index {
  return {
    ...plainIndex(
      index.name,
      index.keys.map((key) => ({ ...key, nulls: null, collation: null })),
    ),
    unique: index.unique,
    method: index.method,
  };
}
