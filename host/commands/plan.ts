import {
  type Direction,
  nameKey,
  parseRename,
  planDowngrade,
  planUpgrade,
  type Rename,
  sameName,
  type Step,
} from "#engine/index.ts";
import { type AppliedRow } from "#host/bookkeeping/rows.ts";
import { positionOf } from "#host/commands/assess.ts";
import { type CommandContext, replayOptions } from "#host/commands/context.ts";
import type { PlaceReading } from "#host/commands/databaseReading.ts";
import { graphFailure } from "#host/commands/graphFailure.ts";
import { takesNothing } from "#host/commands/harmless.ts";
import { type History, type HistoryEntry, replayStep, soundHistory } from "#host/commands/history.ts";
import { refuseHalfDone } from "#host/commands/halfDone.ts";
import { type Loss, losses } from "#host/commands/losses.ts";
import { appliedEntry } from "#host/commands/recorded.ts";
import { withStored } from "#host/commands/stored.ts";
import type { Connection } from "#host/connection.ts";
import { done, failed, type Outcome } from "#host/failure.ts";
import { preflight } from "#host/preflight/preflight.ts";
import type { Finding } from "#host/preflight/runChecks.ts";
import type { RunStep } from "#host/runner/runSteps.ts";
import type { ReplayStep, Trace } from "#host/shadow.ts";
import { readStashes } from "#host/stash/stash.ts";
import { loadSqlParser } from "#host/sqlParser.ts";

/** What an upgrade or downgrade would run, in order, and what it would take away. Nothing has run yet. */
export interface RunPlan {
  readonly direction: Direction;
  readonly target: string;
  readonly steps: readonly TracedRun[];
  readonly losses: readonly Loss[];
  /** What the statements will stumble over in the rows that are there. */
  readonly findings: readonly Finding[];
}

export interface PlannedRun {
  readonly entry: HistoryEntry;
  readonly run: RunStep;
}

/** One of them as the shadow saw it run; null where its statements can take nothing away, so that it was not asked. */
export interface TracedRun extends PlannedRun {
  readonly trace: Trace | null;
}

export interface PlanOptions {
  /** Whoever plans holds the lock: nobody else is at a half-done revision. */
  readonly isLocked?: boolean;
  readonly direction: Direction;
  /** A revision identifier; several for `merge`-like targets are written `heads`. */
  readonly target: string;
  /** Of which sections the rows are asked whether they will fail. */
  readonly preflight: "all sections" | "sections outside transactions";
  /** Take revisions back as the database stored them, where no file says how they were applied. Shown before it runs. */
  readonly fromStored?: boolean;
}

/** Plans against what stands at `place`; counts rows on `connection`. */
export async function planRun(
  context: CommandContext,
  files: History,
  place: PlaceReading,
  connection: Connection,
  options: PlanOptions,
): Promise<Outcome<RunPlan>> {
  const unchanged = "Nothing was run.";
  const rows = place.rows ?? [];
  const asApplied = options.fromStored === true ? withStored(files, rows) : done(files);
  if (!asApplied.ok) return asApplied;
  const history = asApplied.value;
  const whole = soundHistory(history, unchanged);
  if (!whole.ok) return whole;
  const { bookkeeping } = context.project.config;
  const half = await refuseHalfDone(connection, bookkeeping, rows, { isLocked: options.isLocked === true });
  if (half) return half;
  const steps = planSteps(context, history, positionOf(history, rows).current, options);
  if (!steps.ok) return steps;
  const planned = runsOf(history, rows, steps.value, options.direction);
  if (!planned.ok) return planned;
  const first = options.direction === "upgrade" && rows.length === 0 && place.tables.length > 0;
  const traced = await traceRuns(context, history, rows, planned.value, options.direction, { all: first });
  if (!traced.ok) return traced;
  if (first) {
    const refused = refusePopulated(
      place,
      traced.value.flatMap(({ trace }) => trace ?? []),
    );
    if (refused) return refused;
  }
  const lost = await losses(connection, traced.value, context.scope.home);
  const runs = traced.value.map((step) => step.run);
  const findings = await preflight(connection, runs, {
    of: options.preflight,
    home: context.scope.home,
    signal: context.signal ?? undefined,
  });
  const unsure = await withoutStashed(connection, runs, findings, bookkeeping);
  return done({ ...options, steps: traced.value, losses: lost, findings: unsure });
}

/** Where something comes back from a stash, it may be just the values that are missed: nothing found there is certain. */
async function withoutStashed(
  connection: Connection,
  runs: readonly RunStep[],
  findings: readonly Finding[],
  bookkeeping: string,
): Promise<readonly Finding[]> {
  if (findings.length === 0) return findings;
  const stashes = await readStashes(connection, bookkeeping);
  const returning = runs.filter(({ id, direction }) =>
    stashes.some((stash) => stash.revision === id && stash.direction !== direction),
  );
  const files = new Set(returning.map(({ file }) => file));
  return findings.map((finding) =>
    files.has(finding.check.statement.file) ? { ...finding, check: { ...finding.check, certain: false } } : finding,
  );
}

/** The steps from the current revisions to a target, by identifiers alone: no file is read and no database asked. */
export function planSteps(
  context: CommandContext,
  history: History,
  current: readonly string[],
  { direction, target }: Pick<PlanOptions, "direction" | "target">,
): Outcome<readonly Step[]> {
  const plan =
    direction === "upgrade"
      ? planUpgrade(history.graph, current, target)
      : planDowngrade(history.graph, current, target);
  return graphFailure(context, history, plan.problems, "Nothing was run.") ?? done(plan.steps);
}

