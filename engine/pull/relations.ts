import type { ChangeOf } from "#engine/changes/change.ts";
import { insertField, removeMember } from "#engine/prisma/edit/fields.ts";
import type { Model, ModelField } from "#engine/prisma/lower/declarations.ts";
import type { OwnedForeignKey } from "#engine/prisma/lower/foreignKeys.ts";
import { isIdentified } from "#engine/prisma/raise/keys.ts";
import { findJoin, type JoinedTables } from "#engine/prisma/raise/joinTables.ts";
import {
  isUnique,
  type Reference,
  reference,
  relationAttribute,
  relationOptions,
} from "#engine/prisma/raise/relations.ts";
import { attributeText, putArgument } from "#engine/pull/attributeText.ts";
import { isIgnored } from "#engine/pull/ignored.ts";
import { oppositeOf } from "#engine/pull/modelsView.ts";
import { renamePrimaryKey } from "#engine/pull/keys.ts";
import { claim, type FileEdit, inFile, nothing, type Pulling, tableIn, type Words } from "#engine/pull/pulling.ts";
import { equal } from "#engine/core/equal.ts";
import type { ForeignKey, Table } from "#engine/schema/model.ts";
import { nameKey, type QualifiedName, sameName } from "#engine/schema/name.ts";

/** Fields on both sides; where the same columns refer to the same already, what their relation says otherwise. */
export function addForeignKey({ table: name, foreignKey }: ChangeOf<"addForeignKey">, pulling: Pulling): Words {
  const { view, target } = pulling;
  const found = view.table(name);
  const other = view.table(foreignKey.references.table);
  const table = tableIn(target, name);
  if (!found || !other || !table) return nothing;
  const standing = found.source.foreignKeys.find(({ value }) => refersAlike(value, foreignKey, view));
  if (standing) return { edits: alter(standing, table, foreignKey, pulling) };
  // It waits for its name, and for its columns.
  if (found.source.foreignKeys.some(({ value }) => value.name === foreignKey.name)) return nothing;
  const { references } = foreignKey;
  const isThere = (owner: QualifiedName) => (column: string) => view.field(owner, column) !== null;
  if (!foreignKey.columns.every(isThere(name)) || !references.columns.every(isThere(references.table))) return nothing;
  const tables = new Map(target.tables.map((each) => [nameKey(each.name), each]));
  const [said] = reference(table, foreignKey, tables, pulling.names);
  if (!said || !claimPair(found.model, other.model, pulling)) return nothing;
  return { edits: relate(said, found.model, other.model, pulling) };
}

/** Both fields go; nothing where the same columns go on to refer to the same, or a model goes with its fields. */
export function dropForeignKey({ table, foreignKey }: ChangeOf<"dropForeignKey">, { view, changes }: Pulling): Words {
  const stays = changes.some(
    (change) =>
      (change.kind === "addForeignKey" &&
        sameName(change.table, table) &&
        refersAlike(change.foreignKey, foreignKey, view)) ||
      (change.kind === "dropTable" && [table, foreignKey.references.table].some((n) => sameName(n, change.table.name))),
  );
  const owned = view.table(table)?.source.foreignKeys.find(({ value }) => value.name === foreignKey.name);
  return stays || !owned ? nothing : { edits: removeRelation(owned.relation.field, view) };
}

export function renameConstraint(change: ChangeOf<"renameConstraint">, pulling: Pulling): Words {
  const { view, target } = pulling;
  const owned = view.table(change.table)?.source.foreignKeys.find(({ value }) => value.name === change.from);
  const table = tableIn(target, change.table);
  const key = table?.foreignKeys.find(({ name }) => name === change.to);
  if (!owned || !table || !key) return renamePrimaryKey(change, pulling);
  return { edits: alter(owned, table, key, pulling) };
}

/** The table that joins two models by lists on both sides; null for any other. */
export function joinOf(table: Table, { target, names, raise }: Pulling): JoinedTables | null {
  const tables = new Map(target.tables.map((each) => [nameKey(each.name), each]));
  return findJoin(table, { tables, names, ignored: (each) => !isIdentified(each, names, raise) });
}

export function addJoin({ a, b, relation, standard }: JoinedTables, pulling: Pulling): Words {
  const { view, names } = pulling;
  const [left, right] = [view.table(a.name)?.model, view.table(b.name)?.model];
  if (!left || !right || !claimPair(left, right, pulling)) return nothing;
  const named = left === right || !standard || isRelated(left, right, view);
  const attributes = named ? [`@relation(${JSON.stringify(relation)})`] : [];
  const side = (own: Model, other: Model): FileEdit[] =>
    inFile(
      own.file,
      insertField(view.document(own.file), own.block, {
        name: names.fresh(own.table, [plural(other.name)]),
        type: `${other.name}[]`,
        attributes,
      }),
    );
  return { edits: [...side(left, right), ...side(right, left)] };
}

