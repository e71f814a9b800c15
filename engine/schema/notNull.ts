import type { Column, NotNull, Schema } from "#engine/schema/model.ts";

/** What PostgreSQL makes of NOT NULL where nobody says more. */
export const usualNotNull: NotNull = { name: null, validated: true, inherits: true };

/** Equality of how two columns are required; a name that PostgreSQL could have chosen says nothing. */
export function sameNotNull(a: NotNull | null, b: NotNull | null): boolean {
  if (a === b) return true;
  const [left, right] = [a ?? usualNotNull, b ?? usualNotNull];
  return left.validated === right.validated && left.inherits === right.inherits && givenName(left) === givenName(right);
}

/**
 * The name where somebody gave it. PostgreSQL's own holds those that table and column had at the time, cut to fit, and a
 * number where it was taken: `tasks_owner_not_null1`.
 */
export function givenName({ name }: NotNull): string | null {
  return name === null || /._.+_not_null\d*$/s.test(name) ? null : name;
}

/** As a partition or an heir has it: by a name of its own, and not at all where it isn't passed on. */
export function inheritedNotNull({ nullable, notNull }: Column): Pick<Column, "nullable" | "notNull"> {
  if (notNull?.inherits === false) return { nullable: true, notNull: null };
  return { nullable, notNull: notNull?.validated === false ? { ...usualNotNull, validated: false } : null };
}

/** As a PostgreSQL before 18 tells it, which gives NOT NULL neither name nor state. */
export function withoutNotNulls(schema: Schema): Schema {
  if (!hasNotNulls(schema)) return schema;
  const plain = (column: Column) => (column.notNull === null ? column : { ...column, notNull: null });
  return { ...schema, tables: schema.tables.map((table) => ({ ...table, columns: table.columns.map(plain) })) };
}

export function hasNotNulls({ tables }: Schema): boolean {
  return tables.some(({ columns }) => columns.some(({ notNull }) => notNull !== null));
}
