import * as vscode from "vscode";

import { lossLines, nameOfProtected } from "#client/confirm.ts";
import { showFailure, showOutcome, showResult } from "#client/failures.ts";
import { views } from "#client/ids.ts";
import { withProgress } from "#client/progress.ts";
import { activeDatabase, chooseProject, databaseWords } from "#client/projects.ts";
import { type Answers, askQuestions } from "#client/questions.ts";
import type { Workbench } from "#client/workbench.ts";
import type { RestorePlan, WrittenResult } from "#protocol/commands.ts";
import type { DriftSide } from "#protocol/requests.ts";
import type { CommandArgument } from "#protocol/settings.ts";
import type { ProjectState } from "#protocol/state.ts";

/** Two of the three sides of what drifted, beside each other. */
export async function compareDrift(workbench: Workbench, argument: CommandArgument | null): Promise<void> {
  const chosen = await chooseProject(workbench.store, argument, "Compare Drift");
  if (!chosen) return;
  const [object = null] = argument?.objects?.length === 1 ? argument.objects : [];
  const picked = argument?.objects ? asSql(sidesOf["recorded ↔ database"]) : await pickComparison();
  if (!picked) return;
  const { kind, sides } = picked;
  const [left, right] = sides.map((side) => {
    const title = `${object ?? chosen.name} ${words[side]}`;
    return kind === "models"
      ? { kind, project: chosen.project, side, title }
      : { kind, project: chosen.project, what: { kind: "drifted" as const, object, side }, title };
  });
  if (!left || !right) return;
  const title = `${object ?? "Drift"}: ${sides.map((side) => words[side]).join(" ↔ ")}`;
  await workbench.documents.compare(left, right, title);
}

const words: Readonly<Record<DriftSide, string>> = {
  models: "in the models",
  recorded: "as recorded",
  database: "in the database",
};

const sidesOf = {
  "recorded ↔ database": ["recorded", "database"],
  "models ↔ database": ["models", "database"],
  "models ↔ recorded": ["models", "recorded"],
} as const satisfies Readonly<Record<string, readonly [DriftSide, DriftSide]>>;

interface Comparison {
  /** What drifted, as statements that make it; or the models, as each side would have them. */
  readonly kind: "sql" | "models";
  readonly sides: readonly [DriftSide, DriftSide];
}

function asSql(sides: Comparison["sides"]): Comparison {
  return { kind: "sql", sides };
}

async function pickComparison(): Promise<Comparison | null> {
  const items = (["models", "sql"] as const).flatMap((kind) => [
    ...(kind === "sql" ? [{ label: "", kind: vscode.QuickPickItemKind.Separator }] : []),
    ...Object.entries(sidesOf).map(([label, sides]) => ({
      label,
      description: kind === "sql" ? "as SQL" : "as Prisma models",
      comparison: { kind, sides },
    })),
  ]);
  const picked = await vscode.window.showQuickPick(items, {
    title: "Compare Drift",
    placeHolder: "Which sides?",
    matchOnDescription: true,
  });
  return picked && "comparison" in picked ? picked.comparison : null;
}

/** The models say what the database holds. Undo takes it back. */
export async function pullDrift(workbench: Workbench, argument: CommandArgument | null): Promise<void> {
  const chosen = await chooseDrifted(workbench, argument, "Pull into the Models");
  if (!chosen) return;
  const { project, objects } = chosen;
  let answers: Answers = {};
  for (;;) {
    const params = { project, objects, answers };
    const result = await inProgress(workbench, project, "Pulling into the models", (token) =>
      workbench.server.request("retort/pull", params, token),
    );
    if (result.kind !== "questions") {
      await tell(workbench, project, result);
      return;
    }
    const given = await askQuestions(result.questions, "pull");
    if (given === null) return;
    answers = { ...answers, ...given };
  }
}

