import { tableFinder } from "#engine/schema/inherited.ts";
import type { Deferrable, Schema, Table } from "#engine/schema/model.ts";
import { type QualifiedName, sameName } from "#engine/schema/name.ts";
import type { Context } from "#engine/sql/rendering.ts";

/**
 * What stands behind an UPDATE of a table that is altered next: PostgreSQL refuses that while checks of its rows wait for
 * the end of the transaction (55006).
 */
export function doDeferredChecks(table: QualifiedName, { before }: Pick<Context, "before">): string[] {
  return defersChecks(before(), table) ? ["SET CONSTRAINTS ALL IMMEDIATE"] : [];
}

function defersChecks({ tables, objects }: Schema, name: QualifiedName): boolean {
  const table = tableFinder(tables)(name);
  return (
    (table && deferrables(table).includes("initially deferred")) === true ||
    objects.some(
      (object) =>
        object.kind === "trigger" &&
        object.table !== null &&
        sameName(object.table, name) &&
        /\bINITIALLY DEFERRED\b/.test(object.definition),
    )
  );
}

function deferrables({ primaryKey, indexes, foreignKeys, checks }: Table): readonly Deferrable[] {
  const constraints = [...(primaryKey ? [primaryKey] : []), ...indexes, ...foreignKeys];
  const excludes = checks.some(({ definition }) => /\bINITIALLY DEFERRED\b/.test(definition));
  return [...constraints.map(({ deferrable }) => deferrable), ...(excludes ? ["initially deferred" as const] : [])];
}
