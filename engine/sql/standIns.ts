import type { Handover, RowFill } from "#engine/changes/change.ts";
import { typeFamily, type TypeFamily } from "#engine/schema/castable.ts";
import { mentions } from "#engine/schema/expressionNames.ts";
import { tableFinder } from "#engine/schema/inherited.ts";
import type { ColumnType, EnumType, Index, Schema, Table } from "#engine/schema/model.ts";
import { type QualifiedName, sameName } from "#engine/schema/name.ts";
import { quoteLiteral } from "#engine/sql/quote.ts";

/** A required column that comes back, by the names that it has in the end. */
export interface Returning {
  readonly table: QualifiedName;
  readonly column: string;
  readonly type: ColumnType;
}

/** The tables that it comes back to, and the enums that there are when it does. */
export type Surroundings = Pick<Schema, "tables" | "enums">;

/** A value for each row, as SQL. */
type StandIn = Exclude<RowFill, Handover>;

/** What stands in for the values of a column that comes back; null where nothing can. */
export function standInFor({ table, column, type }: Returning, { tables, enums }: Surroundings): StandIn | null {
  const found = tableFinder(tables)(table);
  if (found && refers(found, column)) return null;
  const distinct = found && isToBeUnique(found, column) ? distinctStandIn(type) : null;
  if (distinct === null) return standIn(type, enums);
  const counts = typeof distinct !== "string" && distinct.perNumber === number;
  return counts && isReferredTo(table, column, tables) ? { perNumber: `-${number}` } : distinct;
}

/** Rows elsewhere that still hold what the column held would find other rows by numbers that count up. */
function isReferredTo(table: QualifiedName, column: string, tables: readonly Table[]): boolean {
  return tables.some(({ foreignKeys }) =>
    foreignKeys.some(({ references }) => sameName(references.table, table) && references.columns.includes(column)),
  );
}

/** A foreign key over it that is kept: whatever stood in would refer to nothing, or to a row that was never meant. */
function refers({ foreignKeys }: Table, column: string): boolean {
  return foreignKeys.some(({ columns, validated, enforced }) => validated && enforced && columns.includes(column));
}

/** A key or a unique index holds the column, alone or with others that may well be alike. */
function isToBeUnique({ primaryKey, indexes }: Table, column: string): boolean {
  const holds = ({ keys }: Index) =>
    keys.some(({ on }) => (on.kind === "column" ? on.name === column : mentions(on.sql).has(column)));
  return primaryKey?.columns.includes(column) === true || indexes.some((index) => index.unique && holds(index));
}

/** Another value in each row, as SQL; null where a type has none or too few. */
function distinctStandIn(type: ColumnType): StandIn | null {
  if (type.array) {
    const element = type.kind === "enum" ? null : distinctStandIn({ ...type, array: false });
    if (element === null) return null;
    return typeof element === "string" ? `ARRAY[${element}]` : { perNumber: `ARRAY[${element.perNumber}]` };
  }
  if (type.kind === "enum") return null;
  if (type.kind === "other") return type.name === "citext" ? randomText : null;
  const [first = null, second = 0] = type.args;
  switch (type.name) {
    case "uuid":
      return "gen_random_uuid()";
    case "text":
      return randomText;
    case "varchar":
      return first === null || first >= 36 ? "gen_random_uuid()" : { perNumber: `${number}::TEXT` };
    case "numeric":
      // Where few digits are left of the point, those right of it count.
      return { perNumber: first === null || second <= 0 || first - second >= 7 ? number : `${number} * 1e-${second}` };
    case "date":
      return { perNumber: `DATE 'epoch' + ${number}::INTEGER` };
    case "bit":
      return { perNumber: `${number}::BIT(${first ?? 1})` };
    case "varbit":
      return { perNumber: `${number}::BIT(${Math.min(first ?? 64, 64)})` };
    case "inet":
      return { perNumber: `INET '0.0.0.0' + ${number}` };
    case "cidr":
      return { perNumber: `(INET '0.0.0.0' + ${number})::CIDR` };
    case "bytea":
      return { perNumber: `int8send(${number})` };
    case "jsonb":
      return { perNumber: `to_jsonb(${number})` };
    default:
      return byNumber(type);
  }
}

function byNumber(type: ColumnType & { readonly kind: "builtin" }): StandIn | null {
  const family = typeFamily(type);
  if (family === "number" || family === "oid") return { perNumber: number };
  if (family === "money") return { perNumber: `${number}::MONEY` };
  if (family === "string") return { perNumber: `${number}::TEXT` };
  if (family !== "time") return null;
  const start = type.name.startsWith("timestamp") ? "epoch" : "00:00";
  return { perNumber: `${type.name.toUpperCase()} ${quoteLiteral(start)} + ${number} * INTERVAL '1 second'` };
}

const number = "numbered.number";
const randomText = "gen_random_uuid()::TEXT";

/** The plainest value of a type, as SQL; null where nobody can name one. */
function standIn(type: ColumnType, enums: readonly EnumType[]): string | null {
  if (type.array) return quoteLiteral("{}");
  if (type.kind === "enum") {
    const [first] = enums.find(({ name }) => sameName(name, type.name))?.values ?? [];
    return first === undefined ? null : quoteLiteral(first);
  }
  if (type.kind === "other") return type.name === "citext" ? quoteLiteral("") : null;
  if (type.name === "bit") return quoteLiteral("0".repeat(type.args[0] ?? 1));
  if (type.name === "time" || type.name === "timetz") return quoteLiteral("00:00");
  return standIns.get(typeFamily(type)) ?? null;
}

const standIns: ReadonlyMap<TypeFamily, string> = new Map([
  ["bits", quoteLiteral("")],
  ["boolean", "false"],
  ["bytes", quoteLiteral("")],
  ["document", quoteLiteral("{}")],
  ["money", "0"],
  ["network", quoteLiteral("0.0.0.0")],
  ["number", "0"],
  ["oid", "0"],
  ["string", quoteLiteral("")],
  ["time", quoteLiteral("epoch")],
  // One for each row, since they are often keys.
  ["uuid", "gen_random_uuid()"],
  ["xml", quoteLiteral("")],
]);
