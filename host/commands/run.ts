import { printAgain } from "#engine/index.ts";
import { type AppliedRow } from "#host/bookkeeping/rows.ts";
import { type CommandContext, withConnection } from "#host/commands/context.ts";
import { readPlace } from "#host/commands/databaseReading.ts";
import type { History } from "#host/commands/history.ts";
import { protectedRefusal } from "#host/commands/protectedRefusal.ts";
import type { Loss } from "#host/commands/losses.ts";
import { type PlannedRun, type PlanOptions, planRun, type RunPlan } from "#host/commands/plan.ts";
import type { Connection, Database } from "#host/connection.ts";
import { done, failed, type Outcome } from "#host/failure.ts";
import type { DatabaseLock } from "#host/lock.ts";
import { refuseUnproved } from "#host/commands/protectedProof.ts";
import { planStashing, withPreservation } from "#host/commands/stashing.ts";
import type { Preserved } from "#host/stash/preservation.ts";
import type { Finding } from "#host/preflight/runChecks.ts";
import { untilLocked } from "#host/runner/attempts.ts";
import { type RunReport, runStepsLocked } from "#host/runner/runSteps.ts";
import { type RunLimits, runnerOptions, withRunLock } from "#host/commands/runnerOptions.ts";

export interface RunOptions extends Omit<PlanOptions, "preflight">, RunLimits {
  /** Everything the plan would lose is accepted: `--yes`, or a person who was shown it. */
  readonly acceptLosses: boolean;
  /** The name of a protected database, as it was typed. */
  readonly allowProtected: string | null;
  /** Keep what would be lost beside the revision rows: then nothing is, and nothing need be accepted. Off where left out. */
  readonly stash?: { readonly limit: number } | null;
  /** What the run must still be when it begins: `planToken` of what was shown; null where nothing was. */
  readonly expected: string | null;
}

export interface Ran {
  readonly plan: RunPlan;
  readonly report: RunReport;
  /** What was kept, and what came back. */
  readonly preserved: Preserved;
}

/** Plans, checks consent, and runs. What was not consented to is refused before the first statement. */
export async function run(context: CommandContext, history: History, options: RunOptions): Promise<Outcome<Ran>> {
  return withConnection(context, (connection, database) =>
    // Planned under the lock: what another run does meanwhile is no part of any plan.
    withRunLock(context, connection, { ...options, unchanged: "Nothing was run." }, (lock) =>
      runLocked(context, history, { connection, database, lock }, options),
    ),
  );
}

async function runLocked(
  context: CommandContext,
  history: History,
  {
    connection,
    database,
    lock,
  }: { readonly connection: Connection; readonly database: Database; readonly lock: DatabaseLock },
  options: RunOptions,
): Promise<Outcome<Ran>> {
  const attempts = { connection, lock, options: runnerOptions(context, options) };
  const reading = await untilLocked(attempts, "the run", () => readPlace(context, database, connection));
  const plan = await planRun(context, history, reading, connection, {
    ...options,
    preflight: "sections outside transactions",
    isLocked: true,
  });
  if (!plan.ok) return plan;
  const refused = refuse(plan.value, database, options);
  if (refused) return refused;
  const unproved = database.protected ? await refuseUnproved(context, history, plan.value) : null;
  if (unproved) return unproved;
  const stashing = options.stash ? await planStashing(context, connection, plan.value, options.stash) : done(new Map());
  if (!stashing.ok) return stashing;
  const runs = plan.value.steps.map((step) => step.run);
  const steps = await withPreservation(context, connection, runs, stashing.value);
  const report = await runStepsLocked(connection, steps, runnerOptions(context, options), lock);
  if (!report.ok) return report;
  const outcomes = steps.flatMap(({ preservation }) => (preservation ? [preservation.outcome()] : []));
  const preserved = { kept: outcomes.flatMap(({ kept }) => kept), back: outcomes.flatMap(({ back }) => back) };
  return done({ plan: plan.value, report: report.value, preserved });
}

/** Names exactly what a plan would run and lose, on what state: equal tokens, equal plans. */
export function planToken(plan: RunPlan, rows: readonly AppliedRow[]): string {
  return JSON.stringify({ ...shownOf(plan), rows: rows.map((row) => row.id).toSorted() });
}

