import type { Change } from "#engine/changes/change.ts";
import { invertAll } from "#engine/changes/invert.ts";
import { mentions } from "#engine/schema/expressionNames.ts";
import type { Column, Schema, Table } from "#engine/schema/model.ts";
import { columnKey, type ObjectKey, tableKey } from "#engine/schema/objectKey.ts";

/**
 * Tables that come or go, with what calls a function over their own rows apart: a check of `t` by `sound(t)` can be made
 * only after the function, and the function only after the table.
 */
export function withOwnFunctionsApart(changes: readonly Change[], from: Schema, to: Schema): Change[] {
  const [dropped, created] = [functionsByNeed(from), functionsByNeed(to)];
  return changes.flatMap((change) => {
    if (change.kind === "createTable") return apart(change.table, created);
    return change.kind === "dropTable" ? invertAll(apart(change.table, dropped)) : [change];
  });
}

type Needs = ReadonlyMap<ObjectKey, ReadonlySet<string>>;

/** The plain names of functions by what they depend on. */
function functionsByNeed({ objects }: Schema): Needs {
  const needs = new Map<ObjectKey, Set<string>>();
  for (const { kind, name, dependsOn } of objects) {
    if (kind !== "function") continue;
    for (const key of dependsOn) needs.set(key, (needs.get(key) ?? new Set()).add(name.name.replace(/\(.*$/s, "")));
  }
  return needs;
}

function apart(table: Table, needs: Needs): Change[] {
  const { name } = table;
  const keys = [tableKey(name), ...table.columns.map((column) => columnKey(name, column.name))];
  const names = new Set(keys.flatMap((key) => [...(needs.get(key) ?? [])]));
  if (names.size === 0) return [{ kind: "createTable", table }];
  const calls = (sql: string) => [...mentions(sql)].some((each) => names.has(each));

  const checks = table.checks.filter((check) => calls(check.definition));
  const indexes = table.indexes.filter(
    ({ keys: all, predicate }) =>
      all.some(({ on }) => on.kind === "expression" && calls(on.sql)) || (predicate !== null && calls(predicate)),
  );
  const generated = table.columns.filter((column) => column.generated && calls(column.generated.expression));
  const defaults = table.columns.filter(({ default: value }) => value?.kind === "expression" && calls(value.sql));
  const withoutDefault = (column: Column): Column =>
    defaults.includes(column) ? { ...column, default: null, defaultSpelling: null } : column;
  return [
    {
      kind: "createTable",
      table: {
        ...table,
        columns: table.columns.filter((column) => !generated.includes(column)).map(withoutDefault),
        checks: table.checks.filter((check) => !checks.includes(check)),
        indexes: table.indexes.filter((index) => !indexes.includes(index)),
      },
    },
    ...defaults.map((to): Change => ({ kind: "alterColumn", table: name, from: withoutDefault(to), to, fill: null })),
    ...generated.map((column): Change => ({ kind: "addColumn", table: name, column, fill: null })),
    ...checks.map((check): Change => ({ kind: "addCheck", table: name, check })),
    ...indexes.map((index): Change => ({ kind: "createIndex", table: name, index })),
  ];
}
