import type { Change, ChangeKind } from "#engine/changes/change.ts";
import type { Edge } from "#engine/core/toposort.ts";
import { couldBePart, hasParents, parentsOf, tableFinder, wholeColumns } from "#engine/schema/inherited.ts";
import type { Schema, Table } from "#engine/schema/model.ts";
import { nameKey, type QualifiedName, sameName } from "#engine/schema/name.ts";
import { columnKey, tableKey } from "#engine/schema/objectKey.ts";

/**
 * What has to be done before a table gets a parent, and after it lost one: both must agree in their columns and checks
 * while they are joined, and what the parent does then is done to the table too. And of parts that are made one by one:
 * an index of a partition before that of the parent, which takes it in.
 */
export function parentEdges(changes: readonly Change[], before: () => Schema): Edge[] {
  const joins = changes.flatMap((change, node) => {
    const { kind } = change;
    if (kind === "attachPartition" || kind === "detachPartition") {
      return [{ node, tables: [change.table, change.partitionOf.table], comes: kind === "attachPartition" }];
    }
    if (kind !== "addParent" && kind !== "dropParent") return [];
    return [{ node, tables: [change.table, change.parent], comes: kind === "addParent" }];
  });
  const edges = [...partEdges(changes), ...likeIndexEdges(changes, before), ...columnEdges(changes, before)];
  if (joins.length === 0) return edges;
  edges.push(...referenceEdges(changes), ...foreignKeyEdges(changes), ...triggerEdges(changes));
  const byTable = new Map<string, number[]>();
  for (const [node, change] of changes.entries()) {
    const table = shapedTable(change);
    if (table) byTable.set(nameKey(table), [...(byTable.get(nameKey(table)) ?? []), node]);
  }
  for (const join of joins) {
    for (const table of join.tables) {
      for (const node of byTable.get(nameKey(table)) ?? []) {
        edges.push(join.comes ? [node, join.node] : [join.node, node]);
      }
    }
    // Who leaves one parent for another leaves first.
    if (!join.comes) continue;
    for (const other of joins) {
      const [own, theirs] = [join.tables[0], other.tables[0]];
      if (!other.comes && own && theirs && nameKey(own) === nameKey(theirs)) edges.push([other.node, join.node]);
    }
  }
  return edges;
}

/** Of the partitions of one table those that go make room for those that come: bounds may not overlap meanwhile. */
export function boundEdges(changes: readonly Change[]): Edge[] {
  const [leave, come] = [new Map<string, number[]>(), new Map<string, number[]>()];
  for (const [node, change] of changes.entries()) {
    const { kind } = change;
    const isWhole = kind === "createTable" || kind === "dropTable";
    if (!isWhole && kind !== "attachPartition" && kind !== "detachPartition") continue;
    const partitionOf = isWhole ? change.table.partitionOf : change.partitionOf;
    if (partitionOf === null) continue;
    const into = kind === "dropTable" || kind === "detachPartition" ? leave : come;
    const key = nameKey(partitionOf.table);
    into.set(key, [...(into.get(key) ?? []), node]);
  }
  return [...leave].flatMap(([parent, nodes]) =>
    nodes.flatMap((node) => (come.get(parent) ?? []).map((other): Edge => [node, other])),
  );
}

/** What refers to a table lets go of it before its partitions leave: rows in them may be referred to. */
function referenceEdges(changes: readonly Change[]): Edge[] {
  const leaving = changes.flatMap((change, node) =>
    change.kind === "detachPartition"
      ? [{ node, table: nameKey(change.table), parent: nameKey(change.partitionOf.table) }]
      : [],
  );
  const parents = new Set(leaving.map(({ parent }) => parent));
  const tables = new Set(leaving.map(({ table }) => table));
  return changes.flatMap((change, node): Edge[] => {
    if (change.kind !== "dropForeignKey" || tables.has(nameKey(change.table))) return [];
    if (!parents.has(nameKey(change.foreignKey.references.table))) return [];
    return leaving.map((each): Edge => [node, each.node]);
  });
}

/**
 * A partition takes its parent's foreign keys along when it leaves, and brings the like when it joins: the parent's own go
 * after, and come before. One that refers to the parent itself needs the rows of all partitions.
 */
