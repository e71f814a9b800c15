/** A stretch of a file's text. Offsets count UTF-16 units from 0; `end` is exclusive. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** A stretch of a named file. `file` is whatever name the caller gave the text; the engine never opens it. */
export interface Place {
  readonly file: string;
  readonly span: Span;
}

/** A position as editors count it: line and character from 0, characters in UTF-16 units. */
export interface Position {
  readonly line: number;
  readonly character: number;
}

/** Offsets at which each line of `text` begins; the first is 0. Lines end in LF or CRLF. */
export function lineStarts(text: string): number[] {
  const starts = [0];
  for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", at + 1)) starts.push(at + 1);
  return starts;
}

/** The position of `offset`, by the line starts of its text. */
export function positionAt(starts: readonly number[], offset: number): Position {
  let low = 0;
  let high = starts.length;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((starts[middle] ?? 0) <= offset) low = middle;
    else high = middle;
  }
  return { line: low, character: offset - (starts[low] ?? 0) };
}
