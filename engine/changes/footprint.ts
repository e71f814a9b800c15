import { isProperty, typeNames } from "#engine/changes/alterable.ts";
import { type Change, type ChangeTable, dispatch, isHanded, isHandover } from "#engine/changes/change.ts";
import { handedOver, handingOver, handoverKey } from "#engine/changes/handovers.ts";
import { mentions, routineBody } from "#engine/schema/expressionNames.ts";
import { parentsOf } from "#engine/schema/inherited.ts";
import type {
  CatalogObject,
  Check,
  Column,
  EnumType,
  ForeignKey,
  Index,
  PrimaryKey,
  Sequence,
  Table,
} from "#engine/schema/model.ts";
import { nameKey, type QualifiedName } from "#engine/schema/name.ts";
import {
  catalogObjectKey,
  collationKey,
  columnKey,
  constraintKey,
  enumKey,
  enumValueKey,
  extensionKey,
  indexKey,
  namespaceKey,
  type ObjectKey,
  ownerKey,
  sequenceKey,
  tableKey,
} from "#engine/schema/objectKey.ts";

/**
 * What a change concerns, by key. Two changes whose footprints share no key but what both only read may be swapped.
 *
 * Beside objects there are keys for what is scarce or relied on: a name among a PostgreSQL schema's relations or types,
 * a constraint's name on its table, a set of columns that is unique, and a bare name that the text of an expression
 * mentions.
 */
export interface Footprint {
  readonly creates: readonly ObjectKey[];
  readonly drops: readonly ObjectKey[];
  /** Altered in place. */
  readonly writes: readonly ObjectKey[];
  /** What must still be as it was: the state before the change refers to it. */
  readonly readsBefore: readonly ObjectKey[];
  /** What must already be as it will be: the state after the change refers to it. */
  readonly readsAfter: readonly ObjectKey[];
}

export function footprint(change: Change): Footprint {
  return dispatch(footprints, change);
}

/** True for the key of a name that texts mention: it is a hint, many things may bear it, and it can't be used up. */
export function isMention(key: ObjectKey): boolean {
  return key.startsWith("mention\0");
}

const none: Footprint = { creates: [], drops: [], writes: [], readsBefore: [], readsAfter: [] };

/** What a thing brings when it comes, takes away when it goes, and refers to while it is there. */
interface Existence {
  readonly is: readonly ObjectKey[];
  readonly reads: readonly ObjectKey[];
}

function created({ is, reads }: Existence): Footprint {
  return { ...none, creates: is, readsAfter: reads };
}

function dropped({ is, reads }: Existence): Footprint {
  return { ...none, drops: is, readsBefore: reads };
}

function altered(key: ObjectKey, from: Existence, to: Existence): Footprint {
  return {
    creates: to.is.filter((each) => !from.is.includes(each)),
    drops: from.is.filter((each) => !to.is.includes(each)),
    writes: [key],
    readsBefore: from.reads,
    readsAfter: to.reads,
  };
}

