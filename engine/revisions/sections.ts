import type { Problem } from "#engine/core/problem.ts";
import type { Span } from "#engine/core/span.ts";
import type { SectionMode, SectionSpan } from "#engine/revisions/revision.ts";
import { isComment, type Token } from "#engine/sql/scan.ts";

export interface Sections {
  readonly sections: readonly SectionSpan[];
  /** Null where there is a way down, were it an empty one. */
  readonly irreversible: string | null;
}

/** The `-- retort:` lines of a file: comments at the beginning of a line, outside every quote. */
export function findMarks(text: string, tokens: readonly Token[]): Mark[] {
  return tokens.flatMap((token, index) => {
    const written = token.kind === "lineComment" && !isMessage(text, tokens, index) ? textOf(text, token) : "";
    if (!/^--\s*retort\s*:/i.test(written)) return [];
    const before = text.slice(text.lastIndexOf("\n", token.start - 1) + 1, token.start);
    if (before.trim() !== "") return [];
    const [, direction, , mode, reason] = before === "" ? (exactMark.exec(written) ?? []) : [];
    return [{ index, span: { start: token.start, end: token.end }, meaning: meaningOf(direction, mode, reason) }];
  });
}

export interface Mark {
  /** Of its token. */
  readonly index: number;
  readonly span: Span;
  /** Null where the line is not one of those that docs/formats.md lists. */
  readonly meaning: MarkMeaning | null;
}

type MarkMeaning =
  | { readonly kind: "section"; readonly direction: SectionSpan["direction"]; readonly mode: SectionMode }
  | { readonly kind: "irreversible"; readonly reason: string };

/** What stands after each mark, without the `\if false` guard. */
export function readSections(
  file: string,
  text: string,
  tokens: readonly Token[],
  marks: readonly Mark[],
): { readonly value: Sections; readonly problems: readonly Problem[] } {
  const problems: Problem[] = [];
  const report = (severity: Problem["severity"], code: `revision/${string}`, message: string, span: Span) => {
    problems.push({ code, severity, message, place: { file, span } });
  };
  const sections: SectionSpan[] = [];
  const irreversible: { readonly reason: string; readonly span: Span }[] = [];
  let guard: Token | null = null;
  let warned = false;
  for (const token of tokens.slice(0, marks[0]?.index ?? tokens.length)) {
    if (token.kind === "metaCommand") guard = guardAfter(text, token, guard, report);
  }

  for (const [at, mark] of marks.entries()) {
    const next = marks[at + 1];
    const region = tokens.slice(mark.index + 1, next?.index ?? tokens.length);
    const pieces: Piece[] = [newPiece(text, mark.span.end, guard !== null)];
    for (const token of region) {
      const piece = pieces.at(-1);
      if (token.kind !== "metaCommand") {
        piece?.tokens.push(token);
        continue;
      }
      guard = guardAfter(text, token, guard, report);
      pieces.push(newPiece(text, token.end, guard !== null));
    }
    if (!mark.meaning) {
      const line = text.slice(mark.span.start, mark.span.end);
      report("error", "revision/malformedMark", `\`${line}\` is no section mark. ${marksThatAre}`, mark.span);
      continue;
    }
    const holders = pieces.filter((piece) => hasSql(piece));
    if (mark.meaning.kind === "irreversible") {
      irreversible.push({ reason: mark.meaning.reason, span: mark.span });
      const [first] = holders;
      if (first) report("error", "revision/irreversibleSql", "An irreversible way down holds no SQL.", spanOf(first));
      continue;
    }
    const { direction, mode } = mark.meaning;
    const [holder, second] = holders;
    if (second) {
      report(
        "error",
        "revision/dividedSection",
        "A section stands inside `\\if false` or outside it, not both.",
        spanOf(second),
      );
    }
    if (holder && direction === "upgrade" && holder.guarded) {
      report(
        "error",
        "revision/guardedUpgrade",
        "psql would skip this way up: `\\if false` is for the way down.",
        mark.span,
      );
    }
    if (holder && direction === "downgrade" && !holder.guarded && !warned) {
      warned = true;
      report("warning", "revision/unguardedDowngrade", unguarded, mark.span);
    }
    const body = spanOf(holder ?? emptyPiece(pieces));
    sections.push({ direction, section: { mode, sql: text.slice(body.start, body.end) }, mark: mark.span, body });
  }

  if (guard) report("error", "revision/unclosedGuard", "This `\\if false` has no `\\endif`.", guard);
  const [first, again] = irreversible;
  const down = sections.find((s) => s.direction === "downgrade");
  const contradiction = again?.span ?? (first && down?.mark);
  if (contradiction) {
    report(
      "error",
      "revision/twoWaysDown",
      "A revision that is irreversible has no other downgrade section.",
      contradiction,
    );
  }
  return { value: { sections, irreversible: first?.reason ?? null }, problems };
}

