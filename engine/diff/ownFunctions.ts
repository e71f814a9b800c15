import type { Change } from "#engine/changes/change.ts";
import { invertAll } from "#engine/changes/invert.ts";
import { mentions, routineBody } from "#engine/schema/expressionNames.ts";
import type { Column, Schema, Table } from "#engine/schema/model.ts";
import { columnKey, type ObjectKey, tableKey } from "#engine/schema/objectKey.ts";

/**
 * Tables that come or go, with what calls a function over their own rows apart: a check of `t` by `sound(t)` can be made
 * only after the function, and the function only after the table.
 */
export function withOwnFunctionsApart(changes: readonly Change[], from: Schema, to: Schema): Change[] {
  if (!changes.some(({ kind }) => kind === "createTable" || kind === "dropTable")) return [...changes];
  const [dropped, created] = [functionsByNeed(from), functionsByNeed(to)];
  return changes.flatMap((change) => {
    if (change.kind === "createTable") return apart(change.table, created);
    return change.kind === "dropTable" ? invertAll(apart(change.table, dropped)) : [change];
  });
}

/** The plain names of functions: by what they depend on, and by what their bodies name. */
interface Needs {
  readonly byKey: ReadonlyMap<ObjectKey, ReadonlySet<string>>;
  readonly byMention: ReadonlyMap<string, ReadonlySet<string>>;
}

function functionsByNeed({ objects }: Schema): Needs {
  const byKey = new Map<ObjectKey, Set<string>>();
  const byMention = new Map<string, Set<string>>();
  for (const { kind, name, dependsOn, definition } of objects) {
    if (kind !== "function") continue;
    const plainName = name.name.replace(/\(.*$/s, "");
    for (const key of dependsOn) byKey.set(key, (byKey.get(key) ?? new Set()).add(plainName));
    // PostgreSQL looks into the body as it is made, and keeps no account of it.
    const body = routineBody(definition);
    for (const each of body === null ? [] : mentions(body)) {
      byMention.set(each, (byMention.get(each) ?? new Set()).add(plainName));
    }
  }
  return { byKey, byMention };
}

function apart(table: Table, needs: Needs): Change[] {
  const { name } = table;
  const keys = [tableKey(name), ...table.columns.map((column) => columnKey(name, column.name))];
  const names = new Set([
    ...keys.flatMap((key) => [...(needs.byKey.get(key) ?? [])]),
    ...(needs.byMention.get(name.name) ?? []),
  ]);
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
