import { quoteIdentifier } from "#engine/index.ts";
import { bookkeepingStatements } from "#host/bookkeeping/ensure.ts";
import { rowMoves } from "#host/runner/rowMoves.ts";
import { ownSession, resetSession } from "#host/runner/session.ts";
import type { RunStep } from "#host/runner/runSteps.ts";
import { stepSections } from "#host/runner/sections.ts";

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
export function offlineScript(steps: readonly RunStep[], options: ScriptOptions): string {
  const blocks = [
    "\\set ON_ERROR_STOP on",
    ...(options.create ? [transaction(bookkeepingStatements(options.bookkeeping))] : []),
    ...steps.map((step) => stepScript(step, options)),
  ];
  return `${blocks.join("\n\n")}\n`;
}

function stepScript(step: RunStep, { bookkeeping, home }: ScriptOptions): string {
  const rows = rowMoves(step, bookkeeping, { timed: false });
  const path = `search_path = ${quoteIdentifier(home)}`;
  const sections = stepSections(step);
  let committed = 0;
  const blocks = sections.map(({ mode, statements }, index) => {
    const before = committed;
    committed += statements.length;
    const sql = statements.map((statement) => statement.sql);
    const rowMove = index === sections.length - 1 ? rows.finish() : rows.at("running", committed);
    // The runner does so always; in a script that people read, only where the section may have made it necessary.
    const own = sql.some((text) => /\b(?:role|authorization|standard_conforming_strings)\b/i.test(text))
      ? ownSession
      : [];
    return mode === "transaction"
      ? transaction([`SET LOCAL ${path}`, ...sql, ...own, rowMove])
      : plain([rows.at("running", before), `SET ${path}`, ...sql, resetSession, rowMove]);
  });
  return [`-- ${step.direction} ${step.id}: ${step.message.replaceAll(/\s+/g, " ")}`, ...blocks].join("\n");
}

function transaction(statements: readonly string[]): string {
  return `BEGIN;\n${plain(statements)}\nCOMMIT;`;
}

function plain(statements: readonly string[]): string {
  return statements.map((statement) => `${statement};`).join("\n");
}
