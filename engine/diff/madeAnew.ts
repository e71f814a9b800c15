import { mentions } from "#engine/schema/expressionNames.ts";
import { wholeColumns } from "#engine/schema/inherited.ts";
import type { DiffContext } from "#engine/diff/context.ts";
import type { Table } from "#engine/schema/model.ts";
import { nameKey } from "#engine/schema/name.ts";
import { sameType } from "#engine/schema/same.ts";

/** How a table is partitioned is settled when it is made, and so are the types of the columns that its key is of. */
export function isMadeAnew(
  from: Table | undefined,
  to: Table | undefined,
  { findOld, findNew, remadeEnums }: DiffContext,
): boolean {
  if (from?.partitionBy !== to?.partitionBy) return true;
  const key = from?.partitionBy ?? null;
  if (!from || !to || key === null) return false;
  const names = mentions(key);
  const types = new Map(wholeColumns(from, findOld).map(({ name, type }) => [name, type]));
  return wholeColumns(to, findNew).some(({ name, type }) => {
    const old = names.has(name) ? types.get(name) : undefined;
    if (old === undefined) return false;
    return !sameType(old, type) || (type.kind === "enum" && remadeEnums.has(nameKey(type.name)));
  });
}
