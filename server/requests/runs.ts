import type { Progress } from "#host/commands/context.ts";
import { type RunPlan } from "#host/commands/plan.ts";
import { planNow } from "#host/commands/planNow.ts";
import { isStored } from "#host/commands/stored.ts";
import { defaultStashLimit } from "#host/commands/stashing.ts";
import { failsHalfway, run, unacceptedLosses } from "#host/commands/run.ts";
import { printRunSql } from "#host/commands/runSql.ts";
import type { Preserved } from "#host/stash/preservation.ts";
import { wayOperations } from "#host/operations.ts";
import { loadSqlParser } from "#host/sqlParser.ts";
import { done, failed } from "#host/failure.ts";
import type { Plan, PlanParams, PlanResult, RunParams, RunResult } from "#protocol/commands.ts";
import type { Cancellation } from "#protocol/requests.ts";
import { withOpened } from "#server/requests/opened.ts";
import type { Workspace } from "#server/workspace.ts";

/** Plans that were shown, and the run that is under way: at most one a project. */
export interface Runs {
  plan(params: PlanParams): Promise<PlanResult>;
  run(params: RunParams, token: Cancellation): Promise<RunResult>;
  cancel(project: string): Promise<null>;
}

export function createRuns(opened: () => Workspace): Runs {
  /** What each token meant: a run may only be what somebody was shown. */
  const shown = new Map<string, PlanParams>();
  const running = new Map<string, AbortController>();

  return {
    plan(params) {
      return withOpened<PlanResult>(opened(), params.project, { changes: false }, async ({ context, history }) => {
        const planned = await planNow(context, history, { ...params, preflight: "all sections" });
        if (!planned.ok) return planned;
        const { plan, token, database, readOnly } = planned.value;
        if (readOnly && plan.steps.length > 0) return failed(readOnly);
        shown.set(token, params);
        return done({ kind: "plan", plan: await describePlan(plan, token, database) });
      });
    },

    async run(params, token) {
      const plan = shown.get(params.token);
      const { project } = params;
      if (!plan || plan.project !== project) {
        return {
          kind: "failed",
          failure: {
            code: "refused/planChanged",
            message: "This plan was not shown.",
            details: [],
            unchanged: "Nothing was run.",
            next: ["Ask for the plan again."],
            location: null,
          },
        };
      }
      const controller = new AbortController();
      running.set(project, controller);
      const listener = token.onCancellationRequested(() => {
        controller.abort();
      });
      const report = (progress: Progress): void => {
        opened().report(project, progress);
      };
      let over = true;
      try {
        const result = await withOpened<RunResult>(
          opened(),
          project,
          { changes: true, signal: controller.signal, report },
          async ({ context, history }, session) => {
            const ran = await run(context, history, {
              direction: plan.direction,
              target: plan.target,
              fromStored: plan.fromStored ?? false,
              acceptLosses: params.acceptLosses,
              stash: params.stash === "no" ? null : { limit: stashLimits[params.stash] },
              allowProtected: params.typedName,
              expected: params.token,
            });
            await session.ran(ran.ok ? null : ran.failure);
            if (!ran.ok) return ran;
            const count = ran.value.plan.steps.length;
            const words = plan.direction === "upgrade" ? "applied" : "taken back";
            const told = [
              `${count} revision${count === 1 ? "" : "s"} ${words}.`,
              ...preservedWords(ran.value.preserved),
            ];
            const message = count === 0 ? "Nothing to run: the database is there already." : told.join(" ");
            return done({ kind: "done", message, current: [] });
          },
        );
        over = result.kind !== "failed" || result.failure.code !== "refused/stashSize";
        if (result.kind !== "failed" || !controller.signal.aborted) return result;
        return { kind: "cancelled", message: [result.failure.message, result.failure.unchanged].join(" ") };
      } finally {
        listener.dispose();
        running.delete(project);
        // Whoever agrees to the size goes on with the plan that was shown.
        if (over) shown.delete(params.token);
      }
    },

    cancel(project) {
      running.get(project)?.abort();
      return Promise.resolve(null);
    },
  };
}

const stashLimits = { "within limit": defaultStashLimit, "any size": Number.POSITIVE_INFINITY } as const;

/** What was kept, what came back, and what could not. */
function preservedWords({ kept, back }: Preserved): readonly string[] {
  const objects = (items: readonly { readonly object: string }[]) => items.map(({ object }) => object).join(", ");
  const returned = back.filter(({ count }) => count > 0);
  return [
    ...(kept.length > 0 ? [`Kept: ${objects(kept)}.`] : []),
    ...(returned.length > 0 ? [`Brought back: ${objects(returned)}.`] : []),
    ...back.flatMap(({ object, left, stash, why }) =>
      left > 0 ? [`${left} of ${object} stay in ${stash}: ${why ?? "it is not known why"}.`] : [],
    ),
  ];
}

async function describePlan(
  plan: RunPlan,
  token: string,
  database: { readonly name: string; readonly protected: boolean },
): Promise<Plan> {
  const parse = await loadSqlParser();
  return {
    token,
    database: database.name,
    protected: database.protected,
    direction: plan.direction,
    steps: plan.steps.map(({ run: step }) => ({
      id: step.id,
      message: step.message,
      operations: wayOperations(step.sections, { code: step.code, parse }).map((operation) => operation.text),
    })),
    stored: plan.steps.flatMap(({ entry, run: step }) => (isStored(entry.file) ? [step.id] : [])),
    losses: unacceptedLosses(plan).map((loss) => loss.text),
    findings: plan.findings.map(({ text, check }) => ({ text, certain: check.certain })),
    halfway: failsHalfway(plan)?.text ?? null,
    sql: printRunSql(plan),
  };
}
