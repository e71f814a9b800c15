import { consentTo } from "#cli/consent.ts";
import { type Command, exitCodes, type GlobalOptions } from "#cli/globals.ts";
import { type Opened, printSql, withProject } from "#cli/opened.ts";
import { placeText } from "#cli/place.ts";
import { firstRevision, noteNext, styled, type Terminal } from "#cli/terminal.ts";
import type { Direction } from "#engine/index.ts";
import { offlineSql } from "#host/commands/offline.ts";
import { type RunPlan } from "#host/commands/plan.ts";
import { planNow, type ShownPlan } from "#host/commands/planNow.ts";
import { protectedRefusal } from "#host/commands/protectedRefusal.ts";
import { defaultStashLimit } from "#host/commands/stashing.ts";
import { lossAnswers, type Ran, run, unacceptedLosses } from "#host/commands/run.ts";
import type { Finding } from "#host/preflight/runChecks.ts";
import { wayOperations } from "#host/operations.ts";
import { loadSqlParser } from "#host/sqlParser.ts";
import { isStored } from "#host/commands/stored.ts";
import { done, failed, type Outcome } from "#host/failure.ts";

export interface RunOptions {
  readonly target: string;
  readonly sql?: boolean;
  readonly dryRun?: boolean;
  readonly fromStored?: boolean;
  readonly stash?: boolean;
  /** Megabytes. */
  readonly stashLimit?: number;
  /** Seconds. */
  readonly lockWait?: number;
  readonly singleTransaction?: boolean;
  readonly tag?: string;
}

/** `retort upgrade TARGET` */
export const upgrade: Command<RunOptions> = (terminal, options) => runTo(terminal, options, "upgrade");

/** `retort downgrade TARGET` */
export const downgrade: Command<RunOptions> = (terminal, options) => runTo(terminal, options, "downgrade");

function runTo(terminal: Terminal, options: GlobalOptions & RunOptions, direction: Direction): Promise<number> {
  // The plan will ask it, and is where it is told if it can't be loaded.
  if (options.sql !== true) loadSqlParser().catch(() => undefined);
  return withProject(
    terminal,
    options,
    async (opened) => {
      if (options.sql === true) return printOffline(terminal, opened, options, direction);
      const planned = await plan(opened, options, direction);
      if (!planned.ok) return planned;
      if (options.dryRun === true) return printPlan(terminal, planned.value.plan, options);
      const guarded = guard(planned.value, options);
      if (guarded) return guarded;
      for (const finding of planned.value.plan.findings) terminal.note(stumblesOver(terminal, finding));
      const read = await showStored(terminal, planned.value.plan, options);
      if (!read.ok) return read;
      const stash = stashing(options);
      const accepted = stash === null ? await consent(terminal, planned.value.plan, options) : done(false);
      if (!accepted.ok) return accepted;
      const ran = await run(opened.context, opened.history, {
        direction,
        target: options.target,
        fromStored: options.fromStored ?? false,
        acceptLosses: accepted.value,
        stash,
        allowProtected: options.allowProtected ?? null,
        expected: planned.value.token,
        singleTransaction: options.singleTransaction ?? false,
        ...(options.lockWait !== undefined && { lockWait: options.lockWait }),
        ...tagged(options),
      });
      return ran.ok ? done(report(terminal, opened, ran.value, options)) : ran;
    },
    // What is printed for others to run is printed without a database.
    options.sql === true ? {} : { ahead: "connection", session: "kept" },
  );
}

/** What the database stored is somebody's text: it is shown before it runs, and a person who is there says yes first. */
async function showStored(terminal: Terminal, planned: RunPlan, options: GlobalOptions): Promise<Outcome<void>> {
  const stored = planned.steps.filter(({ entry }) => isStored(entry.file));
  if (stored.length === 0) return done(undefined);
  const details = stored.map(({ run: step }) => {
    const sql = step.sections.map((section) => section.sql).join("\n");
    return `As the database stored it, ${planned.direction} of ${step.id} runs:\n${sql}\n`;
  });
  if (options.yes !== true && !terminal.interactive) for (const text of details) terminal.note(text);
  const agreed = await consentTo(terminal, options, { question: "Run it?", details, unchanged });
  return agreed.ok ? done(undefined) : agreed;
}

const unchanged = "Nothing was run.";

/** Whoever is to be refused anyway is asked nothing first. */
function guard({ plan: planned, database, readOnly }: ShownPlan, { allowProtected }: GlobalOptions) {
  if (planned.steps.length === 0) return null;
  return readOnly ? failed(readOnly) : protectedRefusal(database, allowProtected ?? null, unchanged);
}

function tagged({ tag }: RunOptions) {
  return tag === undefined ? {} : { tag };
}

function stashing(options: RunOptions) {
  if (options.stash !== true) return null;
  const { stashLimit } = options;
  return { limit: stashLimit === undefined ? defaultStashLimit : stashLimit * 2 ** 20 };
}

