import { type Hover, MarkupKind } from "vscode-languageserver/node";

import { lineStarts, type Position } from "#engine/index.ts";
import type { HistoryEntry } from "#host/commands/history.ts";
import { rangeOf, uriOf } from "#server/convert/ranges.ts";
import type { Evaluation } from "#server/evaluation.ts";

/** On a header of a revision that names revisions, or the constant that a TypeScript one exports instead: what they are called, and whether the active database has them. */
export function revisionHover(evaluation: Evaluation, file: string, position: Position): Hover | null {
  const entry = [...evaluation.history.entries.values()].find((candidate) => candidate.file === file);
  if (!entry) return null;
  const starts = lineStarts(entry.text);
  const offset = (starts[position.line] ?? 0) + position.character;
  const found = [...entry.parsed.headers].find(([, { start, end }]) => start <= offset && offset <= end);
  const ids = found ? idsOf(entry, found[0]) : [];
  if (!found || ids.length === 0) return null;
  const value = ids.map((id) => lineOf(evaluation, id)).join("\n\n");
  return { range: rangeOf(starts, found[1]), contents: { kind: MarkupKind.Markdown, value } };
}

function idsOf({ revision }: HistoryEntry, key: string): readonly string[] {
  switch (key) {
    case "Revision":
      return [revision.id];
    case "Revises":
      return revision.parents;
    case "Depends on":
      return revision.dependsOn;
    default:
      return [];
  }
}

function lineOf({ history, assessment: { database } }: Evaluation, id: string): string {
  const entry = history.entries.get(id);
  const row = database.kind === "managed" ? database.rows.find((candidate) => candidate.id === id) : undefined;
  const name = database.kind === "managed" ? database.reading.database.name : null;
  const words = entry
    ? ` [${inMarkdown(entry.revision.message || entry.revision.id)}](${uriOf(entry.file)})`
    : ": no file of this branch has it";
  const state = row ? `, ${row.state} on ${name ?? ""}` : name === null ? "" : `, pending on ${name}`;
  return `\`${id}\`${words}${state}`;
}

/** Somebody's text, so that it is read as written. */
function inMarkdown(text: string): string {
  return text.replaceAll(/[\\`*_{}[\]()#+\-.!|<>]/g, "\\$&");
}
