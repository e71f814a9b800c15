import {
  type CatalogObject,
  constraintKey,
  type ConstraintTrigger,
  constraintTriggerParts,
  constraintTriggerStatements,
  type Firing,
  quoteName,
  tableKey,
} from "#engine/index.ts";
import { allStatements, catalogObject, type ObjectContext } from "#host/catalog/catalogObject.ts";
import type { CatalogRows, ConstraintTriggerRow, Oid } from "#host/catalog/catalogRows.ts";
import { catalogs } from "#host/catalog/objectKeys.ts";

/**
 * Constraints that PostgreSQL keeps by triggers of its own, where somebody switched one of these: a foreign key whose
 * triggers are off (DISABLE TRIGGER ALL) is there, and nothing holds to it.
 */
export function readConstraintTriggers(rows: CatalogRows, context: ObjectContext): CatalogObject[] {
  const byConstraint = new Map<Oid, ConstraintTriggerRow[]>();
  for (const row of rows.constraintTriggers ?? []) {
    byConstraint.set(row[0], [...(byConstraint.get(row[0]) ?? []), row]);
  }
  return [...byConstraint.values()].flatMap((all) => {
    const [first] = all;
    const table = first && context.table(first[1]);
    if (!first || !table) return [];
    const [, own, name, type, , , , , , columns, referenced, referencedColumns] = first;
    const triggers = all.map(trigger);
    const definition = allStatements(constraintTriggerStatements({ table, name }, triggers));
    const tables = all.map(([, , , , schema, each]) => tableKey({ schema, name: each }));
    // PostgreSQL makes the constraint anew, its triggers as usual, where a column of it changes its type.
    const joined = [
      ...(columns ?? []).map((column) => context.keys.get(catalogs.class, own, column)),
      ...(referencedColumns ?? []).map((column) => context.keys.get(catalogs.class, referenced, column)),
    ].filter((key) => key !== null);
    const others = [...new Set(tables)].filter((key) => key !== tableKey(table));
    return catalogObject("constraintTriggers", { schema: table.schema, name }, definition, {
      table,
      parts: constraintTriggerParts(constraintKinds[type], triggers),
      dependsOn: [...new Set([constraintKey(table, name), ...joined, ...others])].toSorted(),
    });
  });
}

function trigger([, , , type, schema, name, isCheck, events, state]: ConstraintTriggerRow): ConstraintTrigger {
  return { fires: firingOf(type, isCheck, events), table: quoteName({ schema, name }, ""), state };
}

/** By the bits of `pg_trigger.tgtype`. */
function firingOf(type: ConstraintTriggerRow[3], isCheck: boolean, events: number): Firing {
  if (type !== "f") return "rows of";
  if (isCheck) return (events & 4) === 0 ? "updates of" : "inserts into";
  return (events & 8) === 0 ? "updates of keys in" : "deletes from";
}

const constraintKinds = {
  f: "foreign key",
  p: "primary key",
  u: "unique constraint",
  x: "exclusion constraint",
} as const;
