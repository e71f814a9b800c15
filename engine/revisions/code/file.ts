import type { Checked, Problem } from "#engine/core/problem.ts";
import type { Span } from "#engine/core/span.ts";
import { type CodeExport, type Literal, readExports } from "#engine/revisions/code/exports.ts";
import { type CommentLine, type HeaderKey, headerKeys, readHeader } from "#engine/revisions/header.ts";
import type { RevisionCode, RevisionFile } from "#engine/revisions/revision.ts";

/** True where a text is a TypeScript revision: by its file's name, or where it has none (a stored source) by what it says. */
export function isCodeRevision(file: string, text: string): boolean {
  if (file.endsWith(".sql")) return false;
  return file.endsWith(".ts") || /^export\s+const\s+revision\b/m.test(text);
}

/**
 * Reads a TypeScript revision without running it (docs/formats.md): its metadata are exported constants with literal
 * values, under the names of the SQL headers in camel case. Null where none names it.
 */
export function parseCodeRevision(file: string, text: string): Checked<RevisionFile | null> {
  const exported = readExports(text);
  const top = messageLines(text);
  const { lines, problems: unreadable } = headerLines(file, exported, top);
  const { header, problems: faults } = readHeader(file, lines);
  const problems = [...unreadable, ...faults.map(({ message, ...rest }) => ({ ...rest, message: inCode(message) }))];
  const find = (name: string) => exported.find((one) => one.name === name) ?? null;
  const upgrade = find("upgrade");
  const downgrade = find("downgrade");
  const reason = textOf(find("irreversible")?.value);
  const place = { file, span: header.lines.get("Revision") ?? { start: 0, end: 0 } };
  const report = (severity: Problem["severity"], code: `revision/${string}`, message: string, span = place.span) => {
    problems.push({ code, severity, message, place: { file, span } });
  };
  if (header.id === null) return { value: null, problems };
  if (!upgrade?.isFunction) report("error", "revision/missingUpgrade", "The file exports no function `upgrade`.");
  if (!downgrade?.isFunction && reason === null) report("warning", "revision/missingDowngrade", noDowngrade);
  if (downgrade?.isFunction === true && reason !== null) {
    const message = "The file exports both `downgrade` and why there is none (`irreversible`).";
    report("error", "revision/twoWaysDown", message, downgrade.span);
  }
  const transaction = find("transaction");
  if (transaction && transaction.value !== "batches") {
    const message = '`transaction` is "batches" or left out: then the whole revision is one transaction.';
    report("error", "revision/malformedHeader", message, transaction.span);
  }
  const replay = find("replay");
  if (replay && typeof replay.value !== "boolean") {
    report("error", "revision/malformedHeader", "`replay` is `true` or `false`, as a literal.", replay.span);
  }
  const code: RevisionCode = {
    upgrade: upgrade?.span ?? place.span,
    downgrade: downgrade?.span ?? null,
    replay: replay?.value === true,
    mode: transaction?.value === "batches" ? "batches" : "transaction",
  };
  const { id, lines: headers, messageSpan, ...stated } = header;
  const irreversible = downgrade?.isFunction === true ? null : (reason ?? "its file exports no function `downgrade`");
  const revision = { id, ...stated, up: [], down: [], irreversible };
  return { value: { revision, headers, message: messageSpan, sections: [], code }, problems };
}

const noDowngrade =
  "The file exports no function `downgrade`, so Retort will not go down past it; an empty one says that there is nothing to do.";

/** `Depends on` is exported as `dependsOn`. */
export function exportName(key: HeaderKey): string {
  return key.toLowerCase().replaceAll(/ (\w)/g, (_, letter: string) => letter.toUpperCase());
}

/** The exports as the lines of an SQL revision's comment, so that both are read and refused alike. */
function headerLines(file: string, exported: readonly CodeExport[], top: readonly CommentLine[]) {
  const problems: Problem[] = [];
  const lines: CommentLine[] = [];
  const message = exported.find((one) => one.name === "message");
  for (const key of headerKeys) {
    for (const { value, span } of exported.filter((one) => one.name === exportName(key))) {
      const text = headerText(value);
      if (text !== null) lines.push({ text: `${key}: ${text}`, span });
      else {
        const name = exportName(key);
        const said = `\`${name}\` is written as a literal: a string, or a list of strings. It is read without running the file.`;
        problems.push({ code: "revision/malformedHeader", severity: "error", message: said, place: { file, span } });
      }
    }
  }
  const words = textOf(message?.value);
  const first = words === null ? top : [{ text: words, span: message?.span ?? { start: 0, end: 0 } }];
  return { lines: first.length > 0 ? [first, lines] : [lines], problems };
}

function headerText(value: Literal | null): string | null {
  if (value === null || typeof value === "boolean") return null;
  return typeof value === "string" ? value : value.join(", ");
}

function textOf(value: Literal | null | undefined): string | null {
  return typeof value === "string" && value.trim() !== "" ? value : null;
}

/** The first paragraph of the comment that the file begins with. */
function messageLines(text: string): readonly CommentLine[] {
  const lines: CommentLine[] = [];
  const line = /[ \t]*\/\/[ \t]?([^\r\n]*)\r?(?:\n|$)/y;
  let at = text.startsWith("\uFEFF") ? 1 : 0;
  for (;;) {
    line.lastIndex = at;
    const found = line.exec(text);
    const said = found?.[1]?.trim() ?? "";
    if (!found || said === "") return lines;
    const span: Span = { start: at, end: at + found[0].trimEnd().length };
    lines.push({ text: said, span });
    at += found[0].length;
  }
}

function inCode(message: string): string {
  return message.startsWith("The comment at the top names no revision")
    ? 'The file names no revision: `export const revision = "<id>";`.'
    : message;
}
