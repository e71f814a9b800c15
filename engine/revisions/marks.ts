import type { Span } from "#engine/core/span.ts";
import type { SectionMode, SectionSpan } from "#engine/revisions/revision.ts";
import type { Token } from "#engine/sql/scan.ts";

/** A line that begins `-- retort:`. */
export interface Mark {
  /** Of its token. */
  readonly index: number;
  readonly span: Span;
  /** Null where the line is not one of those that docs/formats.md lists. */
  readonly meaning: MarkMeaning | null;
}

/** The marks of a file: comments at the beginning of a line, outside every quote. */
export function findMarks(text: string, tokens: readonly Token[]): Mark[] {
  const marks: Mark[] = [];
  for (const [index, { kind, start, end }] of tokens.entries()) {
    if (kind !== "lineComment" || isMessage(text, tokens, index)) continue;
    const written = text.slice(start, end);
    if (!/^--\s*retort\s*:/i.test(written)) continue;
    const indent = text.slice(text.lastIndexOf("\n", start - 1) + 1, start);
    if (indent.trim() !== "") continue;
    marks.push({ index, span: { start, end }, meaning: indent === "" ? meaningOf(written) : null });
  }
  return marks;
}

/** For the message about a line that is none. */
export const marksThatAre =
  "Marks are `-- retort: upgrade` and `-- retort: downgrade`, each with or without ` (no transaction)`, and `-- retort: downgrade (irreversible: reason)`, at the beginning of a line.";

type MarkMeaning =
  | { readonly kind: "section"; readonly direction: SectionSpan["direction"]; readonly mode: SectionMode }
  | { readonly kind: "irreversible"; readonly reason: string };

function meaningOf(line: string): MarkMeaning | null {
  const section = /^-- retort: (upgrade|downgrade)( \(no transaction\))?\s*$/.exec(line);
  if (section) {
    const direction = section[1] === "upgrade" ? "upgrade" : "downgrade";
    return { kind: "section", direction, mode: section[2] ? "no transaction" : "transaction" };
  }
  const reason = /^-- retort: downgrade \(irreversible: *(\S(?:.*\S)?) *\)\s*$/.exec(line)?.[1];
  return reason === undefined ? null : { kind: "irreversible", reason };
}

/** The first line is a message, were it to look like a mark, if an empty comment line follows it. */
function isMessage(text: string, tokens: readonly Token[], index: number): boolean {
  const next = tokens[index + 1];
  return index === 0 && next !== undefined && text.slice(next.start, next.end).trim() === "--";
}
