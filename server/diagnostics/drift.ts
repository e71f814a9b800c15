import { objectOf } from "#host/commands/driftNamed.ts";
import { describeDrift } from "#host/commands/driftWords.ts";
import { diagnosticCodes } from "#protocol/settings.ts";
import { lastRevisionOf } from "#host/commands/blame.ts";
import { type Finding, finding } from "#server/diagnostics/finding.ts";
import { placeOfChange } from "#server/diagnostics/places.ts";
import type { Evaluation } from "#server/evaluation.ts";

/** What the database holds otherwise than the revisions left it: on the model or field concerned. */
export function driftFindings(evaluation: Evaluation): readonly Finding[] {
  const { drift } = evaluation.assessment;
  if (drift.kind === "unknown") return [];
  return drift.changes.map((change) => {
    const touched = lastRevisionOf(evaluation, change);
    return finding(diagnosticCodes.drift, `Drift: ${describeDrift(change, evaluation.context.scope.home)}.`, {
      severity: "warning",
      place: placeOfChange(evaluation.models, change),
      data: { object: objectOf(change, evaluation.context.scope.home) },
      related: touched ? [{ place: touched.place, message: `last touched by ${touched.id}, ${touched.message}` }] : [],
    });
  });
}
