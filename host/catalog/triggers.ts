import {
  type CatalogObject,
  type QualifiedName,
  quoteIdentifier,
  quoteLiteral,
  quoteName,
  tableKey,
} from "#engine/index.ts";
import {
  allStatements,
  catalogObject,
  known,
  type ObjectContext,
  part,
  switched,
} from "#host/catalog/catalogObject.ts";
import type {
  CatalogRows,
  EnabledCode,
  EventTriggerRow,
  StatisticsRow,
  TriggerRow,
} from "#host/catalog/catalogRows.ts";
import { catalogs } from "#host/catalog/objectKeys.ts";

/** Triggers, rules and event triggers with how they are switched on, and extended statistics. */
export function readTriggers(rows: CatalogRows, context: ObjectContext): CatalogObject[] {
  return [
    ...(rows.triggers ?? []).map((row) => known(trigger("trigger", row, context), context, catalogs.trigger, row[0])),
    ...(rows.rules ?? []).map((row) => known(trigger("rule", row, context), context, catalogs.rewrite, row[0])),
    ...(rows.eventTriggers ?? []).map((row) =>
      known(eventTrigger(row, context), context, catalogs.eventTrigger, row[0]),
    ),
    ...(rows.statistics ?? []).map((row) => statistics(row, context)),
  ];
}

function trigger(
  kind: "trigger" | "rule",
  [, , namespace, tableName, plainName, enabled, text, partitions]: TriggerRow,
  context: ObjectContext,
): CatalogObject {
  const table = context.name(namespace, tableName);
  const apart = (partitions ?? []).map(([place, name, code]) => ({ name: context.name(place, name), code }));
  const state = switched(enabled);
  const definition = text.trim().replace(/;$/, "");
  const all = [
    definition,
    ...(state === null
      ? []
      : [`ALTER TABLE ${quoteName(table, "")} ${state} ${kind.toUpperCase()} ${quoteIdentifier(plainName)}`]),
    ...apart.map(({ name, code }) => alterTrigger(name, code, plainName)),
  ];
  return catalogObject(kind, { schema: table.schema, name: plainName }, allStatements(all), {
    table,
    parts: [
      { name: "is", text: definition },
      { name: "state", text: enabled },
      ...apart.map(({ name, code }) => ({ name: `state on ${quoteName(name, "")}`, text: code })),
    ],
    dependsOn: apart.map(({ name }) => tableKey(name)),
  });
}

function alterTrigger(table: QualifiedName, code: EnabledCode, name: string): string {
  return `ALTER TABLE ${quoteName(table, "")} ${switched(code) ?? "ENABLE"} TRIGGER ${quoteIdentifier(name)}`;
}

function eventTrigger(row: EventTriggerRow, context: ObjectContext): CatalogObject {
  const [, name, event, enabled, tags, namespace, functionName] = row;
  const quoted = quoteIdentifier(name);
  const when = tags === null ? "" : ` WHEN TAG IN (${tags.map(quoteLiteral).join(", ")})`;
  const execute = `EXECUTE FUNCTION ${quoteName(context.name(namespace, functionName), "")}()`;
  const definition = `CREATE EVENT TRIGGER ${quoted} ON ${event}${when} ${execute}`;
  const state = switched(enabled);
  const all = [definition, ...(state === null ? [] : [`ALTER EVENT TRIGGER ${quoted} ${state}`])];
  return catalogObject("eventTrigger", { schema: "", name }, allStatements(all), {
    parts: [
      { name: "is", text: definition },
      { name: "state", text: enabled },
    ],
  });
}

function statistics(
  [oid, namespace, plainName, tableOid, text, target]: StatisticsRow,
  context: ObjectContext,
): CatalogObject {
  const name = context.name(namespace, plainName);
  // Of a materialized view or a foreign table, it goes with what it depends on.
  const table = context.table(tableOid) ?? null;
  const all = [text, ...(target === null ? [] : [`ALTER STATISTICS ${quoteName(name, "")} SET STATISTICS ${target}`])];
  const parts = [{ name: "is", text }, ...part("target", target === null ? null : String(target))];
  const object = catalogObject("statistics", name, allStatements(all), { table, parts });
  return known(object, context, catalogs.statistics, oid);
}
