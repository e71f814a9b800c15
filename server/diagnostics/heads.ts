import { diagnosticCodes } from "#protocol/settings.ts";
import { type Finding, finding } from "#server/diagnostics/finding.ts";
import { datasourcePlace } from "#server/diagnostics/places.ts";
import type { Evaluation } from "#server/evaluation.ts";

/** Branches that nobody merged yet: one warning, since `head` means none of them, with each head's file beside it. */
export function headFindings({ history, models }: Evaluation): readonly Finding[] {
  const { heads } = history.graph;
  if (heads.length < 2) return [];
  const words = (id: string) => `${id} ${history.entries.get(id)?.revision.message ?? ""}`.trimEnd();
  const text = [
    "Multiple head revisions are present:",
    ...heads.map(words),
    "`head` names none of them: merge them, or name one, or all as `heads`.",
  ].join("\n");
  const related = heads.flatMap((id) => {
    const entry = history.entries.get(id);
    if (!entry) return [];
    const span = entry.parsed.headers.get("Revision") ?? entry.parsed.message;
    return [{ place: { file: entry.file, span }, message: `head ${words(id)}` }];
  });
  return [
    finding(diagnosticCodes.multipleHeads, text, { severity: "warning", place: datasourcePlace(models), related }),
  ];
}