/** Nothing is run or lost that was not shown; less is what is left when another run was first. */
function wasShown(plan: RunPlan, token: string): boolean {
  const shown = JSON.parse(token) as ReturnType<typeof shownOf>;
  const { direction, steps, losses } = shownOf(plan);
  return (
    direction === shown.direction &&
    steps.every((step) => shown.steps.includes(step)) &&
    losses.every((loss) => shown.losses.includes(loss))
  );
}

function shownOf({ direction, steps, losses }: RunPlan) {
  return {
    direction,
    steps: steps.map(({ run: step }) => [step.id, step.upHash, step.downHash].join(" ")),
    losses: losses.map((loss) => loss.text),
  };
}

/**
 * The losses of a plan that no header accepts: a reviewer's `Accepts loss` is consent for exactly those objects, and for
 * the revision that it stands in.
 */
export function unacceptedLosses(
  plan: Pick<RunPlan, "losses"> & { readonly steps: readonly PlannedRun[] },
): readonly Loss[] {
  const accepted = new Map(
    plan.steps.map(({ entry: { revision } }) => [revision.id, new Set(revision.acceptsLoss.map(printAgain))]),
  );
  return plan.losses.filter((loss) => accepted.get(loss.revision)?.has(loss.object) !== true);
}

function refuse(plan: RunPlan, database: Database, options: RunOptions): ReturnType<typeof failed> | null {
  const unchanged = "Nothing was run.";
  const guarded = plan.steps.length > 0 ? protectedRefusal(database, options.allowProtected, unchanged) : null;
  if (guarded) return guarded;
  if (options.expected !== null && !wasShown(plan, options.expected)) {
    return failed({
      code: "refused/planChanged",
      exit: 3,
      message: "The revisions or the database changed since the plan was shown.",
      unchanged,
      next: ["Look at the new plan and confirm again."],
    });
  }
  const halfway = failsHalfway(plan);
  if (halfway) {
    const { statement } = halfway.check;
    return failed({
      code: "refused/wouldFail",
      exit: 3,
      message: `A statement that runs outside a transaction would fail halfway: ${halfway.text}.`,
      details: plan.findings.filter((finding) => finding !== halfway).map(({ text }) => text),
      unchanged,
      next: ["Put the rows right first, in a revision before it or by hand."],
      place: { file: statement.file, span: { start: statement.offset, end: statement.offset + statement.sql.length } },
    });
  }
  return lossRefusal(plan, options);
}

/** Why a plan may not be run: nobody has consented to all that it would lose. */
export function lossRefusal(
  plan: Pick<RunPlan, "direction" | "losses"> & { readonly steps: readonly PlannedRun[] },
  options: Pick<RunOptions, "acceptLosses" | "stash">,
  answers: readonly string[] = lossAnswers(plan),
): ReturnType<typeof failed> | null {
  const open = unacceptedLosses(plan);
  if (open.length > 0 && !options.acceptLosses && !options.stash) {
    return failed({
      code: "refused/dataLoss",
      exit: 3,
      message: `This ${plan.direction} would lose data.`,
      details: open.map((loss) => loss.text),
      unchanged: "Nothing was run.",
      next: answers,
    });
  }
  return null;
}

/** The ways to run a plan all the same that would lose data. */
export function lossAnswers(plan: Parameters<typeof lossRefusal>[0]): readonly string[] {
  const back = plan.direction === "downgrade" ? "upgrading" : "downgrading";
  return [`Keep what goes, to bring it back by ${back} again: --stash.`, ...acceptingAnswers(plan)];
}

/** Those of them that a revision has which is half done: what it took away by then can't be kept any more. */
export function acceptingAnswers(plan: Parameters<typeof lossRefusal>[0]): readonly string[] {
  const objects = unacceptedLosses(plan).map(({ object }) => object);
  return ["Accept the loss: --yes.", `Or write it into the revision: -- Accepts loss: ${objects.join(", ")}`];
}

/** In a transaction the statement itself says what is wrong, and nothing stays of it. */
/** What would be half done when it fails, which is sure: a run of such a plan is refused. */
export function failsHalfway(plan: RunPlan): Finding | null {
  return plan.findings.find((finding) => finding.check.certain && isOutside(plan, finding)) ?? null;
}

function isOutside(plan: RunPlan, { check: { statement } }: Finding): boolean {
  return plan.steps.some(({ run: { file, sections } }) =>
    sections.some(
      ({ mode, offset, sql }) =>
        mode === "no transaction" &&
        file === statement.file &&
        statement.offset >= offset &&
        statement.offset < offset + sql.length,
    ),
  );
}
