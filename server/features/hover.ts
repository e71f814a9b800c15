import { type Hover, MarkupKind } from "vscode-languageserver/node";

import { displayName, lineStarts, type Position, printType, type QualifiedName } from "#engine/index.ts";
import { objectAt } from "#server/features/objectAt.ts";
import { rangeOf } from "#server/convert/ranges.ts";
import { shortId } from "#server/convert/shortId.ts";
import type { Evaluation } from "#server/evaluation.ts";

/** On a model or field: what it is in the database, which revisions made and changed it, where it is applied. */
export function hover(evaluation: Evaluation, file: string, position: Position): Hover | null {
  const { models, context } = evaluation;
  const text = models.files.find((candidate) => candidate.file === file)?.text;
  if (text === undefined) return null;
  const lineStart = lineStarts(text)[position.line] ?? 0;
  const found = objectAt(models.models.origins, file, lineStart + position.character);
  if (!found) return null;
  const table = models.models.schema.tables.find((candidate) => sameTable(candidate.name, found.table));
  if (!table) return null;
  const { home } = context.scope;
  const name = displayName(table.name, home);
  const column = table.columns.find((candidate) => candidate.name === found.column);
  const title = column
    ? `**${name}.${column.name}** \`${printType(column.type, home)}${column.nullable ? "" : " NOT NULL"}\``
    : `table **${name}**`;
  const isRecorded = recorded(evaluation, table.name, column?.name ?? null);
  const lines = isRecorded
    ? [title, ...revisionLines(evaluation, column ? `${name}.${column.name}` : name), appliedLine(evaluation)]
    : [title, "in no revision yet"];
  return {
    range: rangeOf(lineStarts(text), found.place.span),
    contents: { kind: MarkupKind.Markdown, value: lines.filter((line) => line !== "").join("\n\n") },
  };
}

/** Whether the revisions make it; true where that is not known. */
function recorded({ assessment: { unrevised } }: Evaluation, name: QualifiedName, column: string | null): boolean {
  if (unrevised.kind === "unknown") return true;
  const table = unrevised.from.tables.find((candidate) => sameTable(candidate.name, name));
  return table !== undefined && (column === null || table.columns.some((candidate) => candidate.name === column));
}

function revisionLines({ assessment: { database }, touches }: Evaluation, subject: string): readonly string[] {
  const known = touches.get(subject) ?? touches.get(subject.slice(0, subject.lastIndexOf("."))) ?? [];
  if (known.length === 0) return ["in no revision yet"];
  return known.map((touch, at) => {
    const verb = at === known.length - 1 ? "made" : "changed";
    const isPending = database.kind === "managed" && database.pending.includes(touch.id);
    const pending = isPending ? `, pending on ${database.reading.database.name}` : "";
    return `${verb} by \`${shortId(touch.id)}\` ${touch.message}${pending}`;
  });
}

function appliedLine({ assessment: { database } }: Evaluation): string {
  if (database.kind !== "managed") return "";
  const at = database.current.length === 0 ? "base" : database.current.map(shortId).join(", ");
  return `${database.reading.database.name} is at \`${at}\``;
}

function sameTable(a: QualifiedName, b: QualifiedName): boolean {
  return a.schema === b.schema && a.name === b.name;
}
