import type { ChangeOf } from "#engine/changes/change.ts";
import type { Attribute } from "#engine/prisma/ast.ts";
import { appendBlockAttribute, removeBlockAttribute } from "#engine/prisma/edit/blocks.ts";
import { removeAttribute, setAttribute } from "#engine/prisma/edit/fields.ts";
import { argument } from "#engine/prisma/lower/attributes.ts";
import type { Model, ModelField } from "#engine/prisma/lower/declarations.ts";
import { indexName, primaryKeyName, uniqueName } from "#engine/prisma/lower/names.ts";
import { type RaisedKey, raiseIndex, raisePrimaryKey } from "#engine/prisma/raise/keys.ts";
import { attributeText, putArgument } from "#engine/pull/attributeText.ts";
import { lineOf } from "#engine/pull/modelsView.ts";
import { claim, type FileEdit, inFile, nothing, type Pulling, tableIn, type Words } from "#engine/pull/pulling.ts";
import type { Index } from "#engine/schema/model.ts";
import { sameName } from "#engine/schema/name.ts";

/** An attribute as it stands, and the field it stands on; null for `@@…`. */
interface Standing {
  readonly attribute: Attribute;
  readonly owner: ModelField | null;
}

export function addPrimaryKey({ table: name, primaryKey }: ChangeOf<"addPrimaryKey">, pulling: Pulling): Words {
  const found = pulling.view.table(name);
  const table = tableIn(pulling.target, name);
  if (!found || !table) return nothing;
  // It waits for its fields to be required: once they are the key, nobody would see that they are not.
  const fields = primaryKey.columns.map((column) => pulling.view.field(name, column)?.field.type?.arity);
  if (fields.includes("optional")) return nothing;
  const wanted = raisePrimaryKey(table, primaryKey, pulling.names);
  return { edits: write(found.model, found.source.primaryKey, wanted, pulling) };
}

/** Nothing where another takes its place: that one is written over it. */
export function dropPrimaryKey({ table }: ChangeOf<"dropPrimaryKey">, { view, changes }: Pulling): Words {
  const standing = view.table(table)?.source.primaryKey;
  const follows = changes.some((change) => change.kind === "addPrimaryKey" && sameName(change.table, table));
  if (!standing || follows) return nothing;
  return { edits: remove(view.table(table)?.model ?? null, standing, view) };
}

export function createIndex({ table: name, index }: ChangeOf<"createIndex">, pulling: Pulling): Words {
  const { view, target, names, raise } = pulling;
  const found = view.table(name);
  const table = tableIn(target, name);
  if (!found || !table) return nothing;
  const standing = found.source.indexes.find(({ value }) => value.name === index.name) ?? null;
  const wanted = raiseIndex(table, index, {
    names,
    partialIndexes: raise.partialIndexes,
    free: (column) => isFree(view.field(name, column), standing),
  });
  if (!wanted || (wanted.column !== null && !claim(pulling, "unique", found.model.name, wanted.column))) return nothing;
  return { edits: write(found.model, standing, wanted, pulling) };
}

export function dropIndex({ table, index }: ChangeOf<"dropIndex">, { view, changes }: Pulling): Words {
  const found = view.table(table);
  const standing = found?.source.indexes.find(({ value }) => value.name === index.name);
  if (!found || !standing) return nothing;
  const follows = changes.some(
    (change) => change.kind === "createIndex" && sameName(change.table, table) && change.index.name === index.name,
  );
  return follows ? nothing : { edits: remove(found.model, standing, view) };
}

export function renameIndex({ table: name, from, to }: ChangeOf<"renameIndex">, { view, target }: Pulling): Words {
  const found = view.table(name);
  const standing = found?.source.indexes.find(({ value }) => value.name === from);
  const index = tableIn(target, name)?.indexes.find((each) => each.name === to);
  if (!found || !standing || !index) return nothing;
  const { model } = found;
  return { edits: rename(model, standing.attribute, to, usualName(model, index), view) };
}

/** Of a primary key; foreign keys are relations. */
export function renamePrimaryKey({ table, from, to }: ChangeOf<"renameConstraint">, { view }: Pulling): Words {
  const found = view.table(table);
  const standing = found?.source.primaryKey;
  if (!found || standing?.value.name !== from) return nothing;
  const { model } = found;
  return { edits: rename(model, standing.attribute, to, primaryKeyName(model.tableName), view) };
}

export function rename(
  { file }: Pick<Model, "file">,
  attribute: Attribute,
  to: string,
  usual: string,
  view: Pulling["view"],
): FileEdit[] {
  const document = view.document(file);
  // `name:` is the old spelling of an index's own name.
  const old = attribute.name.text === "index" && argument(attribute, "name") !== null;
  return inFile(file, putArgument(document, attribute, old ? "name" : "map", to === usual ? null : JSON.stringify(to)));
}

function usualName(model: Model, { unique, keys }: Index): string {
  const columns = keys.flatMap(({ on }) => (on.kind === "column" ? [on.name] : []));
  return unique ? uniqueName(model.tableName, columns) : indexName(model.tableName, columns);
}

/** A field has one `@unique` at most. */
function isFree(field: ModelField | null, standing: Standing | null): boolean {
  return field?.field.attributes.every((a) => a.name.text !== "unique" || a === standing?.attribute) ?? true;
}

/** Puts a key where it belongs: over the one that stands, where both are of one form. */
function write(
  model: Model,
  standing: Standing | null,
  { column, attribute }: RaisedKey,
  pulling: Pulling,
): FileEdit[] {
  const { view } = pulling;
  const document = view.document(model.file);
  if (column === null) {
    const line = standing && standing.owner === null ? lineOf(model.block, standing.attribute) : null;
    // The name that the client knows a key by is no business of the database.
    const client = line && attribute.name !== "index" ? argument(line.attribute, "name") : null;
    const kept = client ? [document.text.slice(client.span.start, client.span.end)] : [];
    const text = attributeText({ ...attribute, arguments: [...attribute.arguments, ...kept] }, "@@");
    if (line) return inFile(model.file, [{ span: line.span, text }]);
    return [
      ...(standing ? remove(model, standing, view) : []),
      ...inFile(model.file, appendBlockAttribute(document, model.block, text)),
    ];
  }
  const owner = view.field(model.table, column);
  // A field that is new itself: the next look finds it.
  if (!owner) return standing ? remove(model, standing, view) : [];
  const text = attributeText(attribute);
  if (standing?.owner === owner) return inFile(model.file, [{ span: standing.attribute.span, text }]);
  const added = inFile(model.file, setAttribute(document, owner.field, text));
  return [...(standing ? remove(model, standing, view) : []), ...added];
}

function remove(model: Model | null, { attribute, owner }: Standing, view: Pulling["view"]): FileEdit[] {
  if (!model) return [];
  const line = owner === null ? lineOf(model.block, attribute) : null;
  if (owner !== null) return inFile(model.file, removeAttribute(view.document(model.file), attribute));
  return line ? inFile(model.file, removeBlockAttribute(model.block, line)) : [];
}
