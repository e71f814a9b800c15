import { DiagnosticSeverity, type Diagnostic, type DiagnosticRelatedInformation } from "vscode-languageserver/node";

import { lineStarts } from "#engine/index.ts";
import type { Evaluation } from "#server/evaluation.ts";
import { textOf } from "#server/evaluation.ts";
import { databaseFindings } from "#server/diagnostics/database.ts";
import { editedFindings } from "#server/diagnostics/edited.ts";
import { driftFindings } from "#server/diagnostics/drift.ts";
import type { Finding } from "#server/diagnostics/finding.ts";
import { headFindings } from "#server/diagnostics/heads.ts";
import { problemFindings } from "#server/diagnostics/problems.ts";
import { unrevisedFindings } from "#server/diagnostics/unrevised.ts";
import type { Replacement } from "#protocol/fixes.ts";
import { createLocator, firstLine, rangeOf, uriOf } from "#server/convert/ranges.ts";

const severities = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  information: DiagnosticSeverity.Information,
} as const;

/** Every diagnostic of an evaluation, by the URI of its file. Files that are clean are not among them. */
export function diagnosticsOf(
  evaluation: Evaluation,
  options: { readonly prismaExtension: boolean },
): ReadonlyMap<string, readonly Diagnostic[]> {
  const findings = [
    ...problemFindings(evaluation, options),
    ...headFindings(evaluation),
    ...unrevisedFindings(evaluation),
    ...databaseFindings(evaluation),
    ...editedFindings(evaluation),
    ...driftFindings(evaluation),
  ];
  const locator = createLocator((file) => textOf(evaluation, file));
  const byUri = new Map<string, Diagnostic[]>();
  for (const finding of findings) {
    const location = finding.place ? locator.location(finding.place) : null;
    const uri = location?.uri ?? fallbackUri(evaluation, finding);
    const related = finding.related.flatMap(({ place, message }): DiagnosticRelatedInformation[] => {
      const at = locator.location(place);
      return at ? [{ location: at, message }] : [];
    });
    const diagnostic: Diagnostic = {
      range: location?.range ?? firstLine,
      severity: severities[finding.severity],
      code: finding.code,
      source: "retort",
      message: finding.message,
      data: { project: evaluation.project.root, ...finding.data, ...replacements(evaluation, finding) },
      ...(related.length > 0 ? { relatedInformation: related } : {}),
    };
    const ofFile = byUri.get(uri);
    if (ofFile) ofFile.push(diagnostic);
    else byUri.set(uri, [diagnostic]);
  }
  return byUri;
}

/** The finding's fixes with their ranges, and what stands there as this evaluation read it. */
function replacements(evaluation: Evaluation, { place, fixes }: Finding): { readonly fixes?: readonly Replacement[] } {
  const text = place && textOf(evaluation, place.file);
  if (fixes.length === 0 || typeof text !== "string") return {};
  const lines = lineStarts(text);
  return {
    fixes: fixes.map(({ title, span, text: newText }) => ({
      title,
      range: rangeOf(lines, span),
      newText,
      replaced: text.slice(span.start, span.end),
    })),
  };
}

function fallbackUri({ models, project }: Evaluation, finding: Finding): string {
  return uriOf(finding.place?.file ?? models.files[0]?.file ?? project.schemaPath);
}
