import { type Change, type ChangeTable, dispatch } from "#engine/changes/change.ts";
import { type Draft, draftOf, schemaOf } from "#engine/changes/draft.ts";
import {
  addParent,
  alterColumnOfHeirs,
  attachPartition,
  detachPartition,
  dropColumnOfHeirs,
  dropParent,
  withColumn,
} from "#engine/changes/applyHeirs.ts";
import { renameColumn, renameEnum, renameEnumValue, renameTable } from "#engine/changes/applyRename.ts";
import { sortedBy } from "#engine/core/compare.ts";
import type { EnumType, Schema, Table } from "#engine/schema/model.ts";
import { nameKey, type QualifiedName } from "#engine/schema/name.ts";
import { catalogObjectKey } from "#engine/schema/objectKey.ts";

/**
 * The schema after `change`. The meaning of every change is defined here, and only here.
 *
 * Total: a change of what is not there changes nothing. Nothing cascades but names: what is renamed is renamed wherever
 * it is mentioned, and what goes takes nothing along, so that every change has an inverse.
 */
export function apply(schema: Schema, change: Change): Schema {
  return applyAll(schema, [change]);
}

export function applyAll(schema: Schema, changes: readonly Change[]): Schema {
  if (changes.length === 0) return schema;
  const draft = draftOf(schema);
  for (const change of changes) dispatch(effects, change, draft);
  return schemaOf(draft);
}

