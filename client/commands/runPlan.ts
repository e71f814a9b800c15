import * as vscode from "vscode";

import { previewSql } from "#client/commands/previewSql.ts";
import { askConsent, type Consent, mostLosses, type PlanInWords, stashQuestion } from "#client/confirm.ts";
import { showFailure, showResult } from "#client/failures.ts";
import { allCommands, views } from "#client/ids.ts";
import { withProgress } from "#client/progress.ts";
import { databaseWords, headsOf } from "#client/projects.ts";
import type { Store } from "#client/store.ts";
import type { Workbench } from "#client/workbench.ts";
import type { Plan, PlanParams, PlanResult, RunResult } from "#protocol/commands.ts";
import { commands } from "#protocol/settings.ts";

/** Plans, asks, runs: every way up and down goes through here. */
export async function runPlan(workbench: Workbench, params: PlanParams): Promise<void> {
  const { store, confirm } = workbench;
  const { project, direction } = params;
  const planned = await planOf(workbench, params);
  if (planned.kind === "failed") {
    // The file says another way down than was applied: whoever wants the applied one says so, and sees it.
    const asApplied = {
      title: "Downgrade as It Was Applied…",
      run: () => runPlan(workbench, { ...params, fromStored: true }),
    };
    const edited = planned.failure.code === "refused/editedAfterApply";
    showFailure(workbench, planned.failure, project, edited ? asApplied : null);
    return;
  }
  const plan = { ...planned.plan, place: databaseWords(store, project, planned.plan.database) };
  if (plan.steps.length === 0) {
    const none = store.project(project)?.revisions.length === 0;
    showResult(workbench, `Nothing to run: ${none ? "there are no revisions yet" : `${plan.place} is already there`}.`);
    return;
  }
  // What somebody's database stored is shown before anybody is asked about it.
  if (plan.stored.length > 0) await showSql(workbench, plan);
  const consent = await askConsent(confirm, plan);
  if (consent === null) return;
  if (consent === "review") {
    // Its document holds the SQL too, the rows that it stumbles over, and every loss.
    if (plan.findings.length === 0 && plan.losses.length <= mostLosses) await showSql(workbench, plan);
    else await previewSql(workbench, { project, what: { kind: "dryRun", direction, target: params.target } });
    return;
  }
  let result = await execute(workbench, params, plan, consent);
  if (result.kind === "failed" && result.failure.code === "refused/stashSize") {
    const answer = await confirm.decide(stashQuestion(plan, result.failure));
    if (answer === "instead") await showSql(workbench, plan);
    if (answer !== "yes") return;
    result = await execute(workbench, params, plan, { ...consent, stash: "any size" });
  }
  if (result.kind === "failed") showFailure(workbench, result.failure, project);
  else if (result.kind === "cancelled")
    showResult(workbench, `${plan.place}: ${result.message}`, {
      title: "Try Again",
      run: () => runPlan(workbench, params),
    });
  else
    showResult(
      workbench,
      `${plan.place}: ${result.message}`,
      direction === "downgrade" ? upgradeAgain(store, project) : takeBack(project, plan),
    );
}

/**
 * A plan; of a way down that this branch's files can't say, one by what the database stored. Whoever asked for the way
 * down is asked again, with that SQL before them.
 */
async function planOf({ server, store }: Workbench, params: PlanParams): Promise<PlanResult> {
  const { project, direction } = params;
  const ask = (asked: PlanParams) =>
    withProgress(
      store,
      { title: "Planning", project, view: views.revisions },
      async (token) => await server.request("retort/plan", asked, token),
    );
  const planned = await ask(params);
  const isMissing = store.project(project)?.revisions.some(({ status }) => status === "missing") === true;
  if (planned.kind === "plan" || direction === "upgrade" || !isMissing) return planned;
  const stored = await ask({ ...params, fromStored: true });
  // Why the files do not do is worth more than why what was stored does not.
  return stored.kind === "plan" ? stored : planned;
}

function execute(
  { server, store }: Workbench,
  { project, direction }: PlanParams,
  plan: PlanInWords,
  consent: Consent,
): Promise<RunResult> {
  const verb = direction === "upgrade" ? "Upgrading" : "Downgrading";
  const cancel = () => {
    server.request("retort/cancelRun", { project }).catch((error: unknown) => {
      server.log.warn(`The run could not be stopped: ${String(error)}`);
    });
  };
  // No token: what a cancelled run left behind is in its answer.
  return withProgress(store, { title: `${verb} ${plan.place}`, project, view: views.revisions, cancel }, () =>
    server.request("retort/run", { project, token: plan.token, ...consent }),
  );
}

async function showSql({ documents }: Workbench, { direction, place, sql, stored }: PlanInWords): Promise<void> {
  const title = `${direction === "upgrade" ? "Upgrade" : "Downgrade"} ${place}`;
  await documents.showSql(stored.length > 0 ? `${title} as stored` : title, sql);
}

/** Of several revisions nobody means all by one click. */
function takeBack(project: string, { steps }: Plan) {
  const [step, ...others] = steps;
  if (step === undefined || others.length > 0) return undefined;
  return {
    title: "Take Back",
    run: () => vscode.commands.executeCommand(allCommands.takeBack, { project, target: step.id }),
  };
}

function upgradeAgain(store: Store, project: string) {
  const state = store.project(project);
  const target = state && headsOf(state).length > 1 ? "heads" : "head";
  return {
    title: "Upgrade Again",
    run: () => vscode.commands.executeCommand(commands.upgrade, { project, target }),
  };
}
