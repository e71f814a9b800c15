import { parseRevision, type Problem, type ProblemCode } from "#engine/index.ts";
import { type Evaluation, textOf } from "#server/evaluation.ts";
import type { Fix, Mender } from "#server/fixes/fix.ts";
import {
  duplicateHeaderFixes,
  malformedHeaderFixes,
  missingReferenceFixes,
  missingRevisionFixes,
  unknownHeaderFixes,
} from "#server/fixes/headers.ts";
import { malformedMarkFixes, missingDowngradeFixes, textOutsideFixes, unguardedFixes } from "#server/fixes/sections.ts";
import { unknownTypeFixes } from "#server/fixes/types.ts";

/** By the code of a problem, what may be written in place of what is wrong. */
const menders: Readonly<Partial<Record<ProblemCode, Mender>>> = {
  "prisma/unknownType": unknownTypeFixes,
  "revision/unknownHeader": unknownHeaderFixes,
  "revision/malformedHeader": malformedHeaderFixes,
  "revision/duplicateHeader": duplicateHeaderFixes,
  "revision/missingRevision": missingRevisionFixes,
  "revision/malformedMark": malformedMarkFixes,
  "revision/textOutsideSection": textOutsideFixes,
  "revision/missingDowngrade": missingDowngradeFixes,
  "revision/unguardedDowngrade": unguardedFixes,
  "graph/missingReference": missingReferenceFixes,
};

/** What the editor may write in place of a mistake. */
export function fixesOf(
  problem: Problem,
  evaluation: Pick<Evaluation, "models" | "history" | "project" | "configText">,
): readonly Fix[] {
  const { place, code } = problem;
  const text = place && textOf(evaluation, place.file);
  const mender = menders[code];
  if (place === null || text === null || !mender) return [];
  // In TypeScript a header is an export, and a section a function.
  const isCode = place.file.endsWith(".ts");
  if (isCode && code !== "graph/missingReference") return [];
  const { history, models } = evaluation;
  const fixes = mender({ problem: { ...problem, place }, text, history, models });
  return code.startsWith("revision/") ? fixes.filter((fix) => isMended(problem, place.file, text, fix)) : fixes;
}

/** Read anew with the fix in it the file has the problem no more: what leaves it is no fix. */
function isMended(problem: Problem, file: string, text: string, { span, text: written }: Fix): boolean {
  const count = (source: string) =>
    parseRevision(file, source).problems.filter(
      ({ code, message }) => code === problem.code && message === problem.message,
    ).length;
  return count(text.slice(0, span.start) + written + text.slice(span.end)) < count(text);
}
