import { quoteIdentifier } from "#engine/index.ts";
import { bookkeepingStatements } from "#host/bookkeeping/ensure.ts";
import { type RowContent, rowStatements } from "#host/bookkeeping/rowStatements.ts";
import { rowMoves } from "#host/runner/rowMoves.ts";
import { ownSession, resetSession } from "#host/runner/session.ts";
import type { RunStep } from "#host/runner/runSteps.ts";
import { setsSession } from "#host/runner/units.ts";
import { stepSections } from "#host/runner/sections.ts";

export interface ScriptOptions {
  readonly bookkeeping: string;
  readonly home: string;
  /** Begin with what creates the table of revisions: for a database that has none. */
  readonly create: boolean;
  /** What `--tag` said: a comment at the head. */
  readonly tag?: string | null;
}

/**
 * What `runSteps` would do, as a script for psql (`psql -f`): the same statements in the same transactions, and the rows
 * with them.
 */
export function offlineScript(steps: readonly RunStep[], options: ScriptOptions): string {
  return script(
    options,
    steps.map((step) => stepScript(step, options)),
  );
}

/** What moves rows without running anything, as a script for psql. */
export function stampScript(
  {
    words,
    deleted,
    written,
  }: {
    /** What each step of it does, for people. */
    readonly words: readonly string[];
    readonly deleted: readonly string[];
    readonly written: readonly RowContent[];
  },
  options: Omit<ScriptOptions, "home">,
): string {
  const sql = rowStatements(options.bookkeeping);
  const statements = [
    ...deleted.map((id) => sql.delete(id)),
    ...written.map((row) => sql.put(row, { state: "applied", progress: 0, durationMs: null })),
  ];
  const comments = words.map((text) => comment(`Running ${text}`));
  return script(options, [[...comments, transaction(statements)].join("\n")]);
}

/** What makes the table of revisions, as a script for psql. */
export function bookkeepingScript(bookkeeping: string): string {
  return script({ bookkeeping, create: true }, []);
}

/** psql stops at the first error, and what it was told before it is committed section by section, as a run's is. */
function script({ bookkeeping, create, tag = null }: Omit<ScriptOptions, "home">, blocks: readonly string[]): string {
  const made = create ? [transaction(bookkeepingStatements(bookkeeping))] : [];
  const head = tag === null ? [] : [comment(`Tag: ${tag}`)];
  return `${[...head, "\\set ON_ERROR_STOP on", "\\encoding UTF8", ...made, ...blocks].join("\n\n")}\n`;
}

function stepScript(step: RunStep, { bookkeeping, home }: ScriptOptions): string {
  const rows = rowMoves(step, bookkeeping, { timed: false });
  const path = `search_path = ${quoteIdentifier(home)}`;
  const sections = stepSections(step);
  // A revision that is committed at once needs no row on the way.
  const begin = sections.length > 1 || sections[0]?.mode === "no transaction" ? [rows.blind.begin()] : [];
  let committed = 0;
  const blocks = sections.map(({ mode, statements }, index) => {
    const start = index === 0 ? begin : [];
    committed += statements.length;
    const sql = statements.map((statement) => statement.sql);
    const sets = statements.some(setsSession) || sql.some((text) => /\bset_config\b/i.test(text));
    const last = index === sections.length - 1;
    const rowMove = last ? rows.blind.finish() : rows.at(committed);
    // The runner does so always; in a script that people read, only where the section may have made it necessary.
    const own = sql.some((text) => /\b(?:role|authorization|standard_conforming_strings)\b/i.test(text))
      ? ownSession
      : [];
    const leaves = last && sections.some((section) => section.statements.some((one) => temporary.test(one.sql)));
    const block =
      mode === "transaction"
        ? transaction([`SET LOCAL ${path}`, ...start, ...sql, ...(sets ? [resetSession] : own), rowMove])
        : plain([...start, `SET ${path}`, ...sql, resetSession, rowMove]);
    const after = [
      // What RESET ALL goes back to is what psql began with; the script is UTF-8.
      ...(mode === "transaction" && !sets ? [] : ["SET client_encoding = 'UTF8'"]),
      ...(leaves ? ["DISCARD TEMP"] : []),
    ];
    return after.length === 0 ? block : `${block}\n${plain(after)}`;
  });
  const parents = step.parents.join(", ");
  const [from, to] = step.direction === "upgrade" ? [parents, step.id] : [step.id, parents];
  return [comment(`Running ${step.direction} ${from} -> ${to}, ${step.message}`), ...blocks].join("\n");
}

const temporary = /\b(?:temp|temporary|pg_temp)\b/i;

/** In Alembic's words. */
function comment(text: string): string {
  return `-- ${text.replaceAll(/\s*[\r\n]\s*/g, " ")}`;
}

function transaction(statements: readonly string[]): string {
  return `BEGIN;\n${plain(statements)}\nCOMMIT;`;
}

function plain(statements: readonly string[]): string {
  return statements.map((statement) => `${statement};`).join("\n");
}
