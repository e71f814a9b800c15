import { quoteIdentifier } from "#engine/index.ts";
import { bookkeepingStatements } from "#host/bookkeeping/ensure.ts";
import { rowStatements, type RowStatements } from "#host/bookkeeping/rowStatements.ts";
import type { RunStep } from "#host/runner/runSteps.ts";
import { sectionStatements } from "#host/runner/sections.ts";

export interface ScriptOptions {
  readonly bookkeeping: string;
  readonly home: string;
  /** Begin with what creates the table of revisions: for a database that has none. */
  readonly create: boolean;
}

/**
 * What `runSteps` would do, as a script for psql (`psql -f`): the same statements in the same transactions, and the rows
 * with them. psql stops at the first error.
 */
export function offlineScript(steps: readonly RunStep[], { bookkeeping, home, create }: ScriptOptions): string {
  const rows = rowStatements(bookkeeping);
  const blocks = [
    "\\set ON_ERROR_STOP on",
    ...(create ? [transaction(bookkeepingStatements(bookkeeping))] : []),
    ...steps.map((step) => stepScript(step, rows, home)),
  ];
  return `${blocks.join("\n\n")}\n`;
}

function stepScript(step: RunStep, rows: RowStatements, home: string): string {
  const sections = step.sections.map((section) => sectionStatements(step.file, section));
  const whole = sections.length > 0 ? sections : [{ mode: "transaction" as const, statements: [] }];
  const path = quoteIdentifier(home);
  let committed = 0;
  const blocks = whole.map(({ mode, statements }, index) => {
    const lines = statements.map(({ sql }) => sql);
    const before = committed;
    committed += statements.length;
    const isLast = index === whole.length - 1;
    const after = isLast ? finish(step, rows) : move(step, rows, committed);
    return mode === "transaction"
      ? transaction([`SET LOCAL search_path = ${path}`, ...lines, after])
      : plain([move(step, rows, before), `SET search_path = ${path}`, ...lines, after, "RESET search_path"]);
  });
  return [`-- ${step.direction} ${step.id}: ${step.message.replaceAll(/\s+/g, " ")}`, ...blocks].join("\n");
}

function move(step: RunStep, rows: RowStatements, statements: number): string {
  const state = { state: "running" as const, durationMs: null };
  return step.direction === "upgrade"
    ? rows.put(step, { ...state, progress: statements })
    : rows.move(step.id, { ...state, progress: -1 - statements });
}

function finish(step: RunStep, rows: RowStatements): string {
  return step.direction === "upgrade"
    ? rows.put(step, { state: "applied", progress: 0, durationMs: null })
    : rows.delete(step.id);
}

function transaction(statements: readonly string[]): string {
  return `BEGIN;\n${plain(statements)}\nCOMMIT;`;
}

function plain(statements: readonly string[]): string {
  return statements.map((statement) => `${statement};`).join("\n");
}
