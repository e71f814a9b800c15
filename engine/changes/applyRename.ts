import type { ChangeOf } from "#engine/changes/change.ts";
import { type Draft, heirsOf } from "#engine/changes/draft.ts";
import { followColumn, followTable, followText } from "#engine/changes/followObjects.ts";
import { renameColumnIn, renameConstant, renameEnumValueIn, renameTypeIn } from "#engine/schema/expressionNames.ts";
import type { Column, ColumnDefault, ForeignKey, Index, Table } from "#engine/schema/model.ts";
import { nameKey, type QualifiedName, sameName } from "#engine/schema/name.ts";

/** Foreign keys, the schema of owned sequences, and objects that are of the table or name it follow. */
export function renameTable({ from, to }: ChangeOf<"renameTable">, draft: Draft): void {
  if (draft.tables.get(nameKey(from)) === undefined) return;
  for (const heir of heirsOf(draft, from)) {
    draft.tables.edit(nameKey(heir.name), (table) => ({
      ...table,
      partitionOf: table.partitionOf && { ...table.partitionOf, table: to },
      inherits: table.inherits.map((parent) => (sameName(parent, from) ? to : parent)),
    }));
  }
  draft.tables.edit(nameKey(from), (table) => ({
    ...table,
    name: to,
    columns: from.schema === to.schema ? table.columns : table.columns.map((column) => moveSequence(column, to.schema)),
  }));
  editForeignKeys(draft, (key) =>
    sameName(key.references.table, from) ? { ...key, references: { ...key.references, table: to } } : key,
  );
  draft.objects.editAll((object) => followTable(object, from, to));
}

/** Keys, indexes, foreign keys of and to the table, the table's expressions, comments, triggers and policies follow. */
export function renameColumn({ table: name, from, to }: ChangeOf<"renameColumn">, draft: Draft): void {
  const table = draft.tables.get(nameKey(name));
  if (table?.columns.some((column) => column.name === from) !== true) return;
  renameColumnOf(table, from, to, draft);
}

function renameColumnOf(table: Table, from: string, to: string, draft: Draft): void {
  const { name } = table;
  const rename = (column: string) => (column === from ? to : column);
  draft.tables.edit(nameKey(name), () => ({
    ...editExpressions(table, (sql) => renameColumnIn(sql, from, to)),
    primaryKey: table.primaryKey && {
      ...table.primaryKey,
      columns: table.primaryKey.columns.map(rename),
      include: table.primaryKey.include.map(rename),
    },
    foreignKeys: table.foreignKeys.map((key) =>
      key.columns.includes(from)
        ? { ...key, columns: key.columns.map(rename), onDeleteColumns: key.onDeleteColumns.map(rename) }
        : key,
    ),
  }));
  draft.tables.edit(nameKey(name), (edited) => ({
    ...edited,
    columns: edited.columns.map((column) => (column.name === from ? { ...column, name: to } : column)),
    indexes: edited.indexes.map((index) => renameIndexColumns(index, rename)),
  }));
  editForeignKeys(draft, (key) =>
    sameName(key.references.table, name) && key.references.columns.includes(from)
      ? { ...key, references: { ...key.references, columns: key.references.columns.map(rename) } }
      : key,
  );
  draft.objects.editAll((object) => followColumn(object, name, { from, to }));
  for (const heir of heirsOf(draft, name)) renameColumnOf(heir, from, to, draft);
}

/** Column types and casts follow, in views and policies too. */
export function renameEnum({ from, to }: ChangeOf<"renameEnum">, draft: Draft): void {
  if (draft.enums.get(nameKey(from)) === undefined) return;
  draft.enums.edit(nameKey(from), (type) => ({ ...type, name: to }));
  draft.tables.editAll((table) => {
    const edited = editExpressions(table, (sql) => renameTypeIn(sql, from, to));
    if (!edited.columns.some((column) => isOfEnum(column, from))) return edited;
    return {
      ...edited,
      columns: edited.columns.map((column) =>
        isOfEnum(column, from) ? { ...column, type: { ...column.type, kind: "enum", name: to } } : column,
      ),
    };
  });
  draft.objects.editAll((object) => followText(object, (sql) => renameTypeIn(sql, from, to)));
}