const footprints: ChangeTable<Footprint> = {
  createNamespace: (c) => created({ is: [namespaceKey(c.name)], reads: [] }),
  dropNamespace: (c) => dropped({ is: [namespaceKey(c.name)], reads: [] }),
  createExtension: (c) => created(ofExtension(c.extension)),
  dropExtension: (c) => dropped(ofExtension(c.extension)),
  alterExtension: (c) => altered(extensionKey(c.to.name), ofExtension(c.from), ofExtension(c.to)),
  createEnum: (c) => created(ofEnum(c.enum)),
  dropEnum: (c) => dropped(ofEnum(c.enum)),
  renameEnum: (c) => ({
    ...none,
    creates: [enumKey(c.to), typeName(c.to), mention(c.to.name)],
    drops: [enumKey(c.from), typeName(c.from), mention(c.from.name)],
    readsAfter: [namespaceKey(c.to.schema)],
  }),
  addEnumValue: (c) => ({ ...none, creates: [enumValueKey(c.enum, c.value)], writes: [enumKey(c.enum)] }),
  dropEnumValue: (c) => ({ ...none, drops: [enumValueKey(c.enum, c.value)], writes: [enumKey(c.enum)] }),
  renameEnumValue: (c) => ({
    ...none,
    creates: [enumValueKey(c.enum, c.to)],
    drops: [enumValueKey(c.enum, c.from)],
    writes: [enumKey(c.enum)],
  }),
  reorderEnum: (c) => ({ ...none, writes: [enumKey(c.enum)] }),
  createTable: (c) => created(ofTable(c.table)),
  dropTable: (c) => dropped(ofTable(c.table)),
  renameTable: (c) => ({
    ...none,
    creates: [tableKey(c.to), relationName(c.to), typeName(c.to), mention(c.to.name)],
    drops: [tableKey(c.from), relationName(c.from), typeName(c.from), mention(c.from.name)],
    readsAfter: [namespaceKey(c.to.schema)],
  }),
  attachPartition: (c) => joined(c.table, c.partitionOf.table),
  detachPartition: (c) => parted(c.table, c.partitionOf.table),
  addParent: (c) => joined(c.table, c.parent),
  dropParent: (c) => parted(c.table, c.parent),
  addColumn: (c) => {
    if (isHandover(c.fill)) return handingOver(c.table, c.column.name, c.fill);
    const { is, reads } = inTable(c.table, ofColumn(c.table, c.column));
    return created({
      is,
      reads: typeof c.fill === "string" ? [...reads, ...columnsMentioned(c.table, c.fill)] : reads,
    });
  },
  dropColumn: (c) =>
    isHandover(c.fill)
      ? handedOver(c.table, c.column.name, c.fill)
      : dropped(inTable(c.table, ofColumn(c.table, c.column))),
  renameColumn: (c) => ({
    ...none,
    creates: [columnKey(c.table, c.to)],
    drops: [columnKey(c.table, c.from)],
    writes: [tableKey(c.table)],
  }),
  alterColumn: (c) => {
    const print = altered(
      columnKey(c.table, c.to.name),
      inTable(c.table, ofColumn(c.table, c.from)),
      inTable(c.table, ofColumn(c.table, c.to)),
    );
    return isHanded(c.fill)
      ? { ...print, readsAfter: [...print.readsAfter, handoverKey(c.table, c.fill.handed)] }
      : print;
  },
  addPrimaryKey: (c) => created(inTable(c.table, ofPrimaryKey(c.table, c.primaryKey))),
  dropPrimaryKey: (c) => dropped(inTable(c.table, ofPrimaryKey(c.table, c.primaryKey))),
  alterPrimaryKey: (c) =>
    altered(
      constraintKey(c.table, c.to.name),
      inTable(c.table, ofPrimaryKey(c.table, c.from)),
      inTable(c.table, ofPrimaryKey(c.table, c.to)),
    ),
  alterIndex: (c) =>
    altered(
      indexKey(c.table, c.to.name),
      inTable(c.table, ofIndex(c.table, c.from)),
      inTable(c.table, ofIndex(c.table, c.to)),
    ),
  alterForeignKey: (c) =>
    altered(constraintKey(c.table, c.to.name), ofForeignKey(c.table, c.from), ofForeignKey(c.table, c.to)),
  alterCheck: (c) =>
    altered(
      constraintKey(c.table, c.to.name),
      inTable(c.table, ofCheck(c.table, c.from)),
      inTable(c.table, ofCheck(c.table, c.to)),
    ),
  createIndex: (c) => created(inTable(c.table, ofIndex(c.table, c.index))),
  dropIndex: (c) => dropped(inTable(c.table, ofIndex(c.table, c.index))),
  renameIndex: (c) => renamedOnTable(c.table, c.from, c.to),
  addForeignKey: (c) => created(ofForeignKey(c.table, c.foreignKey)),
  dropForeignKey: (c) => dropped(ofForeignKey(c.table, c.foreignKey)),
  addCheck: (c) => created(inTable(c.table, ofCheck(c.table, c.check))),
  dropCheck: (c) => dropped(inTable(c.table, ofCheck(c.table, c.check))),
  renameConstraint: (c) => renamedOnTable(c.table, c.from, c.to),
  createSequence: (c) => created(ofSequence(c.sequence)),
  dropSequence: (c) => dropped(ofSequence(c.sequence)),
  alterSequence: (c) => altered(sequenceKey(c.from.name), ofSequence(c.from), ofSequence(c.to)),
  freeSequence: (c) => ({ ...none, creates: [sequenceKey(c.sequence.name)], writes: [columnKey(c.table, c.to.name)] }),
  bindSequence: (c) => ({ ...none, drops: [sequenceKey(c.sequence.name)], writes: [columnKey(c.table, c.to.name)] }),
  createObject: (c) => created(ofObject(c.object)),
  dropObject: (c) => dropped(ofObject(c.object)),
  alterObject: (c) => altered(catalogObjectKey(c.to), ofObject(c.from), ofObject(c.to)),
  runSql: () => none,
};

