import type { BlockAttribute, EnumBlock, ModelBlock, SchemaDocument } from "#engine/prisma/ast.ts";
import { insertLines, type TextEdit } from "#engine/prisma/edit/textEdit.ts";

/** Puts a block at the end of the file, with an empty line before it. */
export function appendBlock(document: SchemaDocument, text: string): TextEdit[] {
  const lines = text.trim().split(/\r\n|\n|\r/);
  const { length } = document.text;
  const last = document.items.at(-1);
  const apart = last === undefined || last.kind === "blank" ? [] : [""];
  return [insertLines(document, length, [...apart, ...lines])];
}

/** Puts `@@map("x")` at the end of a block, or in the place of the one attribute of its name. */
export function setBlockAttribute(document: SchemaDocument, block: ModelBlock | EnumBlock, text: string): TextEdit[] {
  const name = /^@@\s*([^\s(]+)/.exec(text)?.[1] ?? "";
  const attributes = block.members.filter((m): m is BlockAttribute => m.kind === "attribute");
  const existing = attributes.find((m) => m.attribute.name.text === name);
  if (existing) return [{ span: existing.span, text }];
  return appendBlockAttribute(document, block, text);
}

/** Puts `@@index([a])` after the last attribute of a block: there may be others of its name. */
export function appendBlockAttribute(
  document: SchemaDocument,
  block: ModelBlock | EnumBlock,
  text: string,
): TextEdit[] {
  const member = block.members.findLast((m) => m.kind !== "blank");
  const apart = member !== undefined && member.kind !== "attribute" ? [""] : [];
  return [insertLines(document, member?.extent.end ?? block.opening.end, [...apart, `  ${text}`])];
}

/** Takes a `@@…` line away, and the empty line before it where it was the last one. */
export function removeBlockAttribute(block: ModelBlock | EnumBlock, attribute: BlockAttribute): TextEdit[] {
  const at = block.members.findIndex((m) => m === attribute);
  const before = block.members[at - 1];
  const alone = at === block.members.length - 1 && before?.kind === "blank";
  return [
    { span: { start: alone ? before.extent.start : attribute.extent.start, end: attribute.extent.end }, text: "" },
  ];
}

/** Takes a whole block away with the `///` lines that document it. */
export function removeBlock(document: SchemaDocument, block: ModelBlock | EnumBlock): TextEdit[] {
  const at = document.items.findIndex((item) => item === block);
  let { start } = block.extent;
  for (const before of document.items.slice(0, Math.max(at, 0)).reverse()) {
    if (before.kind !== "comment" || !document.text.startsWith("///", before.span.start)) break;
    start = before.extent.start;
  }
  const next = document.items[at + 1];
  const end = next?.kind === "blank" ? next.extent.end : block.extent.end;
  return [{ span: { start, end }, text: "" }];
}
