import {
  type Change,
  type ChangeOf,
  type ChangeTable,
  dispatch,
  type Handover,
  isHandover,
} from "#engine/changes/change.ts";
import { checkParts, foreignKeyParts, indexParts, primaryKeyParts, sequenceParts } from "#engine/changes/keyWords.ts";
import { columnParts, namesOf, type DescribeOptions, type Names } from "#engine/changes/words.ts";
import { constraintWords, switchedTriggers, switchedWords } from "#engine/changes/constraintTriggers.ts";
import { objectParts, objectWords } from "#engine/changes/objectWords.ts";
import { equal } from "#engine/core/equal.ts";
import type { CatalogObject, Extension, ForeignKey, Index } from "#engine/schema/model.ts";
import { sameName } from "#engine/schema/name.ts";

/** A change in the words that trees, the terminal and diagnostics show. */
export interface Description {
  /** `add column tasks.priority`: no capital, no full stop. */
  readonly text: string;
  readonly object: "table" | "column" | "index" | "constraint" | "enum" | "extension" | "data" | "other";
  readonly effect: "add" | "change" | "remove";
}

export function describe(change: Change, options: DescribeOptions): Description {
  return dispatch(descriptions, change, namesOf(options));
}

const descriptions: ChangeTable<Description, [Names]> = {
  createNamespace: (c) => add("other", `create schema ${c.name}`),
  dropNamespace: (c) => remove("other", `drop schema ${c.name}`),
  createExtension: (c) => add("extension", `create extension ${c.extension.name}`),
  dropExtension: (c) => remove("extension", `drop extension ${c.extension.name}`),
  alterExtension: (c) => alter("extension", `${c.to.name}: ${extensionParts(c.from, c.to).join(", ")}`),
  createEnum: (c, names) => add("enum", `create enum ${names.type(c.enum.name)} (${c.enum.values.join(", ")})`),
  dropEnum: (c, names) => remove("enum", `drop enum ${names.type(c.enum.name)}`),
  renameEnum: (c, names) => alter("enum", `rename enum ${names.type(c.from)} to ${names.type(c.to)}`),
  addEnumValue: (c, names) => add("enum", `add value ${names.type(c.enum)}.${c.value}`),
  dropEnumValue: (c, names) => remove("enum", `drop value ${names.type(c.enum)}.${c.value}`),
  renameEnumValue: (c, names) => alter("enum", `rename value ${names.type(c.enum)}.${c.from} to ${c.to}`),
  reorderEnum: (c, names) => alter("enum", `reorder enum ${names.type(c.enum)}: ${c.to.join(", ")}`),
  createTable: (c, names) => add("table", `create table ${names.table(c.table.name)}`),
  dropTable: (c, names) => remove("table", `drop table ${names.table(c.table.name)}`),
  renameTable: (c, names) => alter("table", `rename table ${names.table(c.from)} to ${names.table(c.to)}`),
  attachPartition: (c, names) =>
    alter(
      "table",
      `${names.table(c.table)} becomes a partition of ${names.table(c.partitionOf.table)} ${c.partitionOf.bound}`,
    ),
  detachPartition: (c, names) =>
    alter("table", `${names.table(c.table)} is no longer a partition of ${names.table(c.partitionOf.table)}`),
  addParent: (c, names) => alter("table", `${names.table(c.table)} inherits from ${names.table(c.parent)}`),
  dropParent: (c, names) => alter("table", `${names.table(c.table)} no longer inherits from ${names.table(c.parent)}`),
  addColumn: (c, names) =>
    isHandover(c.fill)
      ? add("column", handoverWords(c.table, c.column.name, c.fill, names))
      : add("column", `add column ${names.column(c.table, c.column.name)}`),
  dropColumn: (c, names) => remove("column", `drop column ${names.column(c.table, c.column.name)}`),
  renameColumn: (c, names) => alter("column", `rename column ${names.column(c.table, c.from)} to ${c.to}`),
  alterColumn: (c, names) =>
    alter("column", `${names.column(c.table, c.to.name)}: ${columnParts(c.from, c.to, names).join(", ")}`),
  addPrimaryKey: (c, names) => add("constraint", `add primary key ${names.columns(c.table, c.primaryKey.columns)}`),
  dropPrimaryKey: (c, names) =>
    remove("constraint", `drop primary key ${names.columns(c.table, c.primaryKey.columns)}`),
  alterPrimaryKey: (c, names) =>
    alter(
      "constraint",
      `primary key ${names.columns(c.table, c.from.columns)}: ${primaryKeyParts(c.from, c.to).join(", ")}`,
    ),
  alterIndex: (c, names) =>
    alter(objectOf(c.to), `${indexWords(c.from)} on ${names.table(c.table)}: ${indexParts(c.from, c.to).join(", ")}`),
  alterForeignKey: (c, names) =>
    alter(
      "constraint",
      `foreign key ${foreignKeyWords(c.table, c.from, names)}: ${foreignKeyParts(c.from, c.to).join(", ")}`,
    ),
  alterCheck: (c, names) =>
    alter(
      "constraint",
      `${checkWord(c.from.kind)} ${c.from.name} on ${names.table(c.table)}: ${checkParts(c.from, c.to).join(", ")}`,
    ),
  createIndex: (c, names) =>
    add(
      objectOf(c.index),
      `${c.index.constraint ? "add" : "create"} ${indexWords(c.index)} on ${names.table(c.table)}`,
    ),
  dropIndex: (c, names) => remove(objectOf(c.index), `drop ${indexWords(c.index)} on ${names.table(c.table)}`),
  renameIndex: (c, names) => alter("index", `rename index ${c.from} to ${c.to} on ${names.table(c.table)}`),
  addForeignKey: (c, names) => add("constraint", `add foreign key ${foreignKeyWords(c.table, c.foreignKey, names)}`),
  dropForeignKey: (c, names) =>
    remove("constraint", `drop foreign key ${foreignKeyWords(c.table, c.foreignKey, names)}`),
  addCheck: (c, names) =>
    add("constraint", `add ${checkWord(c.check.kind)} ${c.check.name} on ${names.table(c.table)}`),
  dropCheck: (c, names) =>
    remove("constraint", `drop ${checkWord(c.check.kind)} ${c.check.name} on ${names.table(c.table)}`),
  renameConstraint: (c, names) =>
    alter("constraint", `rename constraint ${c.from} to ${c.to} on ${names.table(c.table)}`),
  createSequence: (c, names) => add("other", `create sequence ${names.type(c.sequence.name)}`),
  dropSequence: (c, names) => remove("other", `drop sequence ${names.type(c.sequence.name)}`),
  alterSequence: (c, names) =>
    alter("other", `sequence ${names.type(c.from.name)}: ${sequenceChange(c, names).join(", ")}`),
  freeSequence: (c, names) =>
    alter("other", `sequence ${names.type(c.sequence.name)}: not ${names.column(c.table, c.to.name)}'s own any more`),
  bindSequence: (c, names) =>
    alter("other", `sequence ${names.type(c.sequence.name)}: ${names.column(c.table, c.to.name)}'s own`),
  createObject: (c, names) =>
    switched(null, c.object, names) ?? add("other", `create ${objectWords[c.object.kind]} ${names.object(c.object)}`),
  dropObject: (c, names) =>
    switched(c.object, null, names) ?? remove("other", `drop ${objectWords[c.object.kind]} ${names.object(c.object)}`),
  alterObject: (c, names) =>
    switched(c.from, c.to, names) ??
    alter("other", `${objectWords[c.to.kind]} ${names.object(c.to)}: ${objectParts(c.from, c.to).join(", ")}`),
  runSql: () => alter("data", "run SQL"),
};

