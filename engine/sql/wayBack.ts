import type { Change } from "#engine/changes/change.ts";
import { undo } from "#engine/changes/undo.ts";
import { typeFamily, type TypeFamily } from "#engine/schema/castable.ts";
import type { Column, ColumnType, Schema } from "#engine/schema/model.ts";
import { quoteLiteral } from "#engine/sql/quote.ts";
import { findEnum } from "#engine/sql/enums.ts";

/**
 * The changes that undo `changes`, which lead from `before` to `after`. A required column that comes back finds rows
 * whose values went with it: they get a plain stand-in, so that the way back is open on a table with rows too.
 */
export function wayBack(changes: readonly Change[], before: Schema, after: Schema): Change[] {
  return undo(changes, after).map((change) =>
    change.kind === "addColumn" && change.fill === null && lacksValue(change.column)
      ? { ...change, fill: standIn(change.column.type, before) }
      : change,
  );
}

function lacksValue(column: Column): boolean {
  return !column.nullable && column.default === null && column.identity === null && column.generated === null;
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
