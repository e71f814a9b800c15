import type { Change, ChangeOf } from "#engine/changes/change.ts";
import { mentions } from "#engine/schema/expressionNames.ts";
import type { Column, ColumnType, Schema, Table } from "#engine/schema/model.ts";
import { nameKey, type QualifiedName, sameName } from "#engine/schema/name.ts";
import { printType, quoteTypeName } from "#engine/sql/columnTypes.ts";
import { printColumnDefault } from "#engine/sql/defaults.ts";
import { createEnumStatement, findEnum } from "#engine/sql/enums.ts";
import { cutToBytes, longestName } from "#engine/schema/nameLength.ts";
import { quoteIdentifier, quoteLiteral, quoteName } from "#engine/sql/quote.ts";
import { type Context, sql, type Sql } from "#engine/sql/rendering.ts";

/**
 * An enum that loses a value or changes its order is made anew, under its name: PostgreSQL can only add and rename
 * values. Every column that uses it moves over through text. What PostgreSQL keeps in terms of the old type, conditions
 * of indexes for one, has stepped aside: `diff` makes changes of that, so that they can be seen.
 */
export function rebuildEnum({ enum: name }: ChangeOf<"dropEnumValue" | "reorderEnum">, context: Context): Sql {
  const { home } = context;
  const before = context.before();
  const values = findEnum(context.after(), name)?.values ?? [];
  const users = usersOf(before, name);
  if (users.length === 0) {
    return sql(`DROP TYPE ${quoteTypeName(name, home)}`, createEnumStatement({ name, values }, home));
  }
  const next = freeName(before, name);
  const replaced = replacementsOf(context.run);
  return sql(
    createEnumStatement({ name: next, values }, home),
    ...users.flatMap((user) => moveColumns(user, next, replaced, home)),
    `DROP TYPE ${quoteTypeName(name, home)}`,
    `ALTER TYPE ${quoteTypeName(next, home)} RENAME TO ${quoteIdentifier(name.name)}`,
    ...users.flatMap((user) => setDefaults(user, home)),
  );
}

interface User {
  readonly table: Table;
  /** Columns of the type. */
  readonly columns: readonly Column[];
  /** Columns with a default that is of the type or casts to it. */
  readonly defaults: readonly Column[];
}

function usersOf(schema: Schema, name: QualifiedName): User[] {
  const isOfType = ({ type }: Column) => type.kind === "enum" && sameName(type.name, name);
  const says = (text: string) => mentions(text).has(name.name);
  const users = schema.tables.map((table) => ({
    table,
    columns: table.columns.filter((column) => isOfType(column) && column.generated === null),
    defaults: table.columns.filter(
      (column) =>
        column.default && (isOfType(column) || (column.default.kind === "expression" && says(column.default.sql))),
    ),
  }));
  return users.filter(({ columns, defaults }) => columns.length + defaults.length > 0);
}

/** What rows hold instead of values that go. */
type Replacements = readonly (readonly [value: string, replacement: string])[];

function replacementsOf(run: readonly Change[]): Replacements {
  return run.flatMap((change): Replacements =>
    change.kind === "dropEnumValue" && change.replacement !== null ? [[change.value, change.replacement]] : [],
  );
}

/** `text`, an expression of type TEXT or TEXT[], with them in place. */
function replace(text: string, replaced: Replacements, { list }: { readonly list: boolean }): string {
  if (replaced.length === 0) return text;
  if (list) {
    return replaced.reduce(
      (sql, [from, to]) => `array_replace(${sql}, ${quoteLiteral(from)}, ${quoteLiteral(to)})`,
      text,
    );
  }
  const cases = replaced.map(([from, to]) => `WHEN ${quoteLiteral(from)} THEN ${quoteLiteral(to)}`);
  return `(CASE ${text} ${cases.join(" ")} ELSE ${text} END)`;
}

function moveColumns(
  { table, columns, defaults }: User,
  next: QualifiedName,
  replaced: Replacements,
  home: string,
): string[] {
  const actions = [
    ...defaults.map(({ name }) => `ALTER COLUMN ${quoteIdentifier(name)} DROP DEFAULT`),
    ...columns.map(({ name, type }) => {
      const own = quoteIdentifier(name);
      const text: ColumnType = { kind: "builtin", name: "text", args: [], array: type.array };
      const target = printType({ kind: "enum", name: next, array: type.array }, home);
      const value = replace(`${own}::${printType(text, home)}`, replaced, { list: type.array });
      return `ALTER COLUMN ${own} SET DATA TYPE ${target} USING ${value}::${target}`;
    }),
  ];
  return alterTable(table, actions, home);
}

function setDefaults({ table, defaults }: User, home: string): string[] {
  const actions = defaults.map(
    (column) => `ALTER COLUMN ${quoteIdentifier(column.name)} SET DEFAULT ${printColumnDefault(column, home)}`,
  );
  return alterTable(table, actions, home);
}

function alterTable(table: Table, actions: readonly string[], home: string): string[] {
  return actions.length > 0 ? [`ALTER TABLE ${quoteName(table.name, home)} ${actions.join(",\n")}`] : [];
}

/** A name beside the enum's that no type, table or sequence of its schema has. */
function freeName(schema: Schema, name: QualifiedName): QualifiedName {
  const taken = new Set(
    [...schema.enums, ...schema.tables, ...schema.sequences, ...schema.objects].map((object) => nameKey(object.name)),
  );
  for (let count = 1; ; count++) {
    const suffix = count === 1 ? "_new" : `_new${count}`;
    const candidate = { schema: name.schema, name: cutToBytes(name.name, longestName - suffix.length) + suffix };
    if (!taken.has(nameKey(candidate))) return candidate;
  }
}
