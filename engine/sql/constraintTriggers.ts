import { type ConstraintTrigger, type Firing, switchedTriggers } from "#engine/changes/constraintTriggers.ts";
import type { CatalogObject } from "#engine/schema/model.ts";
import type { QualifiedName } from "#engine/schema/name.ts";
import { doBlock } from "#engine/sql/doBlock.ts";
import { quoteLiteral, quoteName } from "#engine/sql/quote.ts";

/** What switches the triggers of a constraint from the one way to the other; null is as usual. */
export function switchTriggers(from: CatalogObject | null, to: CatalogObject | null): string[] {
  const object = to ?? from;
  if (object?.table == null) return [];
  return constraintTriggerStatements({ table: object.table, name: object.name.name }, switchedTriggers(from, to));
}

/**
 * A statement for each table and state. The names of these triggers hold numbers that differ between databases, so they
 * are asked for as it runs; those of partitions belong to constraints of their own.
 */
export function constraintTriggerStatements(
  constraint: { readonly table: QualifiedName; readonly name: string },
  triggers: readonly ConstraintTrigger[],
): string[] {
  const groups = new Map<string, ConstraintTrigger[]>();
  for (const trigger of triggers) {
    const key = `${trigger.table} ${trigger.state} ${sides[trigger.fires].name}`;
    groups.set(key, [...(groups.get(key) ?? []), trigger]);
  }
  return [...groups.values()].map((group) => statement(constraint, group));
}

function statement(
  constraint: { readonly table: QualifiedName; readonly name: string },
  group: readonly ConstraintTrigger[],
): string {
  const [{ table, state, fires } = { table: "", state: "", fires: "rows of" as const }] = group;
  const events = group.reduce((all, trigger) => all | sides[trigger.fires].event, 0);
  const regclass = (name: string) => `${quoteLiteral(name)}::regclass`;
  const own = `conrelid = ${regclass(quoteName(constraint.table, ""))} AND conname = ${quoteLiteral(constraint.name)}`;
  return doBlock(`BEGIN
  EXECUTE (
    WITH RECURSIVE part AS (
      SELECT oid FROM pg_constraint WHERE ${own}
      UNION ALL SELECT c.oid FROM pg_constraint c JOIN part ON c.conparentid = part.oid
    )
    SELECT string_agg(format('ALTER TABLE ONLY %s ${words[state] ?? "ENABLE"} TRIGGER %I', tgrelid::regclass, tgname), '; ')
    FROM pg_trigger
    WHERE tgrelid = ${regclass(table)} AND tgconstraint IN (SELECT oid FROM part)
      AND tgname LIKE ${quoteLiteral(sides[fires].name)} AND tgtype & ${events} <> 0
  );
END`);
}

/** How PostgreSQL calls them, and the bit of `pg_trigger.tgtype` for what they fire at (`catalog/pg_trigger.h`). */
const sides: Readonly<Record<Firing, { readonly name: string; readonly event: number }>> = {
  "inserts into": { name: "RI_ConstraintTrigger_c%", event: 4 },
  "updates of": { name: "RI_ConstraintTrigger_c%", event: 16 },
  "deletes from": { name: "RI_ConstraintTrigger_a%", event: 8 },
  "updates of keys in": { name: "RI_ConstraintTrigger_a%", event: 16 },
  "rows of": { name: "%", event: 4 },
};

const words: Readonly<Record<string, string>> = { D: "DISABLE", R: "ENABLE REPLICA", A: "ENABLE ALWAYS" };
