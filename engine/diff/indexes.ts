import type { Change } from "#engine/changes/change.ts";
import { differences, pairRenamed } from "#engine/diff/match.ts";
import type { Table } from "#engine/schema/model.ts";
import { sameIndex, sameIndexContent } from "#engine/schema/same.ts";

/** An index can be renamed in place, and nothing else: any other difference makes it anew. */
export function diffIndexes(from: Table, to: Table): Change[] {
  const table = to.name;
  const { removed, added, changed } = differences(from.indexes, to.indexes, (index) => index.name, sameIndex);
  const pairs = pairRenamed(removed, added, sameIndexContent);
  return [
    ...pairs.renamed.map(([a, b]): Change => ({ kind: "renameIndex", table, from: a.name, to: b.name })),
    ...[...pairs.removed, ...changed.map(([a]) => a)].map((index): Change => ({ kind: "dropIndex", table, index })),
    ...[...pairs.added, ...changed.map(([, b]) => b)].map((index): Change => ({ kind: "createIndex", table, index })),
  ];
}
