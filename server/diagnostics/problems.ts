import type { Problem } from "#engine/index.ts";
import { diagnosticCodes } from "#protocol/settings.ts";
import { type Finding, finding } from "#server/diagnostics/finding.ts";
import type { Evaluation } from "#server/evaluation.ts";

/** What is wrong with models, revision files and configuration, each at its place. */
export function problemFindings(
  { models, lint, history, project, assessment }: Evaluation,
  { prismaExtension }: { readonly prismaExtension: boolean },
): readonly Finding[] {
  // Prisma's own extension says the same of models, in its own words; two voices on one error are noise.
  const ofModels = prismaExtension ? [] : models.problems;
  // Prisma's validation knows rules that do not concern the database; where our reader objects already, it would only repeat.
  const ofPrisma = prismaExtension || models.problems.some((problem) => problem.severity === "error") ? [] : lint;
  return [
    ...[...ofModels, ...ofPrisma, ...history.problems, ...project.problems].map(ofProblem),
    ...replayFinding(assessment.unrevised),
  ];
}

function ofProblem({ code, severity, message, details = [], place }: Problem): Finding {
  return finding(code, [message, ...details].join("\n"), { severity, place });
}

/** A revision that the shadow could not replay: one diagnostic, at the statement. */
function replayFinding(unrevised: Evaluation["assessment"]["unrevised"]): readonly Finding[] {
  if (unrevised.kind === "known" || !unrevised.failure) return [];
  const { code, message, details, place } = unrevised.failure;
  if (!code.startsWith("shadow/")) return [];
  const text = [message, ...details, "What is unrevised, and drift, are not known until this is mended."].join("\n");
  return [finding(diagnosticCodes.replay, text, { severity: "error", place })];
}
