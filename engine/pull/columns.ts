import type { ChangeOf } from "#engine/changes/change.ts";
import type { ModelField } from "#engine/prisma/lower/declarations.ts";
import { insertField, removeAttribute, removeMember, replaceType } from "#engine/prisma/edit/fields.ts";
import type { TextEdit } from "#engine/prisma/edit/textEdit.ts";
import { raiseField } from "#engine/prisma/raise/fields.ts";
import type { RaisedField } from "#engine/prisma/raise/raised.ts";
import { attributeText, putAttribute, typeText } from "#engine/pull/attributeText.ts";
import { inFile, nothing, type Pulling, tableIn, type Words } from "#engine/pull/pulling.ts";
import { arityEdits } from "#engine/pull/relationArity.ts";
import type { Column, Table } from "#engine/schema/model.ts";
import { sameDefault, sameType } from "#engine/schema/same.ts";

export function addColumn({ table: name, column }: ChangeOf<"addColumn">, pulling: Pulling): Words {
  const { view, target } = pulling;
  const found = view.table(name);
  const table = tableIn(target, name);
  if (!found || !table) return nothing;
  const { model } = found;
  const { name: field, type, arity, attributes } = raised(table, column, pulling);
  // A field whose type says nothing is no column.
  const broken = view.field(name, column.name);
  if (broken) {
    return {
      edits: inFile(model.file, replaceType(view.document(model.file), broken.field, typeText({ type, arity }))),
    };
  }
  const last = [...model.fields.values()].findLast((other) => other.target.kind !== "model");
  const edits = insertField(
    view.document(model.file),
    model.block,
    { name: field, type: typeText({ type, arity }), attributes: attributes.map((a) => attributeText(a)) },
    { after: last?.field ?? null },
  );
  return { edits: inFile(model.file, edits) };
}

/** Behind what speaks of it: a key that names a field which is gone is no key any more, and nobody would take it away. */
export function dropColumn({ table, column }: ChangeOf<"dropColumn">, { view }: Pulling): Words {
  const field = view.field(table, column.name);
  const source = view.table(table)?.source;
  if (!field || !source) return nothing;
  const keys = [...(source.primaryKey ? [source.primaryKey] : []), ...source.indexes];
  const isNamed =
    keys.some(({ owner, fields }) => owner === null && fields.includes(field)) ||
    source.foreignKeys.some(({ fields }) => fields.includes(field));
  if (isNamed) return nothing;
  const { file, block } = field.model;
  return { edits: inFile(file, removeMember(block, field.field, view.document(file))) };
}

export function renameColumn({ table, from, to }: ChangeOf<"renameColumn">, { view }: Pulling): Words {
  const field = view.field(table, from);
  if (!field) return nothing;
  const { file } = field.model;
  const map = field.name === to ? null : { name: "map", arguments: [JSON.stringify(to)] };
  return { edits: inFile(file, putAttribute(view.document(file), field, "map", map)) };
}

/**
 * What differs is written anew, and nothing else. One part at a time, in an order in which the field is sound between:
 * a native type belongs to its type.
 */
export function alterColumn({ table: name, from, to }: ChangeOf<"alterColumn">, pulling: Pulling): Words {
  const { view, target } = pulling;
  const field = view.field(name, to.name);
  const table = tableIn(target, name);
  if (!field || !table) return nothing;
  const { file } = field.model;
  const { text } = view.document(file);
  const changesText = ({ span, text: written }: TextEdit) => text.slice(span.start, span.end) !== written;
  const edits =
    partEdits(field, raised(table, to, pulling), { from, to }, pulling).find((part) => part.some(changesText)) ?? [];
  return { edits: [...inFile(file, edits), ...arityEdits(field, table, pulling)] };
}

function partEdits(
  field: ModelField,
  wanted: RaisedField,
  { from, to }: { readonly from: Column; readonly to: Column },
  { view, raise }: Pulling,
): TextEdit[][] {
  const document = view.document(field.model.file);
  const { type, attributes } = field.field;
  const attributeOf = (matches: (attribute: string) => boolean) =>
    wanted.attributes.find((a) => matches(a.name)) ?? null;
  const isNative = (attribute: string) => attribute.startsWith(`${raise.datasource}.`);
  const present = attributes.find((attribute) => isNative(attribute.name.text));
  const native = attributeOf(isNative);
  const retyped = !sameType(from.type, to.type);
  const staysScalar = type?.name.text === wanted.type.text && (type.arity === "list") === (wanted.arity === "list");

  const text = typeText(wanted);
  const isWritten = type !== null && document.text.slice(type.span.start, type.span.end) === text;
  const reread = retyped || (type !== null && isOptional(type.arity) !== isOptional(wanted.arity));
  const redefault = from.identity !== to.identity || !sameDefault(from.default, to.default, to.type);
  // What the client fills in by itself belongs to a type too.
  const byType = attributes.filter(
    ({ name }) =>
      name.text === "updatedAt" || (name.text === "default" && attributeOf((a) => a === "default") === null),
  );
  return [
    retyped && !staysScalar ? byType.slice(0, 1).flatMap((attribute) => removeAttribute(document, attribute)) : [],
    retyped && present && native === null ? removeAttribute(document, present) : [],
    [
      ...(reread && !isWritten ? replaceType(document, field.field, text) : []),
      ...(retyped && present && native !== null ? [{ span: present.span, text: attributeText(native) }] : []),
    ],
    retyped && !present && native !== null ? putAttribute(document, field, native.name, native) : [],
    redefault
      ? putAttribute(
          document,
          field,
          "default",
          attributeOf((attribute) => attribute === "default"),
        )
      : [],
  ];
}

function isOptional(arity: RaisedField["arity"]): boolean {
  return arity === "optional";
}

function raised(table: Table, column: Column, { names, raise }: Pulling): RaisedField {
  return raiseField(table, column, { names, datasource: raise.datasource, key: [], unique: [] });
}
