import type { CatalogObject, Column, NotNull, Schema } from "#engine/schema/model.ts";

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

/** The first versions, as `server_version_num`, of which a catalog tells more of NOT NULL than that it is there. */
const since = { columns: 180_000, domains: 170_000 };

/** As a PostgreSQL of this version tells it: before 18 NOT NULL has neither name nor state, before 17 that of a domain none. */
export function withNotNullsOf(schema: Schema, version: number): Schema {
  if (version >= since.columns || !hasNotNulls(schema)) return schema;
  const plain = (column: Column) => (column.notNull === null ? column : { ...column, notNull: null });
  return {
    ...schema,
    tables: schema.tables.map((table) => ({ ...table, columns: table.columns.map(plain) })),
    objects: version >= since.domains ? schema.objects : schema.objects.map(withoutName),
  };
}

export function hasNotNulls({ tables, objects }: Schema): boolean {
  return (
    tables.some(({ columns }) => columns.some(({ notNull }) => notNull !== null)) ||
    objects.some((object) => withoutName(object) !== object)
  );
}

function withoutName(object: CatalogObject): CatalogObject {
  const required = object.kind === "domain" ? object.parts.find(({ name }) => name === "required") : undefined;
  if (required === undefined || required.text === "NOT NULL") return object;
  return {
    ...object,
    definition: object.definition.replace(required.text, "NOT NULL"),
    parts: object.parts.map((part) => (part === required ? { ...part, text: "NOT NULL" } : part)),
  };
}
