import { type Direction, sqlRange } from "#engine/index.ts";
import type { CommandContext } from "#host/commands/context.ts";
import { graphFailure } from "#host/commands/graphFailure.ts";
import { type History, soundHistory } from "#host/commands/history.ts";
import { planSteps, runsOf } from "#host/commands/plan.ts";
import { ghostRows, lineTo } from "#host/commands/recorded.ts";
import { done, failed, type Outcome } from "#host/failure.ts";
import { offlineScript } from "#host/runner/script.ts";
import { refuseSections, stepSections } from "#host/runner/sections.ts";

/**
 * `--sql`: the script that psql can run instead of us, from `FROM:TO`, or from base to a target. No database is asked;
 * a downgrade therefore must say where it starts.
 */
export function offlineSql(
  context: CommandContext,
  history: History,
  options: { readonly direction: Direction; readonly target: string; readonly tag?: string },
): Outcome<string> {
  const unchanged = "Nothing was printed.";
  const whole = soundHistory(history, unchanged);
  if (!whole.ok) return whole;
  const { direction } = options;
  const { value: range, problems } = sqlRange(history.graph, direction, options.target);
  const unclear = graphFailure(context, history, problems, unchanged);
  if (unclear) return unclear;
  const steps = planSteps(context, history, range.current, { direction, target: range.target });
  if (!steps.ok) return steps;
  const rows = ghostRows(history, lineTo(history.graph, range.current));
  const runs = runsOf(history, rows, steps.value, direction);
  if (!runs.ok) return runs;
  const refused = refuseSections(
    runs.value.flatMap(({ run }) => stepSections(run)),
    unchanged,
  );
  if (refused) return refused;
  const code = runs.value.find(({ run }) => run.code);
  if (code) {
    return failed({
      code: "refused/codeOffline",
      exit: 3,
      message: `Revision ${code.run.id} is TypeScript: code cannot be printed as SQL.`,
      unchanged,
      next: [`Run it online, or print the parts before and after it: retort ${direction} FROM:TO --sql.`],
      place: { file: code.entry.file, span: code.entry.parsed.code?.upgrade ?? { start: 0, end: 0 } },
    });
  }
  const { bookkeeping } = context.project.config;
  return done(
    offlineScript(
      runs.value.map(({ run }) => run),
      {
        bookkeeping,
        home: context.scope.home,
        create: direction === "upgrade" && rows.length === 0,
        tag: options.tag ?? null,
      },
    ),
  );
}
