import type { Span } from "#engine/core/span.ts";
import type { TextEdit } from "#engine/prisma/edit/textEdit.ts";
import type { FileEdit } from "#engine/pull/pulling.ts";

/**
 * The edits of several changes, by file, so that none overlap. What lies in a stretch that goes, goes with it. A change
 * whose edits meet another's otherwise waits as a whole: the next look at the models finds it still to be done.
 */
export function apart(groups: readonly (readonly FileEdit[])[]): ReadonlyMap<string, readonly TextEdit[]> {
  const kept: FileEdit[] = [];
  const wide = groups.toSorted((a, b) => width(b) - width(a));
  for (const group of wide) {
    const own = group.filter((edit) => !kept.some((other) => isGone(edit, other)));
    if (!own.some((edit) => kept.some((other) => meet(edit, other)))) kept.push(...own);
  }
  const rank = new Map(groups.flat().map((edit, at) => [edit, at]));
  const byFile = new Map<string, TextEdit[]>();
  // Insertions at one place stay in the order they were asked for, before what is replaced there.
  const ordered = kept.toSorted(
    (a, b) => a.span.start - b.span.start || length(a.span) - length(b.span) || (rank.get(a) ?? 0) - (rank.get(b) ?? 0),
  );
  for (const { file, span, text } of ordered) byFile.set(file, [...(byFile.get(file) ?? []), { span, text }]);
  return byFile;
}

function width(group: readonly FileEdit[]): number {
  return Math.max(0, ...group.map(({ span }) => length(span)));
}

function length({ start, end }: Span): number {
  return end - start;
}

/** In a stretch that is taken away, whole and not just at its edge. */
function isGone(edit: FileEdit, other: FileEdit): boolean {
  if (edit.file !== other.file || other.text !== "" || length(other.span) < length(edit.span)) return false;
  const inside = edit.span.start >= other.span.start && edit.span.end <= other.span.end;
  return length(edit.span) === 0 ? edit.span.start > other.span.start && edit.span.end < other.span.end : inside;
}

/** Insertions may share a place, and stand at the edge of a stretch. */
function meet(a: FileEdit, b: FileEdit): boolean {
  if (a.file !== b.file || (length(a.span) === 0 && length(b.span) === 0)) return false;
  return a.span.start < b.span.end && b.span.start < a.span.end;
}