function foreignKeyEdges(changes: readonly Change[]): Edge[] {
  const joins = changes.flatMap((change, node) =>
    change.kind === "attachPartition" || change.kind === "detachPartition" ? [{ node, change }] : [],
  );
  return changes.flatMap((change, node): Edge[] => {
    if (change.kind !== "addForeignKey" && change.kind !== "dropForeignKey") return [];
    const comes = change.kind === "addForeignKey";
    return joins.flatMap(({ node: join, change: { kind, table, partitionOf } }): Edge[] => {
      if ((kind === "attachPartition") !== comes) return [];
      if (sameName(change.foreignKey.references.table, partitionOf.table)) return [];
      if (![table, partitionOf.table].some((name) => sameName(name, change.table))) return [];
      return [comes ? [node, join] : [join, node]];
    });
  });
}

/** A trigger that is switched otherwise on a partition is altered while that is one. */
function triggerEdges(changes: readonly Change[]): Edge[] {
  const altered = changes.flatMap((change, node) =>
    change.kind === "alterObject" && change.to.kind === "trigger" ? [{ node, change }] : [],
  );
  return changes.flatMap((change, node) => {
    if (change.kind !== "attachPartition" && change.kind !== "detachPartition") return [];
    const key = tableKey(change.table);
    return altered.flatMap(({ node: trigger, change: { from, to } }): Edge[] => {
      if (change.kind === "attachPartition") return to.dependsOn.includes(key) ? [[node, trigger]] : [];
      return from.dependsOn.includes(key) ? [[trigger, node]] : [];
    });
  });
}

/** The table whose columns, checks, keys or indexes a change alters. */
function shapedTable(change: Change): QualifiedName | null {
  return "table" in change && shaping.has(change.kind) ? (change.table as QualifiedName) : null;
}

const shaping: ReadonlySet<ChangeKind> = new Set<ChangeKind>([
  "addColumn",
  "dropColumn",
  "alterColumn",
  "addPrimaryKey",
  "dropPrimaryKey",
  "createIndex",
  "dropIndex",
  "addCheck",
  "dropCheck",
  "renameIndex",
  "renameConstraint",
]);

/** What is done to a column of a parent is done to its heirs', and what these have otherwise comes after. */
function columnEdges(changes: readonly Change[], before: () => Schema): Edge[] {
  const altered = new Map<string, number>();
  for (const [node, change] of changes.entries()) {
    if (change.kind === "alterColumn") altered.set(columnKey(change.table, change.to.name), node);
  }
  if (altered.size < 2) return [];
  const heirs = before().tables.filter(hasParents);
  if (heirs.length === 0) return [];
  const find = tableFinder(before().tables);
  const ancestors = (table: Table): readonly QualifiedName[] =>
    parentsOf(table).flatMap((name) => {
      const parent = find(name);
      return parent ? [name, ...ancestors(parent)] : [name];
    });
  return heirs.flatMap((heir) => {
    const above = ancestors(heir);
    return wholeColumns(heir, find).flatMap(({ name }): Edge[] => {
      const own = altered.get(columnKey(heir.name, name));
      if (own === undefined) return [];
      return above.flatMap((parent): Edge[] => {
        const theirs = altered.get(columnKey(parent, name));
        return theirs === undefined ? [] : [[theirs, own]];
      });
    });
  });
}

/** An index of a partition alone that would serve as a part comes after its parent's, which would take it in. */
function likeIndexEdges(changes: readonly Change[], before: () => Schema): Edge[] {
  const made = changes.flatMap((change, node) => (change.kind === "createIndex" ? [{ ...change, node }] : []));
  if (made.length < 2) return [];
  const find = tableFinder(before().tables);
  return made.flatMap(({ table, index, node }): Edge[] => {
    const above = new Set<string>();
    for (let parent = find(table)?.partitionOf; parent; parent = find(parent.table)?.partitionOf) {
      above.add(nameKey(parent.table));
    }
    if (index.partOf !== null || above.size === 0) return [];
    return made.flatMap((other): Edge[] =>
      above.has(nameKey(other.table)) && couldBePart(index, other.index) ? [[other.node, node]] : [],
    );
  });
}

function partEdges(changes: readonly Change[]): Edge[] {
  const parts = changes.flatMap((change, node) => {
    const part =
      change.kind === "createIndex" ? change.index : change.kind === "addPrimaryKey" ? change.primaryKey : null;
    return part?.partOf ? [{ node, whole: nameKey(part.partOf) }] : [];
  });
  const wholes = new Map<string, number>();
  for (const [node, change] of changes.entries()) {
    if (change.kind !== "createIndex" && change.kind !== "addPrimaryKey") continue;
    const { name } = change.kind === "createIndex" ? change.index : change.primaryKey;
    wholes.set(nameKey({ schema: change.table.schema, name }), node);
  }
  return parts.flatMap(({ node, whole }): Edge[] => {
    const other = wholes.get(whole);
    return other === undefined ? [] : [[node, other]];
  });
}
