import type { Change } from "#engine/changes/change.ts";
import { differences, pairRenamed } from "#engine/diff/match.ts";
import { mentions } from "#engine/schema/expressionNames.ts";
import type { Index, Table } from "#engine/schema/model.ts";
import { nameKey } from "#engine/schema/name.ts";
import { sameIndex, sameIndexContent, sameType } from "#engine/schema/same.ts";

/** An index can be renamed in place, and nothing else: any other difference makes it anew. `torn`: those that are in any case. */
export function diffIndexes(from: Table, to: Table, torn: ReadonlySet<string> = new Set()): Change[] {
  const table = to.name;
  // `status = 'a'` stays what it means where the column changes its type, and its constants are of another type then.
  const retyped = retypedColumns(from, to);
  const same = (a: Index, b: Index) =>
    sameIndex(a, b) &&
    !torn.has(nameKey({ schema: table.schema, name: b.name })) &&
    (textsOf(a).join() === textsOf(b).join() || !readsAny(b, retyped));
  const { removed, added, changed } = differences(from.indexes, to.indexes, (index) => index.name, same);
  const pairs = pairRenamed(removed, added, sameIndexContent);
  return [
    ...pairs.renamed.map(([a, b]): Change => ({ kind: "renameIndex", table, from: a.name, to: b.name })),
    ...[...pairs.removed, ...changed.map(([a]) => a)].map((index): Change => ({ kind: "dropIndex", table, index })),
    ...[...pairs.added, ...changed.map(([, b]) => b)].map((index): Change => ({ kind: "createIndex", table, index })),
  ];
}

function retypedColumns(from: Table, to: Table): ReadonlySet<string> {
  const types = new Map(from.columns.map(({ name, type }) => [name, type]));
  return new Set(
    to.columns.flatMap(({ name, type }) => {
      const old = types.get(name);
      return old === undefined || sameType(old, type) ? [] : [name];
    }),
  );
}

function readsAny(index: Index, columns: ReadonlySet<string>): boolean {
  return columns.size > 0 && textsOf(index).some((sql) => [...mentions(sql)].some((name) => columns.has(name)));
}

function textsOf({ keys, predicate }: Index): string[] {
  const expressions = keys.flatMap(({ on }) => (on.kind === "expression" ? [on.sql] : []));
  return predicate === null ? expressions : [...expressions, predicate];
}
