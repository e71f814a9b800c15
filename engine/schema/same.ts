import { equal, equalLists, equalSets } from "#engine/core/equal.ts";
import type {
  CatalogObject,
  Check,
  Column,
  ColumnDefault,
  ColumnType,
  EnumType,
  Extension,
  ForeignKey,
  Index,
  IndexKey,
  PrimaryKey,
  Schema,
  Sequence,
  Table,
} from "#engine/schema/model.ts";
import { nameKey, type QualifiedName, sameName } from "#engine/schema/name.ts";
import { sameNotNull } from "#engine/schema/notNull.ts";
import { catalogObjectKey } from "#engine/schema/objectKey.ts";
import { canonicalDefinition } from "#engine/schema/canonicalDefinition.ts";
import { canonicalDefault, canonicalExpression, canonicalPredicate, canonicalType } from "#engine/schema/canonical.ts";
import { sameButForQualifiers } from "#engine/schema/qualifiers.ts";

/**
 * Equality of schemas and their parts: of what `normalize` makes of them, without making it where the two already agree.
 * The order of columns and the spelling of defaults mean nothing.
 */
export function sameSchema(a: Schema, b: Schema): boolean {
  return (
    a === b ||
    (equalSets(a.namespaces, b.namespaces, (name) => name, equal) &&
      equalSets(a.extensions, b.extensions, (each) => each.name, sameExtension) &&
      equalSets(a.enums, b.enums, keyOfNamed, sameEnum) &&
      equalSets(a.sequences, b.sequences, keyOfNamed, sameSequence) &&
      equalSets(a.tables, b.tables, keyOfNamed, sameTable) &&
      equalSets(a.objects, b.objects, catalogObjectKey, sameObject))
  );
}

export function sameExtension(a: Extension, b: Extension): boolean {
  return equal(a, b);
}

export function sameEnum(a: EnumType, b: EnumType): boolean {
  return a === b || (sameName(a.name, b.name) && equalLists(a.values, b.values, sameText));
}

export function sameSequence(a: Sequence, b: Sequence): boolean {
  return equal(a, b);
}

export function sameObject(a: CatalogObject, b: CatalogObject): boolean {
  if (a === b) return true;
  if (catalogObjectKey(a) !== catalogObjectKey(b)) return false;
  return a.definition === b.definition || canonicalDefinition(a) === canonicalDefinition(b);
}

export function sameTable(a: Table, b: Table): boolean {
  return (
    a === b ||
    (sameName(a.name, b.name) &&
      equalSets(a.columns, b.columns, byName, sameColumn) &&
      a.partitionBy === b.partitionBy &&
      equal(a.partitionOf, b.partitionOf) &&
      equal(a.inherits, b.inherits) &&
      samePrimaryKey(a.primaryKey, b.primaryKey) &&
      equalSets(a.indexes, b.indexes, byName, sameIndex) &&
      equalSets(a.foreignKeys, b.foreignKeys, byName, sameForeignKey) &&
      equalSets(a.checks, b.checks, byName, sameCheck))
  );
}

export function sameColumn(a: Column, b: Column): boolean {
  return (
    a === b ||
    (a.name === b.name &&
      a.nullable === b.nullable &&
      sameNotNull(a.notNull, b.notNull) &&
      a.identity === b.identity &&
      a.collation === b.collation &&
      equal(a.sequence, b.sequence) &&
      sameType(a.type, b.type) &&
      sameGenerated(a.generated, b.generated) &&
      sameDefault(a.default, b.default, a.type))
  );
}

export function sameType(a: ColumnType, b: ColumnType): boolean {
  if (a === b) return true;
  if (a.kind !== b.kind || a.array !== b.array) return false;
  if (a.kind === "enum") return b.kind === "enum" && sameName(a.name, b.name);
  // Models may name the schema of an extension's type, and leave out that of a domain.
  if (a.kind === "other" && b.kind === "other" && (a.schema === null || b.schema === null)) {
    return a.name === b.name && equal(a.args, b.args);
  }
  if (a.name === b.name && a.args.length === 0 && a.kind === "builtin" && b.kind === "builtin" && b.args.length === 0) {
    return true;
  }
  return equal(a, b) || equal(canonicalType(a), canonicalType(b));
}

/** Of two defaults of a column of `type`. */
export function sameDefault(a: ColumnDefault | null, b: ColumnDefault | null, type: ColumnType): boolean {
  if (a === b) return true;
  if (a?.kind === "serial" && b?.kind === "serial") return sameName(a.sequence, b.sequence);
  if (a?.kind === "literal" && b?.kind === "literal" && a.text === b.text) return true;
  if (a?.kind === "expression" && b?.kind === "expression" && a.sql === b.sql) return true;
  const [left, right] = [canonicalDefault(a, type), canonicalDefault(b, type)];
  return left?.kind === "expression" && right?.kind === "expression"
    ? sameButForQualifiers(left.sql, right.sql)
    : equal(left, right);
}