export function removeRelation(field: ModelField, view: Pulling["view"]): FileEdit[] {
  const opposite = oppositeOf(field, view);
  return [field, ...(opposite ? [opposite] : [])].flatMap(({ model, field: own }) =>
    inFile(model.file, removeMember(model.block, own, view.document(model.file))),
  );
}

/** The same columns to the same, whatever the tables are called by now. */
function refersAlike(a: ForeignKey, b: ForeignKey, view: Pulling["view"]): boolean {
  const [one, other] = [a, b].map((key) => view.table(key.references.table)?.model);
  const sameTable = one !== undefined && one === other;
  return sameTable && equal(a.columns, b.columns) && equal(a.references.columns, b.references.columns);
}

function alter({ relation }: OwnedForeignKey, table: Table, key: ForeignKey, { view }: Pulling): FileEdit[] {
  const { attribute, model } = relation;
  if (!attribute) return [];
  const document = view.document(model.file);
  // One argument at a time: each look sees where the last one left off.
  for (const [name, value] of relationOptions(table, key, model.tableName)) {
    const edits = putArgument(document, attribute, name, value);
    const [edit] = edits;
    if (edit && document.text.slice(edit.span.start, edit.span.end) !== edit.text) return inFile(model.file, edits);
  }
  return [];
}

function relate(said: Reference, own: Model, other: Model, pulling: Pulling): FileEdit[] {
  const { view, names } = pulling;
  const { table, key } = said;
  // A field of an ignored model's type is ignored too, unless its own model is.
  const [ownIgnored, otherIgnored] = [own, other].map((model) => isIgnored(model.table, pulling));
  const ignore = (isIgnoredItself: boolean | undefined, pointsToIgnored: boolean | undefined): string[] =>
    pointsToIgnored === true && isIgnoredItself !== true ? ["@ignore"] : [];
  const several = own === other || isRelated(own, other, view);
  const columns = key.columns.map((column) => names.field(table, column));
  const relation = several ? names.freshRelation(`${own.name}_${columns.join("_")}`) : null;
  const optional = key.columns.some((name) => table.columns.find((c) => c.name === name)?.nullable === true);
  const forward = insertField(view.document(own.file), own.block, {
    name: names.fresh(table.name, forwardNames(columns, other.name)),
    type: `${other.name}${optional ? "?" : ""}`,
    attributes: [attributeText(relationAttribute(said, { relation, names })), ...ignore(ownIgnored, otherIgnored)],
  });
  const single = isUnique(table, key.columns);
  const backward = insertField(view.document(other.file), other.block, {
    name: names.fresh(other.table, backwardNames(own.name, single, several ? columns : [])),
    type: `${own.name}${single ? "?" : "[]"}`,
    attributes: [
      ...(relation === null ? [] : [`@relation(${JSON.stringify(relation)})`]),
      ...ignore(otherIgnored, ownIgnored),
    ],
  });
  return [...inFile(own.file, forward), ...inFile(other.file, backward)];
}

/** False where this step relates them already. */
function claimPair(a: Model, b: Model, pulling: Pulling): boolean {
  return claim(pulling, "relation", ...[a.name, b.name].toSorted());
}

function isRelated(a: Model, b: Model, view: Pulling["view"]): boolean {
  return view.relations(a, b).length > 0 || view.relations(b, a).length > 0;
}

/** `authorId` is an `author`; other columns refer to what their model is called. */
function forwardNames(columns: readonly string[], other: string): readonly string[] {
  const [column = "", ...more] = columns;
  const stem = more.length === 0 ? (/^(\p{L}.*?)_?(?:Id|ID|id)$/u.exec(column)?.[1] ?? null) : null;
  return [...(stem === null ? [] : [stem]), lowerFirst(other), `${lowerFirst(other)}_${columns.join("_")}`];
}

function backwardNames(own: string, single: boolean, columns: readonly string[]): readonly string[] {
  const name = single ? lowerFirst(own) : plural(own);
  return [name, [name, ...columns].join("_")];
}

/** English enough for a name that its owner may change. */
function plural(model: string): string {
  const name = lowerFirst(model);
  if (/[^aeiou]y$/i.test(name)) return `${name.slice(0, -1)}ies`;
  if (/(?:s|x|z|ch|sh)$/i.test(name)) return /[^s]s$/i.test(name) ? name : `${name}es`;
  return `${name}s`;
}

function lowerFirst(name: string): string {
  return name.charAt(0).toLowerCase() + name.slice(1);
}

/** For whoever drops a model: the fields of others that are of its type. */
export function fieldsOfType(name: QualifiedName, { view }: Pulling): readonly ModelField[] {
  const model = view.table(name)?.model;
  if (!model) return [];
  return view.models.filter((other) => other !== model).flatMap((other) => view.relations(other, model));
}