const effects: ChangeTable<void, [Draft]> = {
  createNamespace: (c, draft) => {
    draft.namespaces.put(c.name);
  },
  dropNamespace: (c, draft) => {
    draft.namespaces.remove(c.name);
  },
  createExtension: (c, draft) => {
    draft.extensions.put(c.extension);
  },
  dropExtension: (c, draft) => {
    draft.extensions.remove(c.extension.name);
  },
  alterExtension: (c, draft) => {
    draft.extensions.edit(c.from.name, () => c.to);
  },
  createEnum: (c, draft) => {
    draft.enums.put(c.enum);
  },
  dropEnum: (c, draft) => {
    draft.enums.remove(nameKey(c.enum.name));
  },
  renameEnum,
  addEnumValue: (c, draft) => {
    editValues(draft, c.enum, (values) => values.toSpliced(c.at, 0, c.value));
  },
  dropEnumValue: (c, draft) => {
    editValues(draft, c.enum, (values) => values.filter((value) => value !== c.value));
  },
  renameEnumValue,
  reorderEnum: (c, draft) => {
    editValues(draft, c.enum, () => c.to);
  },
  createTable: (c, draft) => {
    draft.tables.put(c.table);
  },
  dropTable: (c, draft) => {
    draft.tables.remove(nameKey(c.table.name));
  },
  renameTable,
  attachPartition,
  detachPartition,
  addParent,
  dropParent,
  addColumn: (c, draft) => {
    editTable(draft, c.table, (table) => ({ ...table, columns: [...table.columns, c.column] }));
  },
  dropColumn: (c, draft) => {
    editTable(draft, c.table, (table) => ({ ...table, columns: without(table.columns, c.column.name) }));
    dropColumnOfHeirs(c, draft);
  },
  renameColumn,
  alterColumn: (c, draft) => {
    alterColumnOfHeirs(c, draft);
    editTable(draft, c.table, (table) => withColumn(table, c.to, draft));
  },
  addPrimaryKey: (c, draft) => {
    editTable(draft, c.table, (table) => ({ ...table, primaryKey: c.primaryKey }));
  },
  dropPrimaryKey: (c, draft) => {
    editTable(draft, c.table, (table) => ({ ...table, primaryKey: null }));
  },
  alterPrimaryKey: (c, draft) => {
    editTable(draft, c.table, (table) => ({ ...table, primaryKey: c.to }));
  },
  alterIndex: (c, draft) => {
    editTable(draft, c.table, (table) => ({
      ...table,
      indexes: including(without(table.indexes, c.from.name), c.to),
    }));
  },
  alterForeignKey: (c, draft) => {
    editTable(draft, c.table, (table) => ({
      ...table,
      foreignKeys: including(without(table.foreignKeys, c.from.name), c.to),
    }));
  },
  alterCheck: (c, draft) => {
    editTable(draft, c.table, (table) => ({ ...table, checks: including(without(table.checks, c.from.name), c.to) }));
  },
  createIndex: (c, draft) => {
    editTable(draft, c.table, (table) => ({ ...table, indexes: including(table.indexes, c.index) }));
  },
  dropIndex: (c, draft) => {
    editTable(draft, c.table, (table) => ({ ...table, indexes: without(table.indexes, c.index.name) }));
  },
  renameIndex: (c, draft) => {
    editTable(draft, c.table, (table) => ({ ...table, indexes: renamed(table.indexes, c.from, c.to) }));
  },
  addForeignKey: (c, draft) => {
    editTable(draft, c.table, (table) => ({ ...table, foreignKeys: including(table.foreignKeys, c.foreignKey) }));
  },
  dropForeignKey: (c, draft) => {
    editTable(draft, c.table, (table) => ({ ...table, foreignKeys: without(table.foreignKeys, c.foreignKey.name) }));
  },
  addCheck: (c, draft) => {
    editTable(draft, c.table, (table) => ({ ...table, checks: including(table.checks, c.check) }));
  },
  dropCheck: (c, draft) => {
    editTable(draft, c.table, (table) => ({ ...table, checks: without(table.checks, c.check.name) }));
  },
  renameConstraint: (c, draft) => {
    editTable(draft, c.table, (table) => ({
      ...table,
      primaryKey: table.primaryKey?.name === c.from ? { ...table.primaryKey, name: c.to } : table.primaryKey,
      foreignKeys: renamed(table.foreignKeys, c.from, c.to),
      checks: renamed(table.checks, c.from, c.to),
    }));
  },
  createSequence: (c, draft) => {
    draft.sequences.put(c.sequence);
  },
  dropSequence: (c, draft) => {
    draft.sequences.remove(nameKey(c.sequence.name));
  },
  alterSequence: (c, draft) => {
    draft.sequences.edit(nameKey(c.from.name), () => c.to);
  },
  freeSequence: (c, draft) => {
    draft.sequences.put(c.sequence);
    editTable(draft, c.table, (table) => withColumn(table, c.to, draft));
  },
  bindSequence: (c, draft) => {
    draft.sequences.remove(nameKey(c.sequence.name));
    editTable(draft, c.table, (table) => withColumn(table, c.to, draft));
  },
  createObject: (c, draft) => {
    draft.objects.put(c.object);
  },
  dropObject: (c, draft) => {
    draft.objects.remove(catalogObjectKey(c.object));
  },
  alterObject: (c, draft) => {
    draft.objects.edit(catalogObjectKey(c.from), () => c.to);
  },
  runSql: () => undefined,
};

function editTable(draft: Draft, name: QualifiedName, change: (table: Table) => Table): void {
  draft.tables.edit(nameKey(name), change);
}

function editValues(draft: Draft, name: QualifiedName, change: (values: readonly string[]) => readonly string[]): void {
  draft.enums.edit(nameKey(name), (type): EnumType => ({ ...type, values: change(type.values) }));
}

interface Named {
  readonly name: string;
}

function including<T extends Named>(items: readonly T[], item: T): T[] {
  return sortedBy([...without(items, item.name), item], (each) => each.name);
}

function without<T extends Named>(items: readonly T[], name: string): T[] {
  return items.filter((item) => item.name !== name);
}

function renamed<T extends Named>(items: readonly T[], from: string, to: string): readonly T[] {
  if (!items.some((item) => item.name === from)) return items;
  return sortedBy(
    items.map((item) => (item.name === from ? { ...item, name: to } : item)),
    (item) => item.name,
  );
}
