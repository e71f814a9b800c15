import { type Change, describe, placeOf, subjectOf } from "#engine/index.ts";
import { diagnosticCodes } from "#protocol/settings.ts";
import { lastRevisionOf } from "#host/commands/blame.ts";
import { type Finding, finding } from "#server/diagnostics/finding.ts";
import { datasourcePlace, placeOfChange } from "#server/diagnostics/places.ts";
import type { Evaluation } from "#server/evaluation.ts";

/** What the models ask for and no revision makes: on the model, field or value. In an empty history one notice a file. */
export function unrevisedFindings(evaluation: Evaluation): readonly Finding[] {
  const { assessment, history, models } = evaluation;
  const { unrevised } = assessment;
  if (unrevised.kind === "unknown" || unrevised.changes.length === 0) return [];
  // A populated database is asked about first: what to begin from decides what is unrevised.
  if (assessment.database.kind === "unmanaged") return [];
  if (history.graph.nodes.size === 0) return firstRevision(evaluation, unrevised.changes);
  return unrevised.changes.map((change) => {
    const touched = lastRevisionOf(evaluation, change);
    return finding(
      diagnosticCodes.unrevised,
      `Unrevised: ${describe(change, { home: evaluation.context.scope.home }).text}`,
      {
        severity: "information",
        place: placeOfChange(models, change),
        related: touched
          ? [{ place: touched.place, message: `last touched by ${touched.id}, ${touched.message}` }]
          : [],
      },
    );
  });
}

function firstRevision(evaluation: Evaluation, changes: readonly Change[]): readonly Finding[] {
  const { models } = evaluation;
  const files = new Map<string, number>();
  for (const change of changes) {
    const place = subjectOf(change).keys.flatMap((key) => placeOf(models.models.origins, key) ?? [])[0];
    if (place && change.kind === "createTable") files.set(place.file, (files.get(place.file) ?? 0) + 1);
  }
  return [...files].map(([file, tables]) => {
    const own = datasourcePlace(models);
    const place = own?.file === file ? own : { file, span: { start: 0, end: 1 } };
    const words = `${tables} table${tables === 1 ? "" : "s"}`;
    return finding(
      diagnosticCodes.noRevisions,
      `No revision yet: ${words} of this file ${tables === 1 ? "is" : "are"} unrevised.`,
      {
        severity: "information",
        place,
      },
    );
  });
}