const exactMark =
  /^-- retort: (?:(upgrade|downgrade)(?: (\((no transaction)\)))?|downgrade \(irreversible: *(\S(?:.*\S)?) *\))\s*$/;

const marksThatAre =
  "Marks are `-- retort: upgrade` and `-- retort: downgrade`, each with or without ` (no transaction)`, and `-- retort: downgrade (irreversible: reason)`, at the beginning of a line.";

const unguarded =
  "Nothing keeps `psql -f` from running this way down: put `\\if false` on the line after the mark and `\\endif` at the end.";

/** Text between a mark or psql command and the next. */
interface Piece {
  /** Where text would be inserted: the beginning of the line after. */
  readonly start: number;
  readonly guarded: boolean;
  readonly tokens: Token[];
}

function newPiece(text: string, after: number, guarded: boolean): Piece {
  const lineBreak = text.indexOf("\n", after);
  return { start: lineBreak === -1 ? text.length : lineBreak + 1, guarded, tokens: [] };
}

/** The first line is a message, were it to look like a mark, if an empty comment line follows it. */
function isMessage(text: string, tokens: readonly Token[], index: number): boolean {
  const next = tokens[index + 1];
  return index === 0 && next !== undefined && textOf(text, next).trim() === "--";
}

function textOf(text: string, token: Token): string {
  return text.slice(token.start, token.end);
}

function hasSql(piece: Piece): boolean {
  return piece.tokens.some((token) => !isComment(token));
}

/** From the first token to the last: white space around is no part of a section. */
function spanOf(piece: Piece): Span {
  return { start: piece.tokens[0]?.start ?? piece.start, end: piece.tokens.at(-1)?.end ?? piece.start };
}

/** A section without SQL keeps its comments, those inside the guard before others. */
function emptyPiece(pieces: readonly Piece[]): Piece {
  const commented = pieces.filter((piece) => piece.tokens.length > 0);
  const inside = (piece: Piece) => piece.guarded;
  const found = commented.find(inside) ?? commented[0] ?? pieces.find(inside) ?? pieces[0];
  return found ?? { start: 0, guarded: false, tokens: [] };
}

function guardAfter(
  text: string,
  token: Token,
  guard: Token | null,
  report: (severity: "error", code: `revision/${string}`, message: string, span: Span) => void,
): Token | null {
  const command = textOf(text, token).trim();
  if (/^\\if\s+false$/.test(command)) {
    if (guard) report("error", "revision/nestedGuard", "`\\if false` stands here inside another one.", token);
    return token;
  }
  if (command === "\\endif") {
    if (!guard) report("error", "revision/unopenedGuard", "This `\\endif` closes no `\\if false`.", token);
    return null;
  }
  report("error", "revision/metaCommand", `Retort does not run psql commands: \`${command}\`.`, token);
  return guard;
}

function meaningOf(
  direction: string | undefined,
  mode: string | undefined,
  reason: string | undefined,
): MarkMeaning | null {
  if (reason !== undefined) return { kind: "irreversible", reason };
  if (direction !== "upgrade" && direction !== "downgrade") return null;
  return { kind: "section", direction, mode: mode ? "no transaction" : "transaction" };
}
