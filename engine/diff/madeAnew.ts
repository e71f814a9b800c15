import { mentions } from "#engine/schema/expressionNames.ts";
import { wholeColumns } from "#engine/schema/inherited.ts";
import type { DiffContext } from "#engine/diff/context.ts";
import type { Table } from "#engine/schema/model.ts";
import { nameKey } from "#engine/schema/name.ts";
import { collationKey } from "#engine/schema/objectKey.ts";
import { sameType } from "#engine/schema/same.ts";

/** How a table is partitioned is settled when it is made, and so are the types of the columns that its key is of. */
export function isMadeAnew(
  from: Table | undefined,
  to: Table | undefined,
  { findOld, findNew, remadeEnums, remadeCollations }: DiffContext,
): boolean {
  if (from?.partitionBy !== to?.partitionBy) return true;
  const key = from?.partitionBy ?? null;
  if (!from || !to || key === null) return false;
  const names = mentions(key);
  const columns = new Map(wholeColumns(from, findOld).map((column) => [column.name, column]));
  return wholeColumns(to, findNew).some(({ name, type, collation }) => {
    const old = names.has(name) ? columns.get(name) : undefined;
    if (old === undefined) return false;
    if (!sameType(old.type, type) || old.collation !== collation) return true;
    return (
      (type.kind === "enum" && remadeEnums.has(nameKey(type.name))) ||
      remadeCollations.has(collationKey(collation) ?? "")
    );
  });
}
