import type { CommandContext } from "#host/commands/context.ts";
import type { History } from "#host/commands/history.ts";
import type { RunPlan } from "#host/commands/plan.ts";
import { failed } from "#host/failure.ts";
import { prove } from "#host/proof/prove.ts";

/**
 * A protected database believes no header: every SQL revision of the run is proved now, up, down and up again. The
 * refusal where one does not hold or could not be tried; null where all do.
 */
export async function refuseUnproved(
  context: CommandContext,
  history: History,
  plan: RunPlan,
): Promise<ReturnType<typeof failed> | null> {
  for (const [at, { entry }] of plan.steps.entries()) {
    if (entry.parsed.code) continue;
    const { id, message } = entry.revision;
    context.report({ message: `Proving ${id}: ${message}`, done: at, total: plan.steps.length });
    const result = await prove(context, history, entry, { target: null });
    if (result.kind === "proved") continue;
    const place = { file: entry.file, span: entry.parsed.sections[0]?.mark ?? entry.parsed.message };
    const [why, details] =
      result.kind === "fails"
        ? [
            `it does not hold`,
            result.faults.flatMap((fault) => [fault.text, ...fault.details.map((line) => `  ${line}`)]),
          ]
        : ["it could not be tried", [result.failure.message]];
    return failed({
      code: "refused/unproved",
      exit: 3,
      message: `A protected database takes proved revisions only, and the proof of ${id} fails: ${why}.`,
      details,
      unchanged: "Nothing was run.",
      next: [`Mend the revision, and see: retort prove ${id}.`],
      place,
    });
  }
  return null;
}