/** Defaults and constants cast to the enum follow, as they do in PostgreSQL, which keeps values by identity. */
export function renameEnumValue({ enum: name, from, to }: ChangeOf<"renameEnumValue">, draft: Draft): void {
  const rename = (value: string) => (value === from ? to : value);
  if (draft.enums.get(nameKey(name)) === undefined) return;
  draft.enums.edit(nameKey(name), (type) => ({ ...type, values: type.values.map(rename) }));
  draft.tables.editAll((table) => {
    const ofEnum = new Set(table.columns.filter((column) => isOfEnum(column, name)).map((column) => column.name));
    const edited = editExpressions(table, (sql) => renameEnumValueIn(sql, name, { from, to, columns: ofEnum }));
    if (!edited.columns.some((column) => ofEnum.has(column.name) && column.default !== null)) return edited;
    return {
      ...edited,
      columns: edited.columns.map((column) =>
        ofEnum.has(column.name)
          ? { ...column, default: renameInDefault(column.default, from, to), defaultSpelling: null }
          : column,
      ),
    };
  });
  const columns = new Set<string>();
  draft.objects.editAll((object) => followText(object, (sql) => renameEnumValueIn(sql, name, { from, to, columns })));
}

function isOfEnum(column: Column, name: QualifiedName): boolean {
  return column.type.kind === "enum" && sameName(column.type.name, name);
}

function renameInDefault(value: ColumnDefault | null, from: string, to: string): ColumnDefault | null {
  const rename = (text: string) => (text === from ? to : text);
  if (value?.kind === "literal") return { ...value, text: rename(value.text) };
  if (value?.kind === "list") return { ...value, elements: value.elements.map(rename) };
  if (value?.kind === "expression") return { ...value, sql: renameConstant(value.sql, from, to) };
  return value;
}

/** A column's sequence lives in its table's schema. */
function moveSequence(column: Column, schema: string): Column {
  if (column.default?.kind !== "serial") return column;
  return { ...column, default: { ...column.default, sequence: { ...column.default.sequence, schema } } };
}

function renameIndexColumns(index: Index, rename: (column: string) => string): Index {
  return {
    ...index,
    keys: index.keys.map((key) =>
      key.on.kind === "column" ? { ...key, on: { kind: "column", name: rename(key.on.name) } } : key,
    ),
    include: index.include.map(rename),
  };
}

function editForeignKeys(draft: Draft, change: (key: ForeignKey) => ForeignKey): void {
  draft.tables.editAll((table) => {
    const foreignKeys = table.foreignKeys.map(change);
    return foreignKeys.some((key, at) => key !== table.foreignKeys[at]) ? { ...table, foreignKeys } : table;
  });
}

/** The table with every expression that PostgreSQL keeps as a tree edited; the same table where none changes. */
function editExpressions(table: Table, edit: (sql: string) => string): Table {
  const edits: string[] = [];
  const text = (sql: string): string => {
    const edited = edit(sql);
    if (edited !== sql) edits.push(edited);
    return edited;
  };
  const edited: Table = {
    ...table,
    columns: table.columns.map((column) => editColumn(column, text)),
    indexes: table.indexes.map((index) => ({
      ...index,
      keys: index.keys.map((key) =>
        key.on.kind === "expression" ? { ...key, on: { kind: "expression", sql: text(key.on.sql) } } : key,
      ),
      predicate: index.predicate === null ? null : text(index.predicate),
    })),
    checks: table.checks.map((check) => ({ ...check, definition: text(check.definition) })),
  };
  return edits.length > 0 ? edited : table;
}

function editColumn(column: Column, text: (sql: string) => string): Column {
  const { default: value, defaultSpelling, generated } = column;
  if (value?.kind !== "expression" && generated === null && defaultSpelling === null) return column;
  return {
    ...column,
    default: value?.kind === "expression" ? { ...value, sql: text(value.sql) } : value,
    defaultSpelling: defaultSpelling === null ? null : text(defaultSpelling),
    generated: generated && { ...generated, expression: text(generated.expression) },
  };
}
