import type { Argument, Attribute, SchemaDocument } from "#engine/prisma/ast.ts";
import { removeAttribute, setAttribute } from "#engine/prisma/edit/fields.ts";
import type { TextEdit } from "#engine/prisma/edit/textEdit.ts";
import type { ModelField } from "#engine/prisma/lower/declarations.ts";
import type { RaisedAttribute, RaisedField } from "#engine/prisma/raise/raised.ts";

/** `@default(1)`; with `@@` for a block's. */
export function attributeText({ name, arguments: args }: RaisedAttribute, sign: "@" | "@@" = "@"): string {
  return `${sign}${name}${args.length === 0 ? "" : `(${args.join(", ")})`}`;
}

export function typeText({ type, arity }: Pick<RaisedField, "type" | "arity">): string {
  const name = type.kind === "unsupported" ? `Unsupported(${JSON.stringify(type.text)})` : type.text;
  return name + { required: "", optional: "?", list: "[]" }[arity];
}

/** Gives a field's attribute these arguments, adds it, or with null takes it away; nothing where that changes nothing. */
export function putAttribute(
  document: SchemaDocument,
  { field }: ModelField,
  name: string,
  wanted: RaisedAttribute | null,
): TextEdit[] {
  const present = field.attributes.find((attribute) => attribute.name.text === name);
  if (wanted === null) return present ? removeAttribute(document, present) : [];
  const text = attributeText(wanted);
  if (present && document.text.slice(present.span.start, present.span.end) === text) return [];
  return setAttribute(document, field, text);
}

/** Gives an attribute's argument this value, adds it, or with null takes it away. */
export function putArgument(
  document: SchemaDocument,
  attribute: Attribute,
  name: string,
  value: string | null,
): TextEdit[] {
  const args = attribute.arguments ?? [];
  const at = args.findIndex((argument) => argument.name?.text === name);
  const present = args[at];
  if (value === null) return present ? without(attribute, args, at) : [];
  const text = `${name}: ${value}`;
  if (present) return [{ span: present.span, text }];
  const last = args.at(-1);
  if (last) return [{ span: { start: last.span.end, end: last.span.end }, text: `, ${text}` }];
  const open = attribute.arguments === null ? attribute.span.end : attribute.name.span.end;
  return [{ span: { start: open, end: attribute.span.end }, text: `(${text})` }];
}

function without(attribute: Attribute, args: readonly Argument[], at: number): TextEdit[] {
  const [before, own, after] = [args[at - 1], args[at], args[at + 1]];
  if (!own) return [];
  if (before) return [{ span: { start: before.span.end, end: own.span.end }, text: "" }];
  if (after) return [{ span: { start: own.span.start, end: after.span.start }, text: "" }];
  // The parentheses go with their only argument.
  return [{ span: { start: attribute.name.span.end, end: attribute.span.end }, text: "" }];
}
