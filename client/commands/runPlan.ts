import * as vscode from "vscode";

import { previewSql } from "#client/commands/previewSql.ts";
import { askConsent, type Consent, stashQuestion } from "#client/confirm.ts";
import { showFailure, showResult } from "#client/failures.ts";
import { allCommands, views } from "#client/ids.ts";
import { withProgress } from "#client/progress.ts";
import { headsOf } from "#client/projects.ts";
import type { Store } from "#client/store.ts";
import type { Workbench } from "#client/workbench.ts";
import type { Plan, PlanParams, RunResult } from "#protocol/commands.ts";
import { commands } from "#protocol/settings.ts";

/** Plans, asks, runs: every way up and down goes through here. */
export async function runPlan(workbench: Workbench, params: PlanParams): Promise<void> {
  const { server, store, confirm } = workbench;
  const { project, direction } = params;
  const planned = await withProgress(
    store,
    { title: "Planning", project, view: views.revisions },
    async (token) => await server.request("retort/plan", params, token),
  );
  if (planned.kind === "failed") {
    showFailure(workbench, planned.failure, project);
    return;
  }
  const { plan } = planned;
  if (plan.steps.length === 0) {
    showResult(workbench, `Nothing to run: ${plan.database} is already there.`);
    return;
  }
  const consent = await askConsent(confirm, plan);
  if (consent === null) return;
  if (consent === "review") {
    // Its document holds the SQL too, and the rows that it stumbles over.
    if (plan.findings.length === 0) await showSql(workbench, plan);
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
  else if (result.kind === "cancelled") showResult(workbench, `${plan.database}: ${result.message}`);
  else
    showResult(
      workbench,
      `${plan.database}: ${result.message}`,
      direction === "downgrade" ? upgradeAgain(store, project) : takeBack(project, plan),
    );
}

function execute(
  { server, store }: Workbench,
  { project, direction }: PlanParams,
  plan: Plan,
  consent: Consent,
): Promise<RunResult> {
  const verb = direction === "upgrade" ? "Upgrading" : "Downgrading";
  const cancel = () => {
    server.request("retort/cancelRun", { project }).catch((error: unknown) => {
      server.log.warn(`The run could not be stopped: ${String(error)}`);
    });
  };
  // No token: what a cancelled run left behind is in its answer.
  return withProgress(store, { title: `${verb} ${plan.database}`, project, view: views.revisions, cancel }, () =>
    server.request("retort/run", { project, token: plan.token, ...consent }),
  );
}

async function showSql({ documents }: Workbench, { direction, database, sql }: Plan): Promise<void> {
  await documents.showSql(`${direction === "upgrade" ? "Upgrade" : "Downgrade"} ${database}`, sql);
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
