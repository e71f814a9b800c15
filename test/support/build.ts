import {
  type Column,
  type ColumnType,
  emptySchema,
  type EnumType,
  type ForeignKey,
  type Index,
  type IndexKey,
  type QualifiedName,
  type Schema,
  type Sequence,
  type Table,
} from "#engine/index.ts";

/** Schema values for tests, with what matters said and the rest as usual. */

export function inPublic(name: string): QualifiedName {
  return { schema: "public", name };
}

export function schemaOf(parts: Partial<Schema>): Schema {
  return { ...emptySchema, ...parts };
}

export function builtin(name: string, ...args: readonly number[]): ColumnType {
  return { kind: "builtin", name, args, array: false };
}

export function enumType(name: string, schema = "public"): ColumnType {
  return { kind: "enum", name: { schema, name }, array: false };
}

export function listOf(type: ColumnType): ColumnType {
  return { ...type, array: true };
}

/** Required, without a default. A type by itself is a builtin. */
export function column(name: string, type: ColumnType | string = "text", more: Partial<Column> = {}): Column {
  return {
    name,
    type: typeof type === "string" ? builtin(type) : type,
    nullable: false,
    default: null,
    identity: null,
    generated: null,
    collation: null,
    ...more,
  };
}

/** `INTEGER` with a sequence of its usual name. */
export function serial(table: string, name = "id", type = "int4"): Column {
  return column(name, type, { default: { kind: "serial", sequence: inPublic(`${table}_${name}_seq`) } });
}

export function table(name: QualifiedName | string, columns: readonly Column[], more: Partial<Table> = {}): Table {
  const qualified = typeof name === "string" ? inPublic(name) : name;
  return { name: qualified, columns, primaryKey: null, indexes: [], foreignKeys: [], checks: [], ...more };
}

/** With a serial id as its primary key. */
export function entity(name: string, columns: readonly Column[] = [], more: Partial<Table> = {}): Table {
  return table(name, [serial(name), ...columns], { primaryKey: { name: `${name}_pkey`, columns: ["id"] }, ...more });
}

export function key(name: string, more: Partial<IndexKey> = {}): IndexKey {
  return {
    on: { kind: "column", name },
    descending: false,
    nulls: null,
    operatorClass: null,
    collation: null,
    ...more,
  };
}

export function index(name: string, keys: readonly (IndexKey | string)[], more: Partial<Index> = {}): Index {
  return {
    name,
    unique: false,
    constraint: false,
    method: "btree",
    keys: keys.map((each) => (typeof each === "string" ? key(each) : each)),
    include: [],
    predicate: null,
    nullsNotDistinct: false,
    valid: true,
    storage: [],
    ...more,
  };
}

/** To `id` of a table in `public`, with Prisma's actions for a required column. */
export function foreignKey(
  name: string,
  columns: readonly string[],
  to: QualifiedName | string,
  more: Partial<ForeignKey> = {},
): ForeignKey {
  return {
    name,
    columns,
    references: { table: typeof to === "string" ? inPublic(to) : to, columns: ["id"] },
    onDelete: "restrict",
    onUpdate: "cascade",
    match: "simple",
    deferrable: "no",
    validated: true,
    ...more,
  };
}

export function enumOf(name: string, ...values: readonly string[]): EnumType {
  return { name: inPublic(name), values };
}

/** As `CREATE SEQUENCE name` makes it. */
export function sequence(name: string, more: Partial<Sequence> = {}): Sequence {
  return {
    name: inPublic(name),
    type: "int8",
    start: "1",
    increment: "1",
    min: "1",
    max: "9223372036854775807",
    cache: "1",
    cycle: false,
    ...more,
  };
}
