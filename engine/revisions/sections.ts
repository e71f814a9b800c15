import type { Problem } from "#engine/core/problem.ts";
import type { Span } from "#engine/core/span.ts";
import { createGuardReader, hasSql, type Piece, type Report, spanOf } from "#engine/revisions/guard.ts";
import { type Mark, marksThatAre } from "#engine/revisions/marks.ts";
import type { Direction, SectionSpan } from "#engine/revisions/revision.ts";
import type { Token } from "#engine/sql/scan.ts";

export interface Sections {
  readonly sections: readonly SectionSpan[];
  /** Null where there is a way down, were it an empty one. */
  readonly irreversible: string | null;
}

/** What stands after each mark, without the `\if false` guard. */
export function readSections(
  file: string,
  text: string,
  tokens: readonly Token[],
  marks: readonly Mark[],
): { readonly value: Sections; readonly problems: readonly Problem[] } {
  const problems: Problem[] = [];
  const report: Report = (severity, code, message, span) => {
    problems.push({ code, severity, message, place: { file, span } });
  };
  const guard = createGuardReader(text, tokens, report);
  guard.pieces(0, 0, marks[0]?.index ?? tokens.length);

  const sections: SectionSpan[] = [];
  const irreversible: { readonly reason: string; readonly mark: Span }[] = [];
  for (const [at, { span: mark, meaning, index }] of marks.entries()) {
    const pieces = guard.pieces(mark.end, index + 1, marks[at + 1]?.index ?? tokens.length);
    if (!meaning) {
      const line = text.slice(mark.start, mark.end);
      report("error", "revision/malformedMark", `\`${line}\` is no section mark. ${marksThatAre}`, mark);
    } else if (meaning.kind === "irreversible") {
      irreversible.push({ reason: meaning.reason, mark });
      const sql = pieces.find(hasSql);
      if (sql) report("error", "revision/irreversibleSql", "An irreversible way down holds no SQL.", spanOf(sql));
    } else {
      const { direction, mode } = meaning;
      const body = spanOf(bodyOf(pieces, direction, mark, report));
      sections.push({ direction, section: { mode, sql: text.slice(body.start, body.end) }, mark, body });
    }
  }
  guard.finish();

  const [first, again] = irreversible;
  const down = sections.find((section) => section.direction === "downgrade");
  const contradiction = again ?? (first && down);
  if (contradiction) {
    const message = "A revision that is irreversible has no other downgrade section.";
    report("error", "revision/twoWaysDown", message, contradiction.mark);
  }
  return { value: { sections, irreversible: first?.reason ?? null }, problems: onceUnguarded(problems) };
}

/** The piece of a section that holds its SQL; without any, its comments, those inside the guard before others. */
function bodyOf(pieces: readonly Piece[], direction: Direction, mark: Span, report: Report): Piece {
  const [holder, second] = pieces.filter(hasSql);
  if (!holder) {
    const commented = pieces.filter((piece) => piece.tokens.length > 0);
    const inside = (piece: Piece) => piece.guarded;
    const found = commented.find(inside) ?? commented[0] ?? pieces.find(inside) ?? pieces[0];
    return found ?? { start: mark.end, guarded: false, tokens: [] };
  }
  if (second) {
    const message = "A section stands inside `\\if false` or outside it, not both.";
    report("error", "revision/dividedSection", message, spanOf(second));
  }
  if (direction === "upgrade" && holder.guarded) {
    const message = "psql would skip this way up: `\\if false` is for the way down.";
    report("error", "revision/guardedUpgrade", message, mark);
  }
  if (direction === "downgrade" && !holder.guarded) {
    const message =
      "Nothing keeps `psql -f` from running this way down: put `\\if false` on the line after the mark and `\\endif` at the end.";
    report("warning", unguarded, message, mark);
  }
  return holder;
}

const unguarded = "revision/unguardedDowngrade";

/** One guard mends all the sections: one warning will do. */
function onceUnguarded(problems: readonly Problem[]): Problem[] {
  const first = problems.find((problem) => problem.code === unguarded);
  return problems.filter((problem) => problem.code !== unguarded || problem === first);
}
