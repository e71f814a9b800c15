import { sortedBy } from "#engine/core/compare.ts";
import { canonicalDefinition } from "#engine/schema/canonicalDefinition.ts";
import { fnv1a64 } from "#engine/core/hash.ts";
import { canonicalDefault, canonicalExpression, canonicalPredicate, canonicalType } from "#engine/schema/canonical.ts";
import type { Column, Index, NotNull, PrimaryKey, Schema, SequenceOptions, Table } from "#engine/schema/model.ts";
import { nameKey, type QualifiedName } from "#engine/schema/name.ts";
import { givenName, sameNotNull, usualNotNull } from "#engine/schema/notNull.ts";
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
      optionsOf(each),
      each.ownedBy && [pair(each.ownedBy.table), each.ownedBy.column],
    ]),
    sortedBy(schema.objects, catalogObjectKey).map((object) => [catalogObjectKey(object), canonicalDefinition(object)]),
  ];
}

function canonicalTable(table: Table): unknown {
  return [
    pair(table.name),
    sorted(table.columns.map(canonicalColumn)),
    [table.partitionBy, table.partitionOf && [pair(table.partitionOf.table), table.partitionOf.bound]],
    table.inherits.map(pair),
    table.primaryKey && canonicalPrimaryKey(table.primaryKey),
    sorted(table.indexes.map(canonicalIndex)),
    sorted(
      table.foreignKeys.map((key) => [
        key.name,
        key.columns,
        [pair(key.references.table), key.references.columns],
        [key.onDelete, key.onUpdate, key.onDeleteColumns, key.match, key.deferrable],
        [key.validated, key.enforced, key.period],
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
    [type.kind, type.kind === "enum" ? pair(type.name) : type.name],
    [type.array, type.kind === "enum" ? [] : type.args],
    value && [value.kind, contentOf(value)],
    [column.nullable, column.identity, column.sequence && optionsOf(column.sequence), column.collation],
    column.generated && [withoutQualifiers(canonicalExpression(column.generated.expression)), column.generated.stored],
    ...(sameNotNull(column.notNull, null) ? [] : [notNullContent(column.notNull ?? usualNotNull)]),
  ];
}

function notNullContent(notNull: NotNull): unknown {
  return [givenName(notNull), notNull.validated, notNull.inherits];
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
      return pair(value.sequence);
  }
}

function canonicalIndex(index: Index): readonly [string, ...unknown[]] {
  return [
    index.name,
    [index.unique, index.constraint, index.method, index.nullsNotDistinct, index.valid],
    [index.deferrable, index.withoutOverlaps, index.partOf && pair(index.partOf)],
    index.keys.map((key) => [
      key.on.kind,
      key.on.kind === "column" ? key.on.name : withoutQualifiers(canonicalExpression(key.on.sql)),
      [key.descending, nullsOf(key), key.operatorClass?.replaceAll(/[\s']/g, "") ?? null, key.collation],
    ]),
    [index.include, index.storage.toSorted()],
    index.predicate === null ? null : withoutQualifiers(canonicalPredicate(index.predicate)),
  ];
}

function canonicalPrimaryKey(key: PrimaryKey): unknown {
  const rest = [key.deferrable, key.withoutOverlaps, key.partOf && pair(key.partOf)];
  return [key.name, key.columns, key.include, rest];
}

function optionsOf({ type, start, increment, min, max, cache, cycle }: SequenceOptions): unknown {
  return [type, start, increment, min, max, cache, cycle];
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