export function sameGenerated(a: Column["generated"], b: Column["generated"]): boolean {
  if (a === null || b === null) return a === b;
  return a.stored === b.stored && sameExpression(a.expression, b.expression);
}

export function samePrimaryKey(a: PrimaryKey | null, b: PrimaryKey | null): boolean {
  if (a === null || b === null) return a === b;
  return a.name === b.name && samePrimaryKeyContent(a, b);
}

/** Equality of all but the name. */
export function samePrimaryKeyContent(a: PrimaryKey, b: PrimaryKey): boolean {
  return (
    a.deferrable === b.deferrable &&
    a.withoutOverlaps === b.withoutOverlaps &&
    equal(a.partOf, b.partOf) &&
    equalLists(a.columns, b.columns, sameText) &&
    equalLists(a.include, b.include, sameText)
  );
}

export function sameIndex(a: Index, b: Index): boolean {
  return a === b || (a.name === b.name && sameIndexContent(a, b));
}

/** Equality of all but the name. */
export function sameIndexContent(a: Index, b: Index): boolean {
  return (
    a.unique === b.unique &&
    a.constraint === b.constraint &&
    a.deferrable === b.deferrable &&
    a.withoutOverlaps === b.withoutOverlaps &&
    equal(a.partOf, b.partOf) &&
    a.method === b.method &&
    a.nullsNotDistinct === b.nullsNotDistinct &&
    a.valid === b.valid &&
    equalLists(a.keys, b.keys, sameIndexKey) &&
    equalLists(a.include, b.include, sameText) &&
    (equalLists(a.storage, b.storage, sameText) || equal(a.storage.toSorted(), b.storage.toSorted())) &&
    samePredicate(a.predicate, b.predicate)
  );
}

export function sameIndexKey(a: IndexKey, b: IndexKey): boolean {
  if (a === b) return true;
  if (
    a.descending !== b.descending ||
    !sameOperatorClass(a.operatorClass, b.operatorClass) ||
    a.collation !== b.collation
  )
    return false;
  if (nullsOf(a) !== nullsOf(b)) return false;
  if (a.on.kind === "column") return b.on.kind === "column" && a.on.name === b.on.name;
  return b.on.kind === "expression" && sameExpression(a.on.sql, b.on.sql);
}

/** Parameters may stand in quotes: `gist_trgm_ops(siglen=32)`, `gist_trgm_ops (siglen='32')`. */
function sameOperatorClass(a: string | null, b: string | null): boolean {
  if (a === null || b === null) return a === b;
  return a === b || a.replaceAll(/[\s']/g, "") === b.replaceAll(/[\s']/g, "");
}

export function sameForeignKey(a: ForeignKey, b: ForeignKey): boolean {
  return a === b || (a.name === b.name && sameForeignKeyContent(a, b));
}

/** Equality of all but the name. */
export function sameForeignKeyContent(a: ForeignKey, b: ForeignKey): boolean {
  return (
    a.onDelete === b.onDelete &&
    a.onUpdate === b.onUpdate &&
    equalLists(a.onDeleteColumns, b.onDeleteColumns, sameText) &&
    a.enforced === b.enforced &&
    a.period === b.period &&
    a.match === b.match &&
    a.deferrable === b.deferrable &&
    a.validated === b.validated &&
    sameName(a.references.table, b.references.table) &&
    equalLists(a.columns, b.columns, sameText) &&
    equalLists(a.references.columns, b.references.columns, sameText)
  );
}

export function sameCheck(a: Check, b: Check): boolean {
  return a === b || (a.name === b.name && sameCheckContent(a, b));
}

/** Equality of all but the name. */
export function sameCheckContent(a: Check, b: Check): boolean {
  return a.kind === b.kind && sameExpression(a.definition, b.definition);
}

export function sameExpression(a: string, b: string): boolean {
  return a === b || sameButForQualifiers(canonicalExpression(a), canonicalExpression(b));
}

/** Of two conditions: models write them as people do, the catalog prints every cast and bracket. */
export function samePredicate(a: string | null, b: string | null): boolean {
  if (a === null || b === null) return a === b;
  return a === b || sameButForQualifiers(canonicalPredicate(a), canonicalPredicate(b));
}

/** Where NULLs go: last in ascending order and first in descending, if nobody says otherwise. */
export function nullsOf(key: IndexKey): "first" | "last" {
  return key.nulls ?? (key.descending ? "first" : "last");
}

function sameText(a: string, b: string): boolean {
  return a === b;
}

function byName(item: { readonly name: string }): string {
  return item.name;
}

function keyOfNamed(item: { readonly name: QualifiedName }): string {
  return nameKey(item.name);
}
