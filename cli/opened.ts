import { placeText, lineAndColumn } from "#cli/place.ts";
import type { GlobalOptions } from "#cli/globals.ts";
import { failureText, styled, type Terminal } from "#cli/terminal.ts";
import type { Problem } from "#engine/index.ts";
import type { CommandContext, Progress } from "#host/commands/context.ts";
import { type History } from "#host/commands/history.ts";
import { type ModelsReading } from "#host/commands/models.ts";
import { openProjectContext, type OpenOptions } from "#host/commands/openContext.ts";
import type { Failure, Outcome } from "#host/failure.ts";

/** A project as a command meets it: what it is, what its models and revisions say, and the world to act on. */
export interface Opened {
  readonly context: CommandContext;
  readonly models: ModelsReading;
  readonly history: History;
}

/** Opens the project, works, and closes what was opened, whatever happens. A failure is printed and is its exit code. */
export async function withProject(
  terminal: Terminal,
  options: GlobalOptions,
  work: (opened: Opened) => Promise<Outcome<number>>,
  { ahead, session }: Pick<OpenOptions, "ahead" | "session"> = {},
): Promise<number> {
  const opened = await openProjectContext({
    folder: options.project ?? terminal.cwd,
    config: options.config ?? null,
    choice: databaseChoice(options),
    env: terminal.env,
    trusted: true,
    owner: "retort",
    signal: terminal.signal,
    ...(ahead && { ahead }),
    ...(session && { session }),
    report: (progress) => {
      // That it has ended is said by what it answers.
      if (progress.total === null || progress.done !== progress.total) terminal.note(progressText(terminal, progress));
    },
  });
  if (!opened.ok) return printFailure(terminal, options, opened.failure);
  noteProblems(terminal, opened.value.context.project.problems, "warning");
  try {
    const worked = await work(opened.value);
    return worked.ok ? worked.value : printFailure(terminal, options, worked.failure);
  } finally {
    await opened.value.close();
  }
}

/**
 * The same for a command that answers from what could be read: what is wrong with the rest of the revisions is said after
 * the answer, so that nobody takes a part for the whole.
 */
export function withWhatReads(
  terminal: Terminal,
  options: GlobalOptions,
  work: (opened: Opened) => Promise<Outcome<number>>,
): Promise<number> {
  return withProject(terminal, options, async (opened) => {
    const worked = await work(opened);
    if (worked.ok) noteProblems(terminal, opened.history.problems, "error");
    return worked;
  });
}

/** Problems of one severity, a line each, that keep nothing from going on. */
function noteProblems(terminal: Terminal, problems: readonly Problem[], severity: Problem["severity"]): void {
  const meant = problems.filter((problem) => problem.severity === severity);
  for (const { message, place } of meant.slice(0, mostNoted)) {
    const at = place ? ` (${placeText(place, terminal.cwd)})` : "";
    terminal.note(`${styled(terminal, "yellow", "warning:")} ${message}${at}`);
  }
  if (meant.length > mostNoted) terminal.note(`… and ${meant.length - mostNoted} more.`);
}

const mostNoted = 10;

/** Prints a failure for people or, with `--json`, for programs; its exit code. */
export function printFailure(terminal: Terminal, options: Pick<GlobalOptions, "json">, failure: Failure): number {
  if (options.json === true) {
    terminal.print(JSON.stringify({ ok: false, error: failureJson(failure) }, null, 2));
  } else {
    terminal.note(failureText(terminal, failure, failure.place ? placeText(failure.place, terminal.cwd) : null));
  }
  return failure.exit;
}

/** A failure as programs read it. */
export function failureJson({ code, message, details, place, unchanged, next }: Failure): object {
  const at = place && { file: place.file, ...lineAndColumn(place) };
  return { code, message, details, place: at, unchanged, next };
}

/** What `--sql` asked for: a script for psql, or with `--json` the script in an object. */
export function printSql(terminal: Terminal, options: Pick<GlobalOptions, "json">, sql: string): void {
  terminal.print(options.json === true ? JSON.stringify({ ok: true, sql }, null, 2) : sql.trimEnd());
}

function progressText(terminal: Terminal, { message, done, total }: Progress): string {
  const count = done !== null && total !== null ? `${done}/${total} ` : "";
  return styled(terminal, "dim", `${count}${message}`);
}

function databaseChoice({ url, embedded, database }: GlobalOptions) {
  if (url !== undefined) return { kind: "url", url } as const;
  if (embedded === true) return { kind: "embedded" } as const;
  return database === undefined ? ({ kind: "default" } as const) : ({ kind: "name", name: database } as const);
}