/** What drifted becomes a revision that the database has already. */
export async function adoptDrift(workbench: Workbench, argument: CommandArgument | null): Promise<void> {
  const chosen = await chooseDrifted(workbench, argument, "Adopt into a Revision");
  if (!chosen) return;
  const { project, objects, what } = chosen;
  const message = await vscode.window.showInputBox({
    title: `Adopt into a Revision: ${what}`,
    prompt: "What was changed in the database? The message names the new revision. Nothing runs there.",
    validateInput: (text) => (text.trim() === "" ? "A message is needed." : null),
  });
  if (message === undefined) return;
  const database = activeDatabase(chosen.state);
  const typedName = await nameOfProtected(
    workbench.confirm,
    database,
    (name) => `Adopt ${what} on ${databaseWords(workbench.store, project, name)}`,
  );
  if (typedName === undefined) return;
  const result = await inProgress(workbench, project, `Adopting ${what}`, (token) =>
    workbench.server.request("retort/adopt", { project, objects, message: message.trim(), typedName }, token),
  );
  await tell(workbench, project, result);
}

/** The database becomes again what its revisions made: shown, confirmed, run. */
export async function restoreDrift(workbench: Workbench, argument: CommandArgument | null): Promise<void> {
  const { server, confirm } = workbench;
  const chosen = await chooseDrifted(workbench, argument, "Restore the Database");
  if (!chosen) return;
  const { project, objects, what } = chosen;
  const planned = await inProgress(workbench, project, "Planning", (token) =>
    server.request("retort/planRestore", { project, objects }, token),
  );
  if (planned.kind === "failed") {
    showFailure(workbench, planned.failure, project);
    return;
  }
  const { plan } = planned;
  const place = databaseWords(workbench.store, project, plan.database);
  if (plan.changes.length === 0) {
    showResult(workbench, `Nothing to restore: ${place} is as the revisions left it.`);
    return;
  }
  const loses = plan.losses.length > 0;
  const answer = await confirm.decide({
    message: `Restore ${what} in ${place}${loses ? " and lose data" : ""}?`,
    detail: detailOf(plan),
    action: loses ? "Restore and Lose Data" : "Restore",
    instead: "Show SQL",
  });
  if (answer === "instead") {
    await workbench.documents.showSql(`Restore ${what} in ${place}`, preview(plan));
  }
  if (answer !== "yes") return;
  const purpose = `Restore ${what} in ${place}`;
  const typedName = plan.protected ? await confirm.typeName({ name: plan.database, purpose }) : null;
  if (plan.protected && typedName === null) return;
  const params = { project, objects, token: plan.token, acceptLosses: loses, typedName };
  const result = await inProgress(workbench, project, `Restoring ${place}`, () =>
    server.request("retort/restore", params),
  );
  await tell(workbench, project, result);
}

/** What would be lost stands above what would be run. */
function preview({ losses, sql }: RestorePlan): string {
  const lost = losses.map((loss) => `--   ${loss}`);
  return losses.length > 0 ? ["-- This data would be lost:", ...lost, "", sql].join("\n") : sql;
}

function detailOf({ changes, losses }: RestorePlan): string {
  const most = 15;
  const shown = changes.length <= most ? changes : [...changes.slice(0, most), `… and ${changes.length - most} more`];
  const lost = losses.length > 0 ? [...lossLines(losses), ""] : [];
  return [...lost, "Runs:", ...shown.map((change) => `    ${change}`)].join("\n");
}

interface Chosen {
  readonly state: ProjectState;
  readonly project: string;
  readonly objects: readonly string[];
  /** For titles. */
  readonly what: string;
}

async function chooseDrifted(
  { store }: Workbench,
  argument: CommandArgument | null,
  title: string,
): Promise<Chosen | null> {
  const state = await chooseProject(store, argument, title);
  if (!state) return null;
  const objects = argument?.objects ?? [];
  const [only] = objects;
  const what =
    objects.length === 1 && only !== undefined
      ? only
      : objects.length === 0
        ? "all drift"
        : `${objects.length} differences`;
  return { state, project: state.project, objects, what };
}

function inProgress<T>(
  { store }: Workbench,
  project: string,
  title: string,
  work: (token: vscode.CancellationToken) => Promise<T>,
): Promise<T> {
  return withProgress(store, { title, project, view: views.drift }, work);
}

async function tell(workbench: Workbench, project: string, result: WrittenResult): Promise<void> {
  if (result.kind === "failed") {
    showFailure(workbench, result.failure, project);
    return;
  }
  if (result.uri !== null) await vscode.window.showTextDocument(vscode.Uri.parse(result.uri), { preview: false });
  showOutcome(workbench, result);
}