/** That triggers of a constraint are switched is nothing that comes or goes. */
function switched(from: CatalogObject | null, to: CatalogObject | null, names: Names): Description | null {
  const object = to ?? from;
  if (object?.kind !== "constraintTriggers") return null;
  const words = switchedWords(switchedTriggers(from, to), names.quoted);
  return alter("constraint", `${constraintWords(object)} ${names.object(object)}: ${words.join("; ")}`);
}

/** `new values of posts.author_id, by users.id, in author_id~new for now` */
function handoverWords(
  table: ForeignKey["references"]["table"],
  column: string,
  { takenBy, value }: Handover,
  names: Names,
): string {
  const by =
    value.kind === "followed" ? `, by ${names.columns(value.key.references.table, value.key.references.columns)}` : "";
  return `new values of ${names.column(table, takenBy)}${by}, in ${column} for now`;
}

function sequenceChange({ from, to }: ChangeOf<"alterSequence">, names: Names): string[] {
  const owner = to.ownedBy ? `owned by ${names.column(to.ownedBy.table, to.ownedBy.column)}` : "owned by nobody";
  return [
    ...(sameName(from.name, to.name) ? [] : [`name → ${names.type(to.name)}`]),
    ...sequenceParts(from, to),
    ...(equal(from.ownedBy, to.ownedBy) ? [] : [owner]),
  ];
}

function extensionParts(from: Extension, to: Extension): string[] {
  const schema = from.schema === to.schema ? [] : [`schema ${from.schema ?? "any"} → ${to.schema ?? "any"}`];
  const version = from.version === to.version ? [] : [`version ${from.version ?? "any"} → ${to.version ?? "any"}`];
  return [...schema, ...version];
}

function add(object: Description["object"], text: string): Description {
  return { text, object, effect: "add" };
}

function alter(object: Description["object"], text: string): Description {
  return { text, object, effect: "change" };
}

function remove(object: Description["object"], text: string): Description {
  return { text, object, effect: "remove" };
}

function objectOf(index: Index): Description["object"] {
  return index.constraint ? "constraint" : "index";
}

function indexWords(index: Index): string {
  const kind = index.constraint ? "unique constraint" : index.unique ? "unique index" : "index";
  return `${kind} ${index.name}`;
}

/** `posts.author_id → users.id` */
function foreignKeyWords(table: ForeignKey["references"]["table"], key: ForeignKey, names: Names): string {
  return `${names.columns(table, key.columns)} → ${names.columns(key.references.table, key.references.columns)}`;
}

function checkWord(kind: "check" | "exclusion"): string {
  return kind === "check" ? "check" : "exclusion constraint";
}
