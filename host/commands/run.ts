import { type AppliedRow } from "#host/bookkeeping/rows.ts";
import { type CommandContext, withConnection } from "#host/commands/context.ts";
import { readDatabase } from "#host/commands/databaseReading.ts";
import type { History } from "#host/commands/history.ts";
import { protectedRefusal } from "#host/commands/protectedRefusal.ts";
import type { Loss } from "#host/commands/losses.ts";
import { type PlanOptions, planRun, type RunPlan } from "#host/commands/plan.ts";
import type { Database } from "#host/connection.ts";
import { done, failed, type Outcome } from "#host/failure.ts";
import { type RunReport, runSteps } from "#host/runner/runSteps.ts";

export interface RunOptions extends PlanOptions {
  /** Everything the plan would lose is accepted: `--yes`, or a person who was shown it. */
  readonly acceptLosses: boolean;
  /** The name of a protected database, as it was typed. */
  readonly allowProtected: string | null;
  /** What the run must still be when it begins: `planToken` of what was shown; null where nothing was. */
  readonly expected: string | null;
}

export interface Ran {
  readonly plan: RunPlan;
  readonly report: RunReport;
}

/** Plans, checks consent, and runs. What was not consented to is refused before the first statement. */
export async function run(context: CommandContext, history: History, options: RunOptions): Promise<Outcome<Ran>> {
  return withConnection(context, async (connection, database) => {
    const reading = await readDatabase(context, database, connection);
    const plan = await planRun(context, history, reading, connection, options);
    if (!plan.ok) return plan;
    const refused = refuse(plan.value, database, reading.rows ?? [], options);
    if (refused) return refused;
    const report = await runSteps(
      connection,
      plan.value.steps.map((step) => step.run),
      {
        bookkeeping: context.project.config.bookkeeping,
        home: context.scope.home,
        schemas: context.scope.schemas,
        lock: database.kind === "server",
        report: context.report,
        ...(context.signal ? { signal: context.signal } : {}),
      },
    );
    return report.ok ? done({ plan: plan.value, report: report.value }) : report;
  });
}

/** Names exactly what a plan would run and lose, on what state: equal tokens, equal plans. */
export function planToken(plan: RunPlan, rows: readonly AppliedRow[]): string {
  const steps = plan.steps.map(({ run: step }) => [step.id, step.upHash, step.downHash]);
  return JSON.stringify([
    plan.direction,
    steps,
    plan.losses.map((loss) => loss.text),
    rows.map((row) => row.id).toSorted(),
  ]);
}

/**
 * The losses of a plan that no header accepts: a reviewer's `Accepts loss` is consent for exactly those objects, and for
 * the revision that it stands in.
 */
export function unacceptedLosses(plan: RunPlan): readonly Loss[] {
  const accepted = new Map(plan.steps.map(({ entry: { revision } }) => [revision.id, new Set(revision.acceptsLoss)]));
  return plan.losses.filter((loss) => accepted.get(loss.revision)?.has(loss.object) !== true);
}

function refuse(
  plan: RunPlan,
  database: Database,
  rows: readonly AppliedRow[],
  options: RunOptions,
): ReturnType<typeof failed> | null {
  const unchanged = "Nothing was run.";
  const guarded = plan.steps.length > 0 ? protectedRefusal(database, options.allowProtected, unchanged) : null;
  if (guarded) return guarded;
  if (options.expected !== null && options.expected !== planToken(plan, rows)) {
    return failed({
      code: "refused/planChanged",
      exit: 3,
      message: "The revisions or the database changed since the plan was shown.",
      unchanged,
      next: ["Look at the new plan and confirm again."],
    });
  }
  const open = unacceptedLosses(plan);
  if (open.length > 0 && !options.acceptLosses) {
    return failed({
      code: "refused/dataLoss",
      exit: 3,
      message: `This ${plan.direction} would lose data.`,
      details: open.map((loss) => loss.text),
      unchanged,
      next: [
        "Accept the loss: --yes.",
        `Or write it into the revision: -- Accepts loss: ${open.map((l) => l.object).join(", ")}`,
      ],
    });
  }
  return null;
}
