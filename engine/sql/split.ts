import type { Span } from "#engine/core/span.ts";
import { isComment, scan, type Token } from "#engine/sql/scan.ts";

/** A statement without its semicolon and without the comments around it. */
export interface Statement {
  readonly sql: string;
  readonly span: Span;
  /** Behind its semicolon; where it has none, where it ends itself. */
  readonly end: number;
}

/**
 * The statements of a text, cut where psql cuts: at a semicolon outside parentheses and outside the `BEGIN ATOMIC … END`
 * body of a function. What holds nothing but comments is no statement.
 */
export function splitStatements(text: string): Statement[] {
  const statements: Statement[] = [];
  let first: Token | null = null;
  let last: Token | null = null;
  let parentheses = 0;
  let blocks = 0;
  let before = "";
  const finish = (end: number | null) => {
    if (first && last) {
      const span = { start: first.start, end: last.end };
      statements.push({ sql: text.slice(span.start, span.end), span, end: end ?? span.end });
    }
    first = last = null;
    parentheses = blocks = 0;
    before = "";
  };
  for (const token of scan(text)) {
    if (isComment(token)) continue;
    const written = token.kind === "word" || token.kind === "punctuation" ? text.slice(token.start, token.end) : "";
    if (written === ";" && parentheses === 0 && blocks === 0) {
      finish(token.end);
      continue;
    }
    first ??= token;
    last = token;
    const lower = written.toLowerCase();
    if (lower === "(") parentheses += 1;
    else if (lower === ")") parentheses = Math.max(0, parentheses - 1);
    else if (parentheses === 0) blocks = Math.max(0, blocks + blockStep(lower, before, blocks));
    before = lower;
  }
  finish(null);
  return statements;
}

/** Only `BEGIN ATOMIC` opens a body; within one, CASE ends with END too. A name after a dot or AS is neither. */
function blockStep(word: string, before: string, blocks: number): number {
  if (word === "atomic") return before === "begin" ? 1 : 0;
  if (blocks === 0 || before === "." || before === "as") return 0;
  return word === "case" ? 1 : word === "end" ? -1 : 0;
}
