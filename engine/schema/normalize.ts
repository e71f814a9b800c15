import { sortedBy } from "#engine/core/compare.ts";
import { canonicalType, constantOf } from "#engine/schema/canonical.ts";
import { canonicalLiteral } from "#engine/schema/canonicalLiteral.ts";
import type { Column, ColumnDefault, ColumnType, Index, IndexKey, Schema, Table } from "#engine/schema/model.ts";
import { nameKey } from "#engine/schema/name.ts";
import { catalogObjectKey } from "#engine/schema/objectKey.ts";

export interface NormalizeOptions {
  /** PostgreSQL's own spelling of expressions, by the text as written: another database has to be asked for it. */
  readonly spellings?: ReadonlyMap<string, string>;
}

/**
 * The schema in one form for all that means the same: lists sorted, types and constants in one spelling. It is a schema
 * still, and renders to the same database. What equality further overlooks is in `same`.
 */
export function normalize(schema: Schema, options: NormalizeOptions = {}): Schema {
  const spell = (sql: string) => options.spellings?.get(sql) ?? sql;
  return {
    namespaces: [...new Set(schema.namespaces)].sort(),
    extensions: sortedBy(schema.extensions, (extension) => extension.name),
    enums: sortedBy(schema.enums, (type) => nameKey(type.name)),
    tables: sortedBy(
      schema.tables.map((table) => normalTable(table, spell)),
      (table) => nameKey(table.name),
    ),
    sequences: sortedBy(schema.sequences, (sequence) => nameKey(sequence.name)),
    objects: sortedBy(schema.objects, catalogObjectKey),
  };
}

type Spell = (sql: string) => string;

function normalTable(table: Table, spell: Spell): Table {
  return {
    ...table,
    columns: table.columns.map((column) => normalColumn(column, spell)),
    indexes: sortedBy(
      table.indexes.map((index) => normalIndex(index, spell)),
      (index) => index.name,
    ),
    foreignKeys: sortedBy(table.foreignKeys, (key) => key.name),
    checks: sortedBy(table.checks, (check) => check.name),
  };
}

function normalColumn(column: Column, spell: Spell): Column {
  return {
    ...column,
    type: canonicalType(column.type),
    default: normalDefault(column.default, column.type, spell),
    generated: column.generated && { ...column.generated, expression: spell(column.generated.expression) },
  };
}

function normalDefault(value: ColumnDefault | null, type: ColumnType, spell: Spell): ColumnDefault | null {
  switch (value?.kind) {
    case undefined:
      return null;
    case "expression": {
      const constant = constantOf(spell(value.sql), type);
      return constant?.kind === "expression" ? constant : normalDefault(constant, type, spell);
    }
    case "literal":
      return type.array ? value : { ...value, text: canonicalLiteral(value.text, type) };
    case "list": {
      const element: ColumnType = { ...type, array: false };
      return { ...value, elements: value.elements.map((text) => canonicalLiteral(text, element)) };
    }
    case "serial":
      return value;
  }
}

function normalIndex(index: Index, spell: Spell): Index {
  return {
    ...index,
    keys: index.keys.map((key) => normalKey(key, spell)),
    predicate: index.predicate === null ? null : spell(index.predicate),
    storage: index.storage.toSorted(),
  };
}

function normalKey(key: IndexKey, spell: Spell): IndexKey {
  // Null is the default of the direction.
  const nulls = key.nulls === (key.descending ? "first" : "last") ? null : key.nulls;
  return { ...key, nulls, on: key.on.kind === "expression" ? { ...key.on, sql: spell(key.on.sql) } : key.on };
}
