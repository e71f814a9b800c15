import { type Change, type ChangeTable, dispatch, isHandover } from "#engine/changes/change.ts";
import type { CatalogObject } from "#engine/schema/model.ts";
import {
  catalogObjectKey,
  columnKey,
  constraintKey,
  enumKey,
  enumValueKey,
  extensionKey,
  indexKey,
  namespaceKey,
  type ObjectKey,
  sequenceKey,
  tableKey,
} from "#engine/schema/objectKey.ts";
import type { QualifiedName } from "#engine/schema/name.ts";

/** What a change is about, for showing it where it belongs. */
export interface Subject {
  /** The object's keys, the nearest first, then what it belongs to. A dropped object's own key is among them. */
  readonly keys: readonly ObjectKey[];
  /** The table it happens to, or in. */
  readonly table: QualifiedName | null;
  /** The column it happens to. */
  readonly column: string | null;
}

export function subjectOf(change: Change): Subject {
  return dispatch(subjects, change);
}

const subjects: ChangeTable<Subject> = {
  createNamespace: (c) => alone(namespaceKey(c.name)),
  dropNamespace: (c) => alone(namespaceKey(c.name)),
  createExtension: (c) => alone(extensionKey(c.extension.name)),
  dropExtension: (c) => alone(extensionKey(c.extension.name)),
  alterExtension: (c) => alone(extensionKey(c.to.name)),
  createEnum: (c) => alone(enumKey(c.enum.name)),
  dropEnum: (c) => alone(enumKey(c.enum.name)),
  renameEnum: (c) => alone(enumKey(c.to), enumKey(c.from)),
  addEnumValue: (c) => alone(enumValueKey(c.enum, c.value), enumKey(c.enum)),
  dropEnumValue: (c) => alone(enumValueKey(c.enum, c.value), enumKey(c.enum)),
  renameEnumValue: (c) => alone(enumValueKey(c.enum, c.to), enumValueKey(c.enum, c.from), enumKey(c.enum)),
  reorderEnum: (c) => alone(enumKey(c.enum)),
  createTable: (c) => inTable(c.table.name),
  dropTable: (c) => inTable(c.table.name),
  renameTable: (c) => ({ keys: [tableKey(c.to), tableKey(c.from)], table: c.to, column: null }),
  attachPartition: (c) => inTable(c.table, tableKey(c.partitionOf.table)),
  detachPartition: (c) => inTable(c.table, tableKey(c.partitionOf.table)),
  addParent: (c) => inTable(c.table),
  dropParent: (c) => inTable(c.table),
  // Of a column that is there for a moment nobody knows but whom it is for.
  addColumn: (c) => inColumn(c.table, isHandover(c.fill) ? c.fill.takenBy : c.column.name),
  dropColumn: (c) => inColumn(c.table, isHandover(c.fill) ? c.fill.takenBy : c.column.name),
  renameColumn: (c) => ({
    keys: [columnKey(c.table, c.to), columnKey(c.table, c.from), tableKey(c.table)],
    table: c.table,
    column: c.to,
  }),
  alterColumn: (c) => inColumn(c.table, c.to.name),
  addPrimaryKey: (c) => inTable(c.table, constraintKey(c.table, c.primaryKey.name)),
  dropPrimaryKey: (c) => inTable(c.table, constraintKey(c.table, c.primaryKey.name)),
  alterPrimaryKey: (c) => inTable(c.table, constraintKey(c.table, c.to.name)),
  alterIndex: (c) => inTable(c.table, indexKey(c.table, c.to.name)),
  alterForeignKey: (c) => inTable(c.table, constraintKey(c.table, c.to.name)),
  alterCheck: (c) => inTable(c.table, constraintKey(c.table, c.to.name)),
  createIndex: (c) => inTable(c.table, indexKey(c.table, c.index.name)),
  dropIndex: (c) => inTable(c.table, indexKey(c.table, c.index.name)),
  renameIndex: (c) => inTable(c.table, indexKey(c.table, c.to), indexKey(c.table, c.from)),
  addForeignKey: (c) => inTable(c.table, constraintKey(c.table, c.foreignKey.name)),
  dropForeignKey: (c) => inTable(c.table, constraintKey(c.table, c.foreignKey.name)),
  addCheck: (c) => inTable(c.table, constraintKey(c.table, c.check.name)),
  dropCheck: (c) => inTable(c.table, constraintKey(c.table, c.check.name)),
  renameConstraint: (c) => inTable(c.table, constraintKey(c.table, c.to), constraintKey(c.table, c.from)),
  createSequence: (c) => alone(sequenceKey(c.sequence.name)),
  dropSequence: (c) => alone(sequenceKey(c.sequence.name)),
  alterSequence: (c) => alone(sequenceKey(c.to.name)),
  freeSequence: (c) => inColumn(c.table, c.to.name),
  bindSequence: (c) => inColumn(c.table, c.to.name),
  createObject: (c) => ofObject(c.object),
  dropObject: (c) => ofObject(c.object),
  alterObject: (c) => ofObject(c.to),
  runSql: () => alone(),
};

function alone(...keys: readonly ObjectKey[]): Subject {
  return { keys, table: null, column: null };
}

function inTable(table: QualifiedName, ...keys: readonly ObjectKey[]): Subject {
  return { keys: [...keys, tableKey(table)], table, column: null };
}

function ofObject(object: CatalogObject): Subject {
  const key = catalogObjectKey(object);
  return object.table ? inTable(object.table, key) : alone(key);
}

function inColumn(table: QualifiedName, column: string): Subject {
  return { keys: [columnKey(table, column), tableKey(table)], table, column };
}
