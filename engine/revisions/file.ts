import type { Checked, Problem } from "#engine/core/problem.ts";
import type { Span } from "#engine/core/span.ts";
import { isCodeRevision, parseCodeRevision } from "#engine/revisions/code/file.ts";
import { type CommentLine, readHeader } from "#engine/revisions/header.ts";
import { findMarks } from "#engine/revisions/marks.ts";
import type { Direction, RevisionFile, Section } from "#engine/revisions/revision.ts";
import { readSections } from "#engine/revisions/sections.ts";
import { isComment, scan, type Token, unclosedProblem } from "#engine/sql/scan.ts";

/** Reads a revision file, SQL or TypeScript (docs/formats.md). Null where it does not name its revision. */
export function parseRevision(file: string, text: string): Checked<RevisionFile | null> {
  return isCodeRevision(file, text) ? parseCodeRevision(file, text) : parseSqlRevision(file, text);
}

/**
 * Reads a SQL revision file (docs/formats.md). Null where no usable `Revision` header names it; every other fault leaves
 * a revision of what could be read. `file` is only repeated in the problems' places.
 */
function parseSqlRevision(file: string, text: string): Checked<RevisionFile | null> {
  // A byte order mark is a letter to PostgreSQL; a space in its stead keeps every offset.
  const source = text.startsWith("\uFEFF") ? ` ${text.slice(1)}` : text;
  const tokens = scan(source, { metaCommands: true });
  const marks = findMarks(source, tokens);
  const top = tokens.slice(0, marks[0]?.index ?? tokens.length);
  const { header, problems: headerProblems } = readHeader(file, paragraphsOf(source, top));
  const { value: found, problems: sectionProblems } = readSections(file, source, tokens, marks);
  const problems = [...headerProblems, ...strayProblems(file, top), ...sectionProblems];

  const unclosed = unclosedProblem(file, source, tokens);
  if (unclosed) problems.push(unclosed);
  const zero = source.indexOf("\0");
  if (zero >= 0) {
    const place = { file, span: { start: zero, end: zero + 1 } };
    problems.push({ code: "revision/zeroByte", severity: "error", message: zeroByte, place });
  }
  const complete = marks.every((mark) => mark.meaning) && !unclosed;
  const has = (direction: Direction) => found.sections.some((section) => section.direction === direction);
  const down = has("downgrade") || found.irreversible !== null;
  if (complete && header.id !== null) {
    const place = { file, span: header.lines.get("Revision") ?? header.messageSpan };
    if (!has("upgrade"))
      problems.push({ code: "revision/missingUpgrade", severity: "error", message: noUpgrade, place });
    if (!down) problems.push({ code: "revision/missingDowngrade", severity: "warning", message: noDowngrade, place });
  }
  if (header.id === null) return { value: null, problems };

  const { id, lines, messageSpan, ...stated } = header;
  const sectionsOf = (direction: Direction): Section[] =>
    found.sections.flatMap((s) => (s.direction === direction && s.section.sql !== "" ? [s.section] : []));
  const revision = {
    id,
    ...stated,
    up: sectionsOf("upgrade"),
    down: sectionsOf("downgrade"),
    irreversible: down ? found.irreversible : "its file has no downgrade section",
  };
  const parts = { headers: lines, message: messageSpan, sections: found.sections, code: null };
  return { value: { revision, ...parts }, problems };
}

const zeroByte = "PostgreSQL takes no text that holds a zero byte: take it out.";
const noUpgrade = "The file has no `-- retort: upgrade` section; an empty one says that there is nothing to do.";

const noDowngrade =
  "The file has no `-- retort: downgrade` section, so Retort will not go down past it; an empty one says that there is nothing to do.";

/** The comment lines at the top; an empty comment line or a line without a comment ends a paragraph. */
function paragraphsOf(text: string, top: readonly Token[]): CommentLine[][] {
  const paragraphs: CommentLine[][] = [];
  let end = -1;
  for (const token of top) {
    if (token.kind === "blockComment") continue;
    if (token.kind !== "lineComment") break;
    const line = { text: text.slice(token.start + 2, token.end).trim(), span: { start: token.start, end: token.end } };
    const adjoins = end !== -1 && (text.slice(end, token.start).match(/\n|\r(?!\n)/g) ?? []).length <= 1;
    end = line.text === "" ? -1 : token.end;
    if (line.text === "") continue;
    const open = adjoins ? paragraphs.at(-1) : undefined;
    if (open) open.push(line);
    else paragraphs.push([line]);
  }
  return paragraphs;
}

function strayProblems(file: string, top: readonly Token[]): Problem[] {
  const stray = top.filter((token) => !isComment(token) && token.kind !== "metaCommand");
  const [first] = stray;
  const last = stray.at(-1);
  if (!first || !last) return [];
  const span: Span = { start: first.start, end: last.end };
  const message = "Text before the first `-- retort:` mark belongs to no section and is not run.";
  return [{ code: "revision/textOutsideSection", severity: "error", message, place: { file, span } }];
}