function ofExtension(extension: { readonly name: string; readonly schema: string | null }): Existence {
  return {
    is: [extensionKey(extension.name)],
    reads: extension.schema === null ? [] : [namespaceKey(extension.schema)],
  };
}

function ofEnum({ name, values }: EnumType): Existence {
  return {
    is: [enumKey(name), typeName(name), mention(name.name), ...values.map((value) => enumValueKey(name, value))],
    reads: [namespaceKey(name.schema)],
  };
}

/** Who has to do with a part of the table has to do with the table: of its parts only names that others could bear count. */
function ofTable(table: Table): Existence {
  const { name, primaryKey } = table;
  const is = [tableKey(name), relationName(name), typeName(name), mention(name.name)];
  const reads = [namespaceKey(name.schema), ...parentsOf(table).map(tableKey)];
  const own = new Set(table.columns.map((column) => column.name));
  const beside = (sql: string) => [...mentions(sql)].filter((mentioned) => !own.has(mentioned)).map(mention);
  for (const column of table.columns) {
    reads.push(...typeReads(column), ...textsOf(column).flatMap(beside), ...collationReads([column]));
    if (column.default?.kind === "serial") is.push(relationName(column.default.sequence));
  }
  if (primaryKey !== null) is.push(relationNameIn(name, primaryKey.name));
  for (const index of table.indexes) {
    is.push(relationNameIn(name, index.name));
    reads.push(...indexTexts(index).flatMap(beside));
  }
  for (const check of table.checks) {
    if (check.kind === "exclusion") is.push(relationNameIn(name, check.name));
    reads.push(...beside(check.definition));
  }
  return { is, reads };
}

function ofColumn(table: QualifiedName, column: Column): Existence {
  const is = [columnKey(table, column.name)];
  const reads = [...typeReads(column), ...textsOf(column).flatMap(mentioned), ...collationReads([column])];
  if (column.default?.kind === "serial") is.push(relationName(column.default.sequence));
  if (column.generated !== null) reads.push(...columnsMentioned(table, column.generated.expression));
  return { is, reads };
}

function collationReads(items: readonly { readonly collation: string | null }[]): ObjectKey[] {
  return items.flatMap(({ collation }) => collationKey(collation) ?? []);
}

function typeReads({ type, default: value }: Column): ObjectKey[] {
  if (type.kind === "other") return type.schema === null ? [] : [typeName({ schema: type.schema, name: type.name })];
  if (type.kind === "builtin") return [];
  const values = value?.kind === "literal" ? [value.text] : value?.kind === "list" ? value.elements : [];
  return [enumKey(type.name), ...values.map((each) => enumValueKey(type.name, each))];
}

function textsOf({ default: value, generated }: Column): string[] {
  return [...(value?.kind === "expression" ? [value.sql] : []), ...(generated === null ? [] : [generated.expression])];
}

function ofPrimaryKey(table: QualifiedName, key: PrimaryKey): Existence {
  return {
    is: [
      relationNameIn(table, key.name),
      constraintKey(table, key.name),
      indexKey(table, key.name),
      uniqueness(table, key.columns),
    ],
    reads: key.columns.map((column) => columnKey(table, column)),
  };
}

function ofIndex(table: QualifiedName, index: Index): Existence {
  const is = [indexKey(table, index.name), relationNameIn(table, index.name)];
  if (index.constraint) is.push(constraintKey(table, index.name));
  const columns = index.keys.flatMap(({ on }) => (on.kind === "column" ? [on.name] : []));
  if (index.unique && index.predicate === null && columns.length === index.keys.length) {
    is.push(uniqueness(table, columns));
  }
  const texts = indexTexts(index);
  return {
    is,
    reads: [
      ...[...columns, ...index.include].map((column) => columnKey(table, column)),
      ...collationReads(index.keys),
      ...texts.flatMap((text) => [...mentioned(text), ...columnsMentioned(table, text)]),
    ],
  };
}

function indexTexts({ keys, predicate }: Index): string[] {
  const expressions = keys.flatMap(({ on }) => (on.kind === "expression" ? [on.sql] : []));
  return predicate === null ? expressions : [...expressions, predicate];
}

