import type { Change, ChangeOf } from "#engine/changes/change.ts";
import { undo } from "#engine/changes/undo.ts";
import { typeFamily, type TypeFamily } from "#engine/schema/castable.ts";
import type { Column, ColumnType, Schema } from "#engine/schema/model.ts";
import { type QualifiedName, sameName } from "#engine/schema/name.ts";
import { quoteLiteral } from "#engine/sql/quote.ts";
import { findEnum } from "#engine/sql/enums.ts";

/**
 * The changes that undo `changes`, which lead from `before` to `after`. A required column that comes back finds rows
 * whose values went with it: they get a plain stand-in, so that the way back is open on a table with rows too; text that
 * is to be unique gets another one in each row.
 */
export function wayBack(changes: readonly Change[], before: Schema, after: Schema): Change[] {
  return undo(changes, after).map((change) =>
    change.kind === "addColumn" && change.fill === null && lacksValue(change.column)
      ? { ...change, fill: standInFor(change, before) }
      : change,
  );
}

function lacksValue(column: Column): boolean {
  return !column.nullable && column.default === null && column.identity === null && column.generated === null;
}

function standInFor({ table, column }: ChangeOf<"addColumn">, before: Schema): string | null {
  return isDistinctText(column.type) && isToBeUnique(table, column.name, before)
    ? `gen_random_uuid()${column.type.name === "text" ? "::TEXT" : ""}`
    : standIn(column.type, before);
}

/** Text that a UUID fits into. */
function isDistinctText(type: ColumnType): boolean {
  if (type.array || type.kind !== "builtin") return false;
  return type.name === "text" || (type.name === "varchar" && (type.args[0] ?? 36) >= 36);
}

/** A key or a unique index holds the column, alone or with others that may well be alike. */
function isToBeUnique(table: QualifiedName, column: string, { tables }: Schema): boolean {
  const found = tables.find(({ name }) => sameName(name, table));
  if (!found) return false;
  return (
    found.primaryKey?.columns.includes(column) === true ||
    found.indexes.some(
      ({ unique, keys }) => unique && keys.some(({ on }) => on.kind === "column" && on.name === column),
    )
  );
}

/** The plainest value of a type, as SQL; null where nobody can name one. */
function standIn(type: ColumnType, schema: Schema): string | null {
  if (type.array) return quoteLiteral("{}");
  if (type.kind === "enum") {
    const [first] = findEnum(schema, type.name)?.values ?? [];
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
