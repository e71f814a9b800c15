import {
  type Column,
  type ColumnType,
  emptySchema,
  type EnumType,
  type ForeignKey,
  type CatalogObject,
  type CatalogObjectKind,
  type Index,
  type IndexKey,
  plainColumn,
  plainForeignKey,
  plainIndex,
  plainIndexKey,
  plainPrimaryKey,
  plainSequence,
  plainTable,
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
  return { ...plainColumn(name, typeof type === "string" ? builtin(type) : type), ...more };
}

/** `INTEGER` with a sequence of its usual name. */
export function serial(table: string, name = "id", type = "int4"): Column {
  return column(name, type, { default: { kind: "serial", sequence: inPublic(`${table}_${name}_seq`) } });
}

export function table(name: QualifiedName | string, columns: readonly Column[], more: Partial<Table> = {}): Table {
  return { ...plainTable(typeof name === "string" ? inPublic(name) : name, columns), ...more };
}

/** With a serial id as its primary key. */
export function entity(name: string, columns: readonly Column[] = [], more: Partial<Table> = {}): Table {
  return table(name, [serial(name), ...columns], { primaryKey: plainPrimaryKey(`${name}_pkey`, ["id"]), ...more });
}

export function key(name: string, more: Partial<IndexKey> = {}): IndexKey {
  return { ...plainIndexKey(name), ...more };
}

export function index(name: string, keys: readonly (IndexKey | string)[], more: Partial<Index> = {}): Index {
  const all = keys.map((each) => (typeof each === "string" ? key(each) : each));
  return { ...plainIndex(name, all), ...more };
}

/** To `id` of a table in `public`, with Prisma's actions for a required column. */
export function foreignKey(
  name: string,
  columns: readonly string[],
  to: QualifiedName | string,
  more: Partial<ForeignKey> = {},
): ForeignKey {
  const references = { table: typeof to === "string" ? inPublic(to) : to, columns: ["id"] };
  return { ...plainForeignKey(name, columns, references), onDelete: "restrict", onUpdate: "cascade", ...more };
}

export function enumOf(name: string, ...values: readonly string[]): EnumType {
  return { name: inPublic(name), values };
}

/** As `CREATE SEQUENCE name` makes it. */
export function sequence(name: string, more: Partial<Sequence> = {}): Sequence {
  return { name: inPublic(name), ownedBy: null, ...plainSequence("int8"), ...more };
}

export function catalogObject(
  kind: CatalogObjectKind,
  name: QualifiedName | string,
  definition: string,
  more: Partial<CatalogObject> = {},
): CatalogObject {
  const qualified = typeof name === "string" ? inPublic(name) : name;
  return { kind, name: qualified, table: null, definition, parts: [], dependsOn: [], ...more };
}