function ofForeignKey(table: QualifiedName, key: ForeignKey): Existence {
  const { references } = key;
  return {
    is: [constraintKey(table, key.name)],
    reads: [
      tableKey(table),
      tableKey(references.table),
      ...key.columns.map((column) => columnKey(table, column)),
      ...references.columns.map((column) => columnKey(references.table, column)),
      uniqueness(references.table, references.columns),
    ],
  };
}

function ofCheck(table: QualifiedName, { name, kind, definition }: Check): Existence {
  const is = [constraintKey(table, name)];
  // An exclusion constraint has an index of its name.
  if (kind === "exclusion") is.push(relationNameIn(table, name));
  return { is, reads: [...mentioned(definition), ...columnsMentioned(table, definition)] };
}

function ofSequence({ name, ownedBy }: Sequence): Existence {
  const owner = ownedBy ? [tableKey(ownedBy.table), columnKey(ownedBy.table, ownedBy.column)] : [];
  return {
    is: [sequenceKey(name), relationName(name), mention(name.name)],
    reads: [namespaceKey(name.schema), ...owner],
  };
}

function ofObject(object: CatalogObject): Existence {
  const is: ObjectKey[] = [catalogObjectKey(object)];
  if (typeKinds.has(object.kind)) is.push(...typeNames(object).map(typeName));
  if (relationKinds.has(object.kind)) is.push(relationName(object.name));
  const own = mention(object.name.name.replace(/\(.*$/s, ""));
  if (!isProperty(object)) is.push(own);
  return {
    is,
    reads: [
      ...(object.name.schema === "" ? [] : [namespaceKey(object.name.schema)]),
      ...(object.table === null ? [] : [tableKey(object.table)]),
      // What needs a column needs its table.
      ...object.dependsOn.flatMap((key) => [key, ownerKey(key) ?? key]),
      // Functions that share a name do not wait for each other.
      ...[object.definition, routineBody(object.definition) ?? ""].flatMap(mentioned).filter((key) => key !== own),
    ],
  };
}

const typeKinds = new Set<CatalogObject["kind"]>(["domain", "compositeType", "rangeType"]);
const relationKinds = new Set<CatalogObject["kind"]>(["view", "materializedView", "index", "foreignTable"]);

function joined(table: QualifiedName, parent: QualifiedName): Footprint {
  return { ...none, readsBefore: [tableKey(table)], readsAfter: [tableKey(table), tableKey(parent)] };
}

function parted(table: QualifiedName, parent: QualifiedName): Footprint {
  return { ...none, readsBefore: [tableKey(table), tableKey(parent)], readsAfter: [tableKey(table)] };
}

function inTable(table: QualifiedName, part: Existence): Existence {
  return { is: part.is, reads: [tableKey(table), ...part.reads] };
}

/** The kind of the renamed thing is not told: both names are taken as a relation's and as a constraint's. */
function renamedOnTable(table: QualifiedName, from: string, to: string): Footprint {
  return {
    ...none,
    creates: [relationNameIn(table, to), constraintKey(table, to)],
    drops: [relationNameIn(table, from), constraintKey(table, from)],
    readsBefore: [tableKey(table)],
    readsAfter: [tableKey(table)],
  };
}

/** Tables, indexes, sequences and views of a PostgreSQL schema share one set of names. */
function relationName(name: QualifiedName): ObjectKey {
  return `relationName\0${nameKey(name)}`;
}

/** An index lives in its table's schema. */
function relationNameIn(table: QualifiedName, name: string): ObjectKey {
  return relationName({ schema: table.schema, name });
}

/** Enums, domains and the row types of tables share another. */
function typeName(name: QualifiedName): ObjectKey {
  return `typeName\0${nameKey(name)}`;
}

/** What a foreign key leans on: these columns, in whatever order, are a key. */
function uniqueness(table: QualifiedName, columns: readonly string[]): ObjectKey {
  return `unique\0${nameKey(table)}\0${columns.toSorted().join("\0")}`;
}

function mention(name: string): ObjectKey {
  return `mention\0${name}`;
}

function mentioned(sql: string): ObjectKey[] {
  return [...mentions(sql)].map(mention);
}

function columnsMentioned(table: QualifiedName, sql: string): ObjectKey[] {
  return [...mentions(sql)].map((name) => columnKey(table, name));
}
