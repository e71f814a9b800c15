import { sortedBy } from "#engine/core/compare.ts";
import { fnv1a64 } from "#engine/core/hash.ts";
import {
  canonicalDefault,
  canonicalExpression,
  canonicalPredicate,
  canonicalType,
  plainText,
} from "#engine/schema/canonical.ts";
import type { Column, Index, Schema, Table } from "#engine/schema/model.ts";
import { nameKey, type QualifiedName } from "#engine/schema/name.ts";
import { catalogObjectKey } from "#engine/schema/objectKey.ts";
import { withoutQualifiers } from "#engine/schema/qualifiers.ts";
import { nullsOf } from "#engine/schema/same.ts";

/**
 * A text that two schemas share when they are the same by `sameSchema`, and as good as never otherwise: a hash of 64 bits.
 * The leading version changes whenever what is equal does, so that fingerprints that were kept are then simply unknown.
 */
export function fingerprint(schema: Schema): string {
  return `v2:${fnv1a64(JSON.stringify(canonicalSchema(schema)))}`;
}

/** Arrays in a fixed order stand for objects: the order of keys then says nothing. */
function canonicalSchema(schema: Schema): unknown {
  return [
    schema.namespaces.toSorted(),
    sorted(schema.extensions.map(({ name, schema: place, version }) => [name, place, version])),
    byName(schema.enums).map(({ name, values }) => [pair(name), values]),
    byName(schema.tables).map(canonicalTable),
    byName(schema.sequences).map((each) => [
      pair(each.name),
      [each.type, each.start, each.increment, each.min, each.max, each.cache, each.cycle],
    ]),
    sortedBy(schema.objects, catalogObjectKey).map((object) => [
      catalogObjectKey(object),
      plainText(object.definition),
    ]),
  ];
}

function canonicalTable(table: Table): unknown {
  return [
    pair(table.name),
    sorted(table.columns.map(canonicalColumn)),
    table.primaryKey && [table.primaryKey.name, table.primaryKey.columns],
    sorted(table.indexes.map(canonicalIndex)),
    sorted(
      table.foreignKeys.map((key) => [
        key.name,
        key.columns,
        [pair(key.references.table), key.references.columns],
        [key.onDelete, key.onUpdate, key.match, key.deferrable, key.validated],
      ]),
    ),
    sorted(
      table.checks.map((check) => [check.name, check.kind, withoutQualifiers(canonicalExpression(check.definition))]),
    ),
  ];
}

function canonicalColumn(column: Column): readonly [string, ...unknown[]] {
  const type = canonicalType(column.type);
  const value = canonicalDefault(column.default, type);
  return [
    column.name,
    [type.kind, type.kind === "other" ? type.schema : null, type.kind === "enum" ? pair(type.name) : type.name],
    [type.array, type.kind === "enum" ? [] : type.args],
    value && [value.kind, contentOf(value)],
    [column.nullable, column.identity, column.collation],
    column.generated && [withoutQualifiers(canonicalExpression(column.generated.expression)), column.generated.stored],
  ];
}

function contentOf(value: NonNullable<Column["default"]>): unknown {
  switch (value.kind) {
    case "literal":
      return value.text;
    case "list":
      return value.elements;
    case "expression":
      return withoutQualifiers(value.sql);
    case "serial":
      return null;
  }
}

function canonicalIndex(index: Index): readonly [string, ...unknown[]] {
  return [
    index.name,
    [index.unique, index.constraint, index.method, index.nullsNotDistinct, index.valid],
    index.keys.map((key) => [
      key.on.kind,
      key.on.kind === "column" ? key.on.name : withoutQualifiers(canonicalExpression(key.on.sql)),
      [key.descending, nullsOf(key), key.operatorClass, key.collation],
    ]),
    [index.include, index.storage.toSorted()],
    index.predicate === null ? null : withoutQualifiers(canonicalPredicate(index.predicate)),
  ];
}

function byName<T extends { readonly name: QualifiedName }>(items: readonly T[]): T[] {
  return sortedBy(items, ({ name }) => nameKey(name));
}

function sorted<T extends readonly [string, ...unknown[]]>(items: readonly T[]): T[] {
  return sortedBy(items, ([name]) => name);
}

function pair({ schema, name }: QualifiedName): readonly [string, string] {
  return [schema, name];
}
