import type { Span } from "#engine/core/span.ts";
import type { Attribute, EnumValue, Field, ModelBlock, SchemaDocument } from "#engine/prisma/ast.ts";
import { columnOf, insertLines, type TextEdit } from "#engine/prisma/edit/textEdit.ts";

/** A field to be written: `{ name: "title", type: "String?", attributes: ["@map(\"x\")"] }`. */
export interface FieldText {
  readonly name: string;
  readonly type: string;
  readonly attributes: readonly string[];
}

/** Puts a field after `after`, or after the model's last one; its parts stand under those of its neighbour. */
export function insertField(
  document: SchemaDocument,
  model: ModelBlock,
  field: FieldText,
  options: { readonly after: Field | null } = { after: null },
): TextEdit[] {
  const neighbour = options.after ?? model.members.findLast((m): m is Field => m.kind === "field") ?? null;
  const columns = neighbour ? columnsOf(document, neighbour) : { name: 2, type: 0, attributes: 0 };
  const indent = neighbour ? indentOf(document, neighbour) : "  ";
  const named = padTo(indent + field.name, columns.type);
  const typed = field.attributes.length === 0 ? named + field.type : padTo(named + field.type, columns.attributes);
  return [insertLines(document, neighbour?.extent.end ?? model.opening.end, [typed + field.attributes.join(" ")])];
}

/** Takes a field or value away with its line and the `///` lines that document it; other comments stay. */
export function removeMember(
  block: { readonly members: readonly { readonly kind: string; readonly span: Span; readonly extent: Span }[] },
  member: { readonly extent: Span },
  document: SchemaDocument,
): TextEdit[] {
  const at = block.members.findIndex((m) => m.extent.start === member.extent.start);
  let { start } = member.extent;
  for (const before of block.members.slice(0, Math.max(at, 0)).reverse()) {
    if (before.kind !== "comment" || !document.text.startsWith("///", before.span.start)) break;
    start = before.extent.start;
  }
  return [{ span: { start, end: member.extent.end }, text: "" }];
}

/** Gives a field, value, model or enum another name where it is declared. What follows on its line keeps its column. */
export function renameInPlace(document: SchemaDocument, name: { readonly span: Span }, to: string): TextEdit[] {
  return replaceInPlace(document, name.span, to);
}

/** Gives a field another type: `String?`, `Int[]`. */
export function replaceType(document: SchemaDocument, field: Field, to: string): TextEdit[] {
  if (field.type === null) {
    const { end } = field.name.span;
    return [{ span: { start: end, end }, text: ` ${to}` }];
  }
  return replaceInPlace(document, field.type.span, to);
}

/** Puts an attribute at the end of a field or value, or in the place of the one of its name: `@map("x")`. */
export function setAttribute(document: SchemaDocument, member: Field | EnumValue, text: string): TextEdit[] {
  const name = /^@\s*([^\s(]+)/.exec(text)?.[1] ?? "";
  const existing = member.attributes.find((a) => a.name.text === name);
  if (existing) return [{ span: existing.span, text }];
  const last =
    member.attributes.at(-1)?.span ?? (member.kind === "field" ? member.type?.span : null) ?? member.name.span;
  const space = member.attributes.length > 0 ? 1 : attributeColumn(document, member) - columnOf(document, last.end);
  return [{ span: { start: last.end, end: last.end }, text: " ".repeat(Math.max(space, 1)) + text }];
}

/** Takes an attribute away with the space before it. */
export function removeAttribute(document: SchemaDocument, attribute: Attribute): TextEdit[] {
  const before = document.text.slice(0, attribute.span.start);
  const start = /[^ \t]?[ \t]*$/.exec(before);
  const space = start === null ? 0 : start[0].replace(/^[^ \t]/, "").length;
  return [{ span: { start: attribute.span.start - space, end: attribute.span.end }, text: "" }];
}

/** Where the attributes of the lines beside a field or value begin; 0 where they have none. */
function attributeColumn(document: SchemaDocument, member: Field | EnumValue): number {
  const block = document.items.find(
    (item) => item.extent.start <= member.extent.start && item.extent.end >= member.extent.end,
  );
  if (!block || !("members" in block)) return 0;
  const at = block.members.findIndex((m) => m.extent.start === member.extent.start);
  for (const other of [block.members[at - 1], block.members[at + 1]]) {
    if (other?.kind !== "field" && other?.kind !== "value") continue;
    const [attribute] = other.attributes;
    if (attribute) return columnOf(document, attribute.span.start);
  }
  return 0;
}

interface Columns {
  readonly type: number;
  readonly attributes: number;
}

function columnsOf(document: SchemaDocument, field: Field): Columns {
  const [attribute] = field.attributes;
  return {
    type: field.type ? columnOf(document, field.type.span.start) : 0,
    attributes: attribute ? columnOf(document, attribute.span.start) : 0,
  };
}

function indentOf(document: SchemaDocument, field: Field): string {
  const before = document.text.slice(field.extent.start, field.span.start);
  return /[ \t]*$/.exec(before)?.[0] ?? "";
}

/** At least one space, and more up to the column. */
function padTo(text: string, column: number): string {
  return `${text} `.padEnd(column);
}

/** Replaces a stretch; where what follows it stands in a column, it stays there as long as there is room. */
function replaceInPlace(document: SchemaDocument, span: Span, to: string): TextEdit[] {
  const gap = /^ */.exec(document.text.slice(span.end))?.[0].length ?? 0;
  const next = span.end + gap;
  if (gap === 0 || /^[\r\n]?$/.test(document.text.charAt(next))) return [{ span, text: to }];
  if (gap === 1 && !standsInColumn(document, next)) return [{ span, text: to }];
  return [{ span: { start: span.start, end: next }, text: `${to} `.padEnd(next - span.start) }];
}

/** Whether the nearest line above or below that is no comment has something that begins in the same column. */
function standsInColumn(document: SchemaDocument, offset: number): boolean {
  const column = columnOf(document, offset);
  const start = offset - column;
  const isLine = (line: string) => line.trim() !== "" && !/^\s*\/\//.test(line);
  const above = document.text.slice(0, start).split("\n").slice(0, -1).findLast(isLine);
  const [, ...rest] = document.text.slice(offset).split("\n");
  return [above, rest.find(isLine)].some((line) => line !== undefined && /^ [^\s]/.test(line.slice(column - 1)));
}
