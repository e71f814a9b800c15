import type { Span } from "#engine/core/span.ts";
import { isComment, type Token } from "#engine/sql/scan.ts";

/** Text of a section between its mark, the lines of the guard, and the next mark. */
export interface Piece {
  /** Where text would be inserted: the beginning of the line after the mark or guard line. */
  readonly start: number;
  readonly guarded: boolean;
  readonly tokens: readonly Token[];
}

export type Report = (severity: "error" | "warning", code: `revision/${string}`, message: string, span: Span) => void;

/** Reads the `\if false … \endif` of a file, region by region: a guard may reach over marks. */
export interface GuardReader {
  /** The pieces of the tokens from `first` to before `end`, in a region whose text begins after offset `after`. */
  pieces(after: number, first: number, end: number): Piece[];
  /** Reports a guard that is still open. */
  finish(): void;
}

export function createGuardReader(text: string, tokens: readonly Token[], report: Report): GuardReader {
  let open: Token | null = null;
  const begin = (after: number) => {
    const lineBreak = text.indexOf("\n", after);
    return { start: lineBreak === -1 ? text.length : lineBreak + 1, guarded: open !== null, tokens: [] as Token[] };
  };
  const meet = (token: Token) => {
    const command = text.slice(token.start, token.end).trim();
    if (/^\\if\s+false$/.test(command)) {
      if (open) report("error", "revision/nestedGuard", "`\\if false` stands here inside another one.", token);
      open = token;
    } else if (command === "\\endif") {
      if (!open) report("error", "revision/unopenedGuard", "This `\\endif` closes no `\\if false`.", token);
      open = null;
    } else report("error", "revision/metaCommand", `Retort does not run psql commands: \`${command}\`.`, token);
  };
  return {
    pieces(after, first, end) {
      let piece = begin(after);
      const pieces = [piece];
      for (const token of tokens.slice(first, end)) {
        if (token.kind === "metaCommand") {
          meet(token);
          pieces.push((piece = begin(token.end)));
        } else piece.tokens.push(token);
      }
      return pieces;
    },
    finish() {
      if (open) report("error", "revision/unclosedGuard", "This `\\if false` has no `\\endif`.", open);
    },
  };
}

export function hasSql(piece: Piece): boolean {
  return piece.tokens.some((token) => !isComment(token));
}

/** From the first token to the last: white space around is no part of a section. */
export function spanOf(piece: Piece): Span {
  return { start: piece.tokens[0]?.start ?? piece.start, end: piece.tokens.at(-1)?.end ?? piece.start };
}
