import type { Direction } from "#engine/index.ts";
import type { CommandContext } from "#host/commands/context.ts";
import { type History, soundHistory } from "#host/commands/history.ts";
import { planSteps, runsOf } from "#host/commands/plan.ts";
import { ghostRows } from "#host/commands/recorded.ts";
import { done, failed, type Outcome } from "#host/failure.ts";
import { offlineScript } from "#host/runner/script.ts";

/**
 * `--sql`: the script that psql can run instead of us, from `FROM:TO`, or from base to a target. No database is asked;
 * a downgrade therefore must say where it starts.
 */
export function offlineSql(
  context: CommandContext,
  history: History,
  options: { readonly direction: Direction; readonly target: string },
): Outcome<string> {
  const unchanged = "Nothing was printed.";
  const whole = soundHistory(history, unchanged);
  if (!whole.ok) return whole;
  const colon = options.target.indexOf(":");
  if (colon < 0 && options.direction === "downgrade") {
    return failed({
      code: "usage/offlineRange",
      exit: 2,
      message: "downgrade with --sql requires <fromrev>:<torev>.",
      unchanged,
      next: ["For example: retort downgrade head:base --sql."],
    });
  }
  const [from, target] =
    colon < 0 ? ["base", options.target] : [options.target.slice(0, colon), options.target.slice(colon + 1)];
  const start = planSteps(history, [], { direction: "upgrade", target: from === "" ? "base" : from });
  if (!start.ok) return start;
  const rows = ghostRows(
    history,
    start.value.map((step) => step.id),
  );
  const steps = planSteps(history, rows, { direction: options.direction, target });
  if (!steps.ok) return steps;
  const runs = runsOf(history, rows, steps.value, options.direction);
  if (!runs.ok) return runs;
  const code = runs.value.find(({ run }) => run.code);
  if (code) {
    return failed({
      code: "refused/codeOffline",
      exit: 3,
      message: `Revision ${code.run.id} is TypeScript: code cannot be printed as SQL.`,
      unchanged,
      next: [`Run it online, or print the parts before and after it: retort ${options.direction} FROM:TO --sql.`],
      place: { file: code.entry.file, span: code.entry.parsed.code?.upgrade ?? { start: 0, end: 0 } },
    });
  }
  const { bookkeeping } = context.project.config;
  return done(
    offlineScript(
      runs.value.map(({ run }) => run),
      { bookkeeping, home: context.scope.home, create: options.direction === "upgrade" && rows.length === 0 },
    ),
  );
}
