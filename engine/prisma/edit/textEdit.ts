import type { Span } from "#engine/core/span.ts";
import type { SchemaDocument } from "#engine/prisma/ast.ts";

/** Puts `text` where `span` is; an insertion has an empty span. */
export interface TextEdit {
  readonly span: Span;
  readonly text: string;
}

/** The text after all edits, which all refer to the text before them. Of two at one place the first comes first. */
export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  const parts: string[] = [];
  let at = 0;
  for (const { span, text: replacement } of edits.toSorted((a, b) => a.span.start - b.span.start)) {
    if (span.start < at) throw new Error("edits overlap");
    parts.push(text.slice(at, span.start), replacement);
    at = span.end;
  }
  return parts.join("") + text.slice(at);
}

/** The line end that the file uses: that of its first line. */
export function lineEndOf(document: SchemaDocument): string {
  return /\r\n|\n|\r/.exec(document.text)?.[0] ?? "\n";
}

/** Inserts whole lines where a line begins; where the text before does not end its line, it is ended first. */
export function insertLines(document: SchemaDocument, at: number, lines: readonly string[]): TextEdit {
  const end = lineEndOf(document);
  const open = at > 0 && !/[\r\n]/.test(document.text.charAt(at - 1));
  return { span: { start: at, end: at }, text: (open ? end : "") + lines.map((line) => line + end).join("") };
}

/** The column of an offset in its line, in UTF-16 units. */
export function columnOf(document: SchemaDocument, offset: number): number {
  const before = document.text.slice(0, offset);
  const start = Math.max(before.lastIndexOf("\n"), before.lastIndexOf("\r")) + 1;
  // The byte order mark takes no room in a line.
  return offset - start - (start === 0 && before.startsWith("\ufeff") ? 1 : 0);
}