async function printOffline(
  terminal: Terminal,
  { context, history }: Opened,
  options: GlobalOptions & RunOptions,
  direction: Direction,
): Promise<Outcome<number>> {
  const sql = offlineSql(context, history, { direction, target: options.target, ...tagged(options) });
  if (!sql.ok) return sql;
  printSql(terminal, options, sql.value);
  return Promise.resolve(done(exitCodes.done));
}

function plan({ context, history }: Opened, options: RunOptions, direction: Direction) {
  return planNow(context, history, {
    direction,
    target: options.target,
    preflight: "all sections",
    fromStored: options.fromStored ?? false,
  });
}

/** A person who is there is shown what goes, and asked. */
async function consent(terminal: Terminal, planned: RunPlan, options: GlobalOptions): Promise<Outcome<boolean>> {
  const open = unacceptedLosses(planned);
  if (open.length === 0) return done(options.yes ?? false);
  return consentTo(terminal, options, {
    question: "Go on, and lose this data?",
    details: [`This ${planned.direction} loses:`, ...open.map((loss) => `  ${styled(terminal, "red", loss.text)}`)],
    unchanged,
    next: lossAnswers(planned),
  });
}

async function printPlan(terminal: Terminal, planned: RunPlan, options: GlobalOptions): Promise<Outcome<number>> {
  const parse = await loadSqlParser();
  const steps = planned.steps.map(({ run: step }) => ({
    id: step.id,
    message: step.message,
    operations: wayOperations(step.sections, { code: step.code, parse }).map((operation) => operation.text),
  }));
  const losses = planned.losses.map((loss) => loss.text);
  if (options.json === true) {
    terminal.print(
      JSON.stringify({ ok: true, direction: planned.direction, steps, losses, findings: findingsOf(planned) }, null, 2),
    );
    return done(exitCodes.done);
  }
  if (steps.length === 0) terminal.print("Nothing to run.");
  for (const step of steps) {
    terminal.print(`${planned.direction} ${step.id}, ${step.message}`);
    for (const operation of step.operations) terminal.print(`  ${operation}`);
  }
  for (const loss of losses) terminal.print(`${styled(terminal, "red", "loses")} ${loss}`);
  for (const finding of planned.findings) {
    terminal.print(stumblesOver(terminal, finding));
    if (finding.query !== null) terminal.print(styled(terminal, "dim", `  see them: ${finding.query}`));
  }
  return done(exitCodes.done);
}

function stumblesOver(terminal: Terminal, { text, check: { certain, statement } }: Finding): string {
  const place = placeText(
    { file: statement.file, span: { start: statement.offset, end: statement.offset } },
    terminal.cwd,
  );
  return `${styled(terminal, "yellow", certain ? "will fail:" : "may fail:")} ${text} (${place})`;
}

function findingsOf({ findings }: RunPlan) {
  return findings.map(({ text, rows, query, check }) => {
    const { kind, object, certain } = check;
    return { text, kind, object, rows, certain, query };
  });
}

/** A database without revisions is not "there": whoever runs the first command of a new project is told so. */
function sayNothing(terminal: Terminal, { history }: Opened): void {
  if (history.entries.size > 0) {
    terminal.print("Nothing to run: the database is there already.");
    return;
  }
  terminal.print("Nothing to run: there are no revisions yet.");
  noteNext(terminal, firstRevision);
}

function report(
  terminal: Terminal,
  opened: Opened,
  { plan: ran, report: told, preserved }: Ran,
  options: GlobalOptions,
): number {
  if (options.json === true) {
    const steps = told.steps.map(({ id, outcome, ms }) => ({ id, outcome, ms }));
    const { kept, back } = preserved;
    terminal.print(JSON.stringify({ ok: true, direction: ran.direction, steps, kept, broughtBack: back }, null, 2));
    return exitCodes.done;
  }
  if (ran.steps.length === 0) sayNothing(terminal, opened);
  for (const { entry, run: step } of ran.steps) {
    const from = entry.revision.parents.length === 0 ? "<base>" : entry.revision.parents.join(", ");
    const [a, b] = ran.direction === "upgrade" ? [from, step.id] : [step.id, from];
    const isOurs = told.steps.some(({ id, outcome }) => id === step.id && outcome === "ran");
    const by = isOurs ? "" : styled(terminal, "dim", " (by another run)");
    terminal.print(`${styled(terminal, "green", "✓")} ${ran.direction} ${a} -> ${b}, ${step.message}${by}`);
  }
  for (const { object, count, stash } of preserved.kept) terminal.print(`  kept ${object}: ${count} in ${stash}`);
  for (const { object, count, stash, left, why } of preserved.back) {
    if (count > 0) terminal.print(`  brought back ${object}: ${count}`);
    if (left > 0)
      terminal.note(`${styled(terminal, "yellow", "warning:")} ${left} of ${object} stay in ${stash}: ${why ?? ""}`);
  }
  return exitCodes.done;
}
