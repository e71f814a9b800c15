import { divergences } from "#host/commands/divergence.ts";
import { diagnosticCodes } from "#protocol/settings.ts";
import { type Finding, finding } from "#server/diagnostics/finding.ts";
import type { Evaluation } from "#server/evaluation.ts";

/** Revisions that were edited after the active database applied them, at the way that was edited. */
export function editedFindings({ assessment: { database }, history }: Evaluation): readonly Finding[] {
  if (database.kind !== "managed") return [];
  const { name } = database.reading.database;
  return divergences(history, database.rows).flatMap(({ id, kind, entry }) => {
    if (!entry) return [];
    const direction = kind === "down" ? "downgrade" : "upgrade";
    const { sections, code, message } = entry.parsed;
    const span = sections.find((section) => section.direction === direction)?.mark ?? code?.[direction] ?? message;
    const ways = kind === "both" ? "Both ways were" : `The way ${kind} was`;
    const text = `${ways} edited after database ${name} applied this revision. What was applied is kept in the database.`;
    return [
      finding(diagnosticCodes.edited, text, {
        severity: "error",
        place: { file: entry.file, span },
        data: { target: id },
      }),
    ];
  });
}
