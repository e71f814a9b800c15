import type { Problem } from "#engine/index.ts";
import { stoppedPlace } from "#host/commands/halfMade.ts";
import { isHalfDone, stoppedAt } from "#host/runner/standing.ts";
import { diagnosticCodes } from "#protocol/settings.ts";
import { type Finding, finding } from "#server/diagnostics/finding.ts";
import type { Evaluation } from "#server/evaluation.ts";
import { fixesOf } from "#server/fixes/fixes.ts";

/** What is wrong with models, revision files and configuration, each at its place. */
export function problemFindings(
  evaluation: Evaluation,
  { prismaExtension }: { readonly prismaExtension: boolean },
): readonly Finding[] {
  const { models, lint, history, project, assessment, proofs, stop } = evaluation;
  // Prisma's own extension says the same of models, in its own words; two voices on one error are noise.
  const ofModels = prismaExtension ? [] : models.problems;
  // Prisma's validation knows rules that do not concern the database; where our reader objects already, it would only repeat.
  const ofPrisma = prismaExtension || models.problems.some((problem) => problem.severity === "error") ? [] : lint;
  return [
    ...[...ofModels, ...ofPrisma, ...history.problems, ...project.problems].map((problem) =>
      ofProblem(problem, evaluation),
    ),
    ...replayFinding(assessment),
    ...stopFindings({ history, assessment, stop }),
    ...proofFindings({ history, proofs }),
  ];
}

function ofProblem(problem: Problem, evaluation: Evaluation): Finding {
  const { code, severity, message, details = [], place } = problem;
  return finding(code, [message, ...details].join("\n"), { severity, place, fixes: fixesOf(problem, evaluation) });
}

/** A revision that the shadow could not replay: one diagnostic, at the statement. */
function replayFinding({ unrevised, drift }: Evaluation["assessment"]): readonly Finding[] {
  if (unrevised.kind === "known" || !unrevised.failure) return [];
  const { code, message, details, next, place } = unrevised.failure;
  if (!code.startsWith("shadow/")) return [];
  // Of what was applied before it the drift may well be known.
  const unknown = drift.kind === "known" ? "What is unrevised is" : "What is unrevised, and drift, are";
  const text = [...causeFirst(message), ...details, ...next, `${unknown} not known until this is mended.`].join("\n");
  return [finding(diagnosticCodes.replay, text, { severity: "error", place })];
}

/** A line cut short still has PostgreSQL's words, and not which revision's file this is. */
function causeFirst(message: string): readonly string[] {
  const at = message.indexOf(" PostgreSQL: ");
  return at < 0 ? [message] : [message.slice(at + 1), message.slice(0, at)];
}

/**
 * The statement that the last run stopped at, in PostgreSQL's words, with what was rolled back and what stays; otherwise,
 * as long as a revision is half done, where it stopped.
 */
function stopFindings({
  history,
  assessment: { database },
  stop,
}: Pick<Evaluation, "history" | "assessment" | "stop">): readonly Finding[] {
  const rows = database.kind === "managed" ? database.rows.filter(isHalfDone) : [];
  const [row] = rows;
  const entry = row && history.entries.get(row.id);
  const data = row ? { target: row.id } : {};
  if (stop) {
    const ran = [...history.entries.values()].find(({ file }) => file === stop.failure.place?.file);
    const isPending = database.kind === "managed" && ran !== undefined && database.pending.includes(ran.revision.id);
    const { message, details, unchanged, next, place } = stop.failure;
    // What to do about a half-done revision stands among the code actions; command lines are for a terminal.
    const ways = row ? ["Nothing else runs before it is resumed, or resolved by hand: see its quick fixes."] : next;
    const text = [...causeFirst(message), ...details, unchanged, ...ways].filter((line) => line !== "").join("\n");
    if (row) return [finding(diagnosticCodes.halfDone, text, { severity: "error", place, data })];
    const again = isPending ? { target: ran.revision.id } : {};
    return [finding(diagnosticCodes.run, text, { severity: "error", place, data: again })];
  }
  if (!row || !entry) return [];
  const text = `Half done: ${stoppedAt(row)}. Nothing else runs before it is resumed, or resolved by hand: see its quick fixes.`;
  const place = stoppedPlace(entry, row) ?? { file: entry.file, span: entry.parsed.message };
  return [finding(diagnosticCodes.halfDone, text, { severity: "error", place, data })];
}

/** A revision whose ways do not lead where they should: at the statement that is refused, or at the way's mark. */
function proofFindings({ history, proofs }: Pick<Evaluation, "history" | "proofs">): readonly Finding[] {
  return [...proofs].flatMap(([id, state]) => {
    const entry = history.entries.get(id);
    if (state.kind !== "fails" || !entry) return [];
    return state.faults.map(({ way, text, details, place }) => {
      const direction = way === "down" ? "downgrade" : "upgrade";
      const span = entry.parsed.sections.find((section) => section.direction === direction)?.mark;
      const mark = { file: entry.file, span: span ?? entry.parsed.message };
      // A place of another text, with other comments, would be off.
      const at = place?.file === entry.file && place.span.end <= entry.text.length ? place : mark;
      // That it is this revision, and the shadow, goes without saying here.
      const lines = details.map((line) => causeFirst(line)[0] ?? line);
      return finding(diagnosticCodes.proof, [text, ...lines].join("\n"), {
        severity: "warning",
        place: at,
        data: { target: id },
      });
    });
  });
}
