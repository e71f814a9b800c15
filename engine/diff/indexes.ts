import type { Change } from "#engine/changes/change.ts";
import type { DiffContext } from "#engine/diff/context.ts";
import { differences, pairRenamed } from "#engine/diff/match.ts";
import { mentions } from "#engine/schema/expressionNames.ts";
import type { Index, Table } from "#engine/schema/model.ts";
import { columnKey } from "#engine/schema/objectKey.ts";
import { sameIndex, sameIndexContent } from "#engine/schema/same.ts";

/** An index can be renamed in place, and nothing else: any other difference makes it anew. */
export function diffIndexes(from: Table, to: Table, context: DiffContext): Change[] {
  const table = to.name;
  const isFree = (index: Index) => !isInTheWay(to, index, context);
  const same = (a: Index, b: Index) => sameIndex(a, b) && isFree(b);
  const { removed, added, changed } = differences(from.indexes, to.indexes, (index) => index.name, same);
  const pairs = pairRenamed(
    removed,
    added,
    (a, b) => sameIndexContent(a, b) && isFree(b) && !context.isTaken(table.schema, b.name),
  );
  return [
    ...pairs.renamed.map(([a, b]): Change => ({ kind: "renameIndex", table, from: a.name, to: b.name })),
    ...[...pairs.removed, ...changed.map(([a]) => a)].map((index): Change => ({ kind: "dropIndex", table, index })),
    ...[...pairs.added, ...changed.map(([, b]) => b)].map((index): Change => ({ kind: "createIndex", table, index })),
  ];
}

/**
 * A column that is remade takes its indexes along, and a condition or expression over a recast one can't be kept: its
 * constants are of the old type.
 */
function isInTheWay({ name: table }: Table, index: Index, { rebuilds }: DiffContext): boolean {
  if (rebuilds.recast.size === 0) return false;
  const texts = index.predicate === null ? [] : [index.predicate];
  const columns = [...index.include];
  for (const { on } of index.keys) {
    if (on.kind === "column") columns.push(on.name);
    else texts.push(on.sql);
  }
  return (
    columns.some((column) => rebuilds.remade.has(columnKey(table, column))) ||
    texts.some((text) => [...mentions(text)].some((name) => rebuilds.recast.has(columnKey(table, name))))
  );
}
