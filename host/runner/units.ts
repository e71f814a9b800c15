import { leadingWords, runsAlone, type SectionMode } from "#engine/index.ts";
import { stepSections } from "#host/runner/sections.ts";
import type { RunStep } from "#host/runner/runSteps.ts";
import type { PlacedStatement } from "#host/runner/statementFailure.ts";

/** What of a revision is committed at once, its row moving with it. */
export interface Unit {
  /**
   * A section that is a transaction; a statement of another section, in a transaction of its own all the same, so that it
   * is never in doubt whether it ran; or one that PostgreSQL runs outside of transactions alone.
   */
  readonly kind: "section" | "own transaction" | "outside";
  readonly statements: readonly PlacedStatement[];
  /** How many statements of the revision's way are committed before it, and with it. */
  readonly before: number;
  readonly after: number;
}

/** The units of one section that are left to run. */
export interface UnitGroup {
  /** Which of the revision's sections it is. */
  readonly section: number;
  readonly mode: SectionMode;
  readonly units: readonly Unit[];
  /** Statements of the section that an earlier run did: what they set for the session must be set again. */
  readonly earlier: readonly PlacedStatement[];
  /** The section sets its own time-outs: they count, and not ours. */
  readonly ownTimeouts: boolean;
}

/** What is left to run of one way of a revision, so many statements of it being committed. Never empty: a row moves. */
export function unitGroups(step: Pick<RunStep, "file" | "sections">, committed: number): readonly UnitGroup[] {
  let before = 0;
  const groups = stepSections(step).flatMap(({ mode, statements }, section): UnitGroup[] => {
    const start = before;
    before += statements.length;
    const units = (
      mode === "transaction" ? [sectionUnit(statements, start)] : statementUnits(statements, start)
    ).filter((unit) => unit.after > committed);
    if (units.length === 0) return [];
    const earlier = statements.slice(0, Math.max(0, committed - start));
    return [{ section, mode, units, earlier, ownTimeouts: statements.some(setsTimeout) }];
  });
  if (groups.length > 0) return groups;
  const unit: Unit = { kind: "section", statements: [], before: committed, after: committed };
  return [{ section: 0, mode: "transaction", units: [unit], earlier: [], ownTimeouts: false }];
}

/** How many statements one way of a revision has. */
export function countStatements(step: Pick<RunStep, "file" | "sections">): number {
  return stepSections(step).reduce((count, { statements }) => count + statements.length, 0);
}

/** Settings of the session last beyond their statement, and are lost with the session. */
export function setsSession({ sql }: PlacedStatement): boolean {
  const [first, second] = leadingWords(sql);
  return (first === "set" && second !== "local") || first === "reset";
}

function sectionUnit(statements: readonly PlacedStatement[], before: number): Unit {
  return { kind: "section", statements, before, after: before + statements.length };
}

function statementUnits(statements: readonly PlacedStatement[], start: number): readonly Unit[] {
  // In a transaction of its own a statement would run as whom the row is written by.
  const asOthers = statements.some(({ sql }) => /^(?:set|reset)\b.*\b(?:role|authorization)\b/is.test(sql));
  return statements.map((statement, index) => ({
    kind: !asOthers && runsInTransaction(statement.sql) ? "own transaction" : "outside",
    statements: [statement],
    before: start + index,
    after: start + index + 1,
  }));
}

function setsTimeout({ sql }: PlacedStatement): boolean {
  const words = leadingWords(sql);
  return words[0] === "set" && words.some((word) => word === "lock_timeout" || word === "statement_timeout");
}

/**
 * True for statements that PostgreSQL takes inside a transaction. Where it does not after all (an extension may have its
 * own mind), it says so before anything is done.
 */
function runsInTransaction(sql: string): boolean {
  const [first = ""] = leadingWords(sql);
  if (first === "do") return !/\b(?:commit|rollback|call)\b/i.test(sql);
  return plainStatements.has(first) && !runsAlone(sql);
}

const plainStatements = new Set([
  ...["create", "alter", "drop", "truncate", "comment", "grant", "revoke", "security", "import", "analyze"],
  ...["select", "with", "values", "table", "insert", "update", "delete", "merge"],
]);