/** The runner's steps of planned ones: files going up, what was really applied going down. */
export function runsOf(
  history: History,
  rows: readonly AppliedRow[],
  steps: readonly Step[],
  direction: Direction,
): Outcome<readonly PlannedRun[]> {
  const planned: PlannedRun[] = [];
  for (const { id } of steps) {
    const entry = history.entries.get(id);
    if (!entry) {
      return failed({
        code: "revision/missing",
        exit: 2,
        message: `Can't locate revision identified by '${id}'.`,
        unchanged: "Nothing was run.",
        next: [
          `Bring the file of ${id} back from version control.`,
          ...(direction === "downgrade" ? ["Or take it back as the database stored it: --from-stored."] : []),
        ],
      });
    }
    if (direction === "downgrade") {
      const refused = refuseDowngrade(
        entry,
        rows.find((row) => row.id === id),
      );
      if (refused) return refused;
    }
    planned.push({ entry, run: runStep(entry, direction) });
  }
  return done(planned);
}

/** What the runner is given of a revision on its way in one direction. */
export function runStep(entry: HistoryEntry, direction: Direction): RunStep {
  const { revision, upHash, downHash, text } = entry;
  const { file, sections } = replayStep(entry, direction);
  const { id, parents, dependsOn, message } = revision;
  const { code } = entry.parsed;
  const step = { id, parents, dependsOn, message, direction, file, sections, upHash, downHash, source: text };
  return { ...step, code: code && { file: entry.file, text, mode: code.mode } };
}

function refuseDowngrade(entry: HistoryEntry, row: AppliedRow | undefined): ReturnType<typeof failed> | null {
  const { revision, file, parsed } = entry;
  const mark = parsed.sections.find((s) => s.direction === "downgrade")?.mark ?? parsed.message;
  if (revision.irreversible !== null) {
    return failed({
      code: "refused/irreversible",
      exit: 3,
      message: `Revision ${revision.id} can't be taken back: ${revision.irreversible}`,
      unchanged: "Nothing was run.",
      next: ["Write a new revision that does what is wanted."],
      place: { file, span: mark },
    });
  }
  if (row && row.downHash !== null && row.downHash !== entry.downHash) {
    return failed({
      code: "refused/editedAfterApply",
      exit: 3,
      message: `The way down of ${revision.id} was edited after it was applied.`,
      details: [`applied: ${row.downHash}`, `file:    ${entry.downHash}`],
      unchanged: "Nothing was run.",
      next: [
        `See how it was applied: retort show ${revision.id} --stored.`,
        "Take it back as it was applied: --from-stored.",
        `Or, if the database is as the file says: retort accept ${revision.id}.`,
      ],
      place: { file, span: mark },
    });
  }
  return null;
}

/** Tables that are there before the revision that makes them: somebody's, so they are asked about and never run over. */
function refusePopulated({ tables, label }: PlaceReading, traces: readonly Trace[]): ReturnType<typeof failed> | null {
  const live = new Set(tables.map(nameKey));
  const made = new Map(
    traces.flatMap(({ after }) => after.tables.map((table) => [nameKey(table.name), table.name.name])),
  );
  const held = [...made].filter(([key]) => live.has(key)).map(([, name]) => name);
  if (held.length === 0) return null;
  const shown = held.slice(0, 5).join(", ") + (held.length > 5 ? ` and ${held.length - 5} more` : "");
  return failed({
    code: "refused/notUnderRetort",
    exit: 3,
    message: `Database ${label} already holds ${shown}, and no revision row: it is not yet under Retort.`,
    unchanged: "Nothing was run.",
    next: [
      "If the revisions describe what it holds: retort stamp head.",
      "To begin from what it holds: retort init --from-database.",
    ],
  });
}

/**
 * Steps as the shadow sees them, each on what the steps before it left: the very line that the database will go. Of what
 * only adds there is nothing to see, and a deployment of such revisions needs no shadow; `all` asks it all the same.
 */
export async function traceRuns(
  context: CommandContext,
  history: History,
  rows: readonly AppliedRow[],
  planned: readonly PlannedRun[],
  direction: Direction,
  { all }: { readonly all: boolean } = { all: false },
): Promise<Outcome<readonly TracedRun[]>> {
  const applied = new Map(rows.filter((row) => row.state === "applied").map((row) => [row.id, row]));
  const line = [...history.graph.nodes.keys()].flatMap((id) => appliedStep(history, applied.get(id)));
  const parse = await loadSqlParser();
  const traced: TracedRun[] = [];
  for (const one of planned) {
    const step = replayStep(one.entry, direction);
    if (!all && !step.code && step.sections.every(({ sql }) => takesNothing(sql, parse))) {
      traced.push({ ...one, trace: null });
      line.push(step);
      continue;
    }
    const trace = await context.shadow.trace(line, step, replayOptions(context));
    if (!trace.ok) return trace;
    const merged = direction === "upgrade" ? mergedValues(one.entry, trace.value, context.scope.home) : [];
    traced.push({ ...one, trace: { ...trace.value, renamed: [...trace.value.renamed, ...merged] } });
    line.push(step);
  }
  return done(traced);
}

/** Values of enums that rows give up for others, by the revision's own word: identities don't tell. */
function mergedValues({ revision }: HistoryEntry, { before }: Trace, home: string): readonly Rename[] {
  return revision.renames.flatMap((text): Rename[] => {
    const rename = parseRename(text, home);
    if (rename?.kind !== "column") return [];
    const { table: name, from, to } = rename;
    return before.enums.some((type) => sameName(type.name, name)) ? [{ kind: "enumValue", enum: name, from, to }] : [];
  });
}

function appliedStep(history: History, row: AppliedRow | undefined): readonly ReplayStep[] {
  const entry = row ? appliedEntry(history, row) : null;
  return entry ? [replayStep(entry, "upgrade")] : [];
}
