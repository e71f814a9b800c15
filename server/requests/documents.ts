import { type Change, diff, invertAll, listHistory, order, printScript, render, type Schema } from "#engine/index.ts";
import { type Assessment, assess, type Compared } from "#host/commands/assess.ts";
import { checkWords } from "#host/commands/checkWords.ts";
import { offendingRows } from "#host/commands/offendingRows.ts";
import { planNow } from "#host/commands/planNow.ts";
import { storedSource } from "#host/commands/storedSource.ts";
import type { CommandContext } from "#host/commands/context.ts";
import { knownDrift } from "#host/commands/driftNamed.ts";
import { type DriftObject, driftObjects } from "#host/commands/driftObjects.ts";
import { dryRunWords } from "#host/commands/dryRunWords.ts";
import { historyWords } from "#host/commands/historyWords.ts";
import { done, failed, type Outcome } from "#host/failure.ts";
import type { TextResult } from "#protocol/commands.ts";
import type { SqlParams } from "#protocol/requests.ts";
import { withOpened } from "#server/requests/opened.ts";
import type { Workspace } from "#server/workspace.ts";

/** `retort check` in words. */
export function check(workspace: Workspace, project: string): Promise<TextResult> {
  return withOpened<TextResult>(workspace, project, { changes: true }, async ({ context, models, history }) => {
    const words = checkWords(await assess(context, models, history, { connect: true }), context.scope.home);
    return done({ kind: "text", text: words.lines.join("\n"), clean: words.clean });
  });
}

/** `retort history --verbose` in words. */
export function history(workspace: Workspace, project: string): Promise<TextResult> {
  return withOpened<TextResult>(workspace, project, { changes: false }, ({ context, history: read }) => {
    const { graph } = read;
    const text = historyWords(read, listHistory(graph, null).ids, {
      current: null,
      relativeTo: context.project.root,
    });
    return Promise.resolve(
      done({ kind: "text", text: text === "" ? "No revision has been written yet." : text, clean: true }),
    );
  });
}

/** SQL for a read-only document. */
export function sql(workspace: Workspace, { project, what }: SqlParams): Promise<TextResult> {
  return withOpened<TextResult>(workspace, project, { changes: false }, async (opened) => {
    const { context, models, history: read } = opened;
    const { home } = context.scope;
    if (what.kind === "revision") {
      const entry = read.entries.get(what.id);
      if (!entry) return missing(what.id);
      if (entry.parsed.code) {
        return done({ kind: "text", text: "-- TypeScript: what it runs is its code.", clean: true });
      }
      const sections = what.direction === "upgrade" ? entry.revision.up : entry.revision.down;
      const text = sections
        .map(({ mode, sql: body }) => (mode === "transaction" ? body : `-- outside a transaction\n${body}`))
        .join("\n\n");
      return done({ kind: "text", text: text.trim() === "" ? "-- Nothing." : text, clean: true });
    }
    if (what.kind === "stored") {
      const source = await storedSource(context, what.id);
      return source.ok ? done({ kind: "text", text: source.value.text, clean: true }) : source;
    }
    if (what.kind === "dryRun") {
      const planned = await planNow(context, read, { ...what, preflight: "all sections" });
      if (!planned.ok) return planned;
      const { plan, database } = planned.value;
      const text = await dryRunWords(plan, database.name, await offendingRows(context, plan.findings));
      return done({ kind: "text", text, clean: plan.steps.length === 0 });
    }
    const assessment = await assess(context, models, read, { connect: what.kind !== "unrevised" });
    if (what.kind === "drifted") return drifted(context, assessment, what);
    const compared = what.kind === "unrevised" ? assessment.unrevised : assessment.drift;
    if (compared.kind === "unknown") return unknown(compared);
    // Restoring goes from what is there back to what was recorded.
    const text =
      what.kind === "unrevised"
        ? print(diff(compared.from, compared.to, { home }), compared.from, home)
        : print(order(invertAll(compared.changes), compared.to), compared.to, home);
    return done({ kind: "text", text, clean: compared.changes.length === 0 });
  });
}

/** Each thing that drifted, or the one, as a side has it: two of these beside each other show what differs. */
async function drifted(
  context: CommandContext,
  assessment: Assessment,
  { object, side }: Extract<SqlParams["what"], { kind: "drifted" }>,
): Promise<Outcome<TextResult>> {
  const drift = knownDrift(assessment, "Nothing was changed.");
  if (!drift.ok) return drift;
  const objects = (await driftObjects(context, assessment, drift.value)).filter(
    (one) => object === null || one.object === object,
  );
  const text = objects
    .map((one) => {
      const shown = side === "models" ? modelsSide(one) : one[side];
      return `-- ${one.object}\n${shown ?? "-- (not there)"}`;
    })
    .join("\n\n");
  return done({ kind: "text", text: `${text}\n`, clean: objects.length === 0 });
}

function modelsSide({ models, recorded, database }: DriftObject): string | null {
  if (models === "database") return database;
  return models === "recorded" ? recorded : "-- otherwise: see what is unrevised";
}

function print(changes: readonly Change[], before: Schema, home: string): string {
  return changes.length === 0
    ? "-- No difference."
    : printScript(render(changes, { before, home }), { comments: true, home });
}

function missing(id: string): Outcome<never> {
  return failed({
    code: "revision/missing",
    exit: 2,
    message: `Can't locate revision identified by '${id}'.`,
    unchanged: "Nothing was changed.",
  });
}

function unknown({ reason, failure }: Extract<Compared, { kind: "unknown" }>): Outcome<never> {
  return failure
    ? { ok: false, failure }
    : failed({ code: "refused/unknown", exit: 3, message: reason, unchanged: "Nothing was changed." });
}
