import type { AppliedRow } from "#host/bookkeeping/rows.ts";
import { done, failed, type Outcome } from "#host/failure.ts";
import type { RunStep } from "#host/runner/runSteps.ts";

/**
 * Whether `step` may run on a database with these rows: a plan may be older than the wait for the lock. `done` where
 * another run has done the very same; a failure where the rows have moved away, or the revision is half done.
 */
export function standingOf(
  step: RunStep,
  rows: ReadonlyMap<string, AppliedRow>,
  unchanged: string,
): Outcome<"ready" | "done"> {
  const row = rows.get(step.id);
  if (row && row.state !== "applied" && !isUntouched(row)) return halfDone(row, unchanged);
  if (step.direction === "upgrade") {
    if (row?.state === "applied") return done("done");
    const missing = step.parents.filter((parent) => rows.get(parent)?.state !== "applied");
    return missing.length === 0
      ? done("ready")
      : moved(`${step.id} stands on ${missing.join(", ")}`, "not applied", unchanged);
  }
  if (row?.state !== "applied") return done("done");
  const children = [...rows.values()].filter(
    ({ state, parents, dependsOn }) => state === "applied" && [...parents, ...dependsOn].includes(step.id),
  );
  return children.length === 0
    ? done("ready")
    : moved(`${children.map(({ id }) => id).join(", ")} stands on ${step.id}`, "applied", unchanged);
}

/** Its first statement was refused, so nothing of it is there: it may simply be run. */
function isUntouched({ state, progress }: AppliedRow): boolean {
  return state === "failed" && progress === 0;
}

function moved(what: string, is: string, unchanged: string) {
  return failed({
    code: "refused/moved",
    exit: 3,
    message: `The database has moved since this was planned: ${what}, which is ${is}.`,
    unchanged,
    next: ["Look where it stands (`retort current`) and run it again."],
  });
}

function halfDone({ id, state, progress }: AppliedRow, unchanged: string) {
  const [way, statements] = progress < 0 ? ["down", -1 - progress] : ["up", progress];
  return failed({
    code: "refused/halfDone",
    exit: 3,
    message: `Revision ${id} is half done: its way ${way} ${state === "failed" ? "failed" : "was ended"} after ${statements} of its statements were committed.`,
    unchanged,
    next: [
      `Finish by hand what is missing, or take back what is there; then say so: \`retort stamp ${id}\`, or \`retort stamp\` with the revision before it.`,
    ],
  });
}
