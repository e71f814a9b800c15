import {
  type Column,
  type ColumnDefault,
  type ColumnType,
  type EnumType,
  plainColumn,
  type QualifiedName,
} from "#engine/index.ts";
import type { PartBlueprint } from "#test/support/schemaBlueprint.ts";

/** What columns may be made of. */
export interface ColumnStock {
  readonly enums: readonly EnumType[];
  /** The extension of that name is installed. */
  readonly citext: boolean;
  /** Takes a name among the relations and types; false where it is taken. */
  readonly take: (name: QualifiedName) => boolean;
}

const columnNames = ["id", "title", "Done", "due at", "select", "preis", "n", "größe"];

/** The column after `others`; null where its name is taken. */
export function buildColumn(
  part: PartBlueprint,
  table: QualifiedName,
  others: readonly Column[],
  stock: ColumnStock,
): Column | null {
  const name = columnNames[part.name % columnNames.length] ?? "";
  if (others.some((other) => other.name === name)) return null;
  const { options } = part;
  const base = baseType(part, stock);
  const type: ColumnType = options % 8 === 7 ? { ...base.type, array: true } : base.type;
  const column: Column = {
    ...plainColumn(name, type),
    nullable: options % 2 === 0,
    collation: base.text && options % 5 === 4 ? "C" : null,
  };
  if (type.array) {
    const elements = [base.literals.slice(0, options % 3), null][options % 2];
    return { ...column, default: elements ? { kind: "list", elements } : null };
  }
  const integer = type.kind === "builtin" && ["int2", "int4", "int8"].includes(type.name);
  const source = others.find((other) => isPlainInt4(other));
  switch (options % 6) {
    case 0:
      return { ...column, default: { kind: "literal", text: pick(base.literals, options) } };
    case 1:
      return base.expression === null ? column : { ...column, default: expression(base.expression) };
    case 2: {
      const sequence = { schema: table.schema, name: `${table.name}_${name}_seq` };
      if (!integer || !stock.take(sequence)) return column;
      return { ...column, nullable: false, default: { kind: "serial", sequence } };
    }
    case 3:
      if (!integer || !stock.take({ schema: table.schema, name: `${table.name}_${name}_seq` })) return column;
      return { ...column, nullable: false, identity: options % 4 === 3 ? "always" : "by default" };
    case 4:
      return type.kind === "builtin" && type.name === "int4" && source
        ? { ...column, generated: { expression: `(${spelled(source.name)} * 2)`, stored: true } }
        : column;
    default:
      return column;
  }
}

/** As PostgreSQL prints a name. */
export function spelled(name: string): string {
  return /^[a-z_][a-z0-9_]*$/.test(name) && !["order", "select"].includes(name) ? name : `"${name}"`;
}

interface BaseType {
  readonly type: ColumnType;
  readonly text?: boolean;
  /** Constants in the form in which the catalog prints them. */
  readonly literals: readonly string[];
  readonly expression: string | null;
}

function baseType(part: PartBlueprint, { enums, citext }: ColumnStock): BaseType {
  const choice = part.kind % (builtins.length + 3);
  const chosen = builtins[choice];
  if (chosen) return chosen;
  const type = enums[part.kind % Math.max(enums.length, 1)];
  if (choice === builtins.length && citext) {
    const other: ColumnType = { kind: "other", schema: null, name: "citext", args: [], array: false };
    return { type: other, literals: ["none"], expression: null };
  }
  if (!type) return builtins[0] as BaseType;
  return { type: { kind: "enum", name: type.name, array: false }, literals: type.values, expression: null };
}

function builtin(
  name: string,
  args: readonly number[],
  literals: readonly string[],
  sql: string | null = null,
): BaseType {
  return {
    type: { kind: "builtin", name, args, array: false },
    text: ["text", "varchar"].includes(name),
    literals,
    expression: sql,
  };
}

const builtins: readonly BaseType[] = [
  builtin("int4", [], ["0", "1", "-5"]),
  builtin("int2", [], ["7"]),
  builtin("int8", [], ["9007199254740993", "0"]),
  builtin("text", [], ["pending", "", "it's", "a\\b"], "lower('X'::text)"),
  builtin("varchar", [50], ["pending", "done"]),
  builtin("varchar", [10], ["pending"]),
  builtin("numeric", [10, 2], ["1.50", "0"]),
  builtin("numeric", [], ["1.500"]),
  builtin("bool", [], ["true", "false"]),
  builtin("timestamp", [3], ["2020-01-01 00:00:00"], "CURRENT_TIMESTAMP"),
  builtin("timestamptz", [], ["2020-01-01 00:00:00+00"], "(now() + '1 day'::interval)"),
  builtin("date", [], ["2020-02-29"]),
  builtin("uuid", [], ["6f9619ff-8b86-d011-b42d-00cf4fc964ff"], "gen_random_uuid()"),
  builtin("jsonb", [], ['{"a": 1}', "[]"]),
];

function isPlainInt4({ type, generated }: Column): boolean {
  return type.kind === "builtin" && type.name === "int4" && !type.array && generated === null;
}

function expression(sql: string): ColumnDefault {
  return { kind: "expression", sql };
}

function pick<T>(items: readonly T[], at: number): T {
  return items[at % items.length] as T;
}
