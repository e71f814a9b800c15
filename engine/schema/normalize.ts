import { sortedBy } from "#engine/core/compare.ts";
import { canonicalType, constantOf } from "#engine/schema/canonical.ts";
import { canonicalLiteral } from "#engine/schema/canonicalLiteral.ts";
import type { Column, ColumnDefault, ColumnType, Index, IndexKey, Schema, Table } from "#engine/schema/model.ts";
import { nameKey } from "#engine/schema/name.ts";
import { catalogObjectKey } from "#engine/schema/objectKey.ts";

/**
 * The schema in one form for all that means the same: lists sorted, types and constants in one spelling. It is a schema
 * still, and renders to the same database. What equality further overlooks is in `same`.
 */
export function normalize(schema: Schema): Schema {
  return {
    namespaces: [...new Set(schema.namespaces)].sort(),
    extensions: sortedBy(schema.extensions, (extension) => extension.name),
    enums: sortedBy(schema.enums, (type) => nameKey(type.name)),
    tables: sortedBy(schema.tables.map(normalTable), (table) => nameKey(table.name)),
    sequences: sortedBy(schema.sequences, (sequence) => nameKey(sequence.name)),
    objects: sortedBy(schema.objects, catalogObjectKey),
  };
}

function normalTable(table: Table): Table {
  return {
    ...table,
    columns: table.columns.map(normalColumn),
    indexes: sortedBy(table.indexes.map(normalIndex), (index) => index.name),
    foreignKeys: sortedBy(table.foreignKeys, (key) => key.name),
    checks: sortedBy(table.checks, (check) => check.name),
  };
}

function normalColumn(column: Column): Column {
  return {
    ...column,
    type: canonicalType(column.type),
    default: normalDefault(column.default, column.type),
  };
}

function normalDefault(value: ColumnDefault | null, type: ColumnType): ColumnDefault | null {
  switch (value?.kind) {
    case undefined:
      return null;
    case "expression": {
      const constant = constantOf(value.sql, type);
      return constant?.kind === "expression" ? constant : normalDefault(constant, type);
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

function normalIndex(index: Index): Index {
  return { ...index, keys: index.keys.map(normalKey), storage: index.storage.toSorted() };
}

function normalKey(key: IndexKey): IndexKey {
  // Null is the default of the direction.
  const nulls = key.nulls === (key.descending ? "first" : "last") ? null : key.nulls;
  return { ...key, nulls };
}
