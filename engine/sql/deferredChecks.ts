import { tableFinder } from "#engine/schema/inherited.ts";
import type { Schema, Table } from "#engine/schema/model.ts";
import { type QualifiedName, sameName } from "#engine/schema/name.ts";
import { quoteName } from "#engine/sql/quote.ts";
import type { Context } from "#engine/sql/rendering.ts";

/**
 * Statements that alter a table behind an UPDATE of it. PostgreSQL refuses that while checks of its rows wait for the end of
 * the transaction (55006): they are done first, and wait again after.
 */
export function withoutWaiting(
  table: QualifiedName,
  statements: readonly string[],
  { before, home }: Pick<Context, "before" | "home">,
): readonly string[] {
  const schema = before();
  const waiting = statements.length === 0 ? [] : waitingChecks(schema, table);
  if (waiting.length === 0) return statements;
  // Several tables may have a constraint of one name, and it would be all of them.
  if (waiting.some((name) => bearers(schema, { schema: table.schema, name }) > 1)) {
    return ["SET CONSTRAINTS ALL IMMEDIATE", ...statements];
  }
  const names = waiting.map((name) => quoteName({ schema: table.schema, name }, home)).join(", ");
  return [`SET CONSTRAINTS ${names} IMMEDIATE`, ...statements, `SET CONSTRAINTS ${names} DEFERRED`];
}

function bearers({ tables, objects }: Schema, { schema, name }: QualifiedName): number {
  const inSchema = tables.filter((table) => table.name.schema === schema);
  const parts = inSchema.flatMap(({ primaryKey, indexes, foreignKeys, checks }) => [
    ...(primaryKey ? [primaryKey] : []),
    ...[...indexes, ...foreignKeys, ...checks],
  ]);
  const triggers = objects.filter(({ kind, table }) => kind === "trigger" && table?.schema === schema);
  return parts.filter((part) => part.name === name).length + triggers.filter((each) => each.name.name === name).length;
}

/** The names of a table's constraints and constraint triggers that are INITIALLY DEFERRED. */
function waitingChecks({ tables, objects }: Schema, name: QualifiedName): readonly string[] {
  const table = tableFinder(tables)(name);
  return [
    ...(table ? waitingConstraints(table) : []),
    ...objects
      .filter(
        ({ kind, table: owner, definition }) =>
          kind === "trigger" && owner && sameName(owner, name) && waits(definition),
      )
      .map((object) => object.name.name),
  ];
}

function waitingConstraints({ primaryKey, indexes, foreignKeys, checks }: Table): readonly string[] {
  const constraints = [...(primaryKey ? [primaryKey] : []), ...indexes, ...foreignKeys];
  return [
    ...constraints.filter(({ deferrable }) => deferrable === "initially deferred").map((each) => each.name),
    ...checks.filter(({ definition }) => waits(definition)).map((each) => each.name),
  ];
}

function waits(definition: string): boolean {
  return /\bINITIALLY DEFERRED\b/.test(definition);
}
