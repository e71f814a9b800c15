import { type Direction, parseRevision } from "#engine/index.ts";
import type { AppliedRow } from "#host/bookkeeping/rows.ts";
import { done, failed, type Failure, type Outcome } from "#host/failure.ts";
import type { RunStep } from "#host/runner/runSteps.ts";
import type { EarlierRun } from "#host/runner/step.ts";
import { countStatements } from "#host/runner/units.ts";

/** Whether a step may run: it was done meanwhile, or it may, from its beginning or from where an earlier run left it. */
export type Standing = { readonly kind: "done" } | { readonly kind: "ready"; readonly earlier: EarlierRun | null };

/**
 * Whether `step` may run on a database with these rows: a plan may be older than the wait for the lock. `done` where
 * another run has done the very same; a failure where the rows have moved away, or the revision is half done.
 */
export function standingOf(
  step: RunStep,
  rows: ReadonlyMap<string, AppliedRow>,
  { unchanged, resume = false }: { readonly unchanged: string; readonly resume?: boolean },
): Outcome<Standing> {
  const row = rows.get(step.id);
  if (resume) return standingToResume(step, row, unchanged);
  const half = [...rows.values()].find(isHalfDone);
  if (half) return failed(halfDone(half, unchanged));
  // Its first statement was refused: it begins again, on what that may have left.
  const earlier = row && row.state !== "applied" ? ({ state: "failed", statements: null } as const) : null;
  if (step.direction === "upgrade") {
    if (row?.state === "applied") return done({ kind: "done" });
    const missing = step.parents.filter((parent) => rows.get(parent)?.state !== "applied");
    return missing.length === 0
      ? done({ kind: "ready", earlier })
      : moved(`${step.id} stands on ${missing.join(", ")}`, "not applied", unchanged);
  }
  if (row?.state !== "applied") return done({ kind: "done" });
  const children = [...rows.values()].filter(
    ({ state, parents, dependsOn }) => state === "applied" && [...parents, ...dependsOn].includes(step.id),
  );
  return children.length === 0
    ? done({ kind: "ready", earlier })
    : moved(`${children.map(({ id }) => id).join(", ")} stands on ${step.id}`, "applied", unchanged);
}

/** Some of its statements are committed, or may be: neither up nor down. */
export function isHalfDone({ state, progress }: Pick<AppliedRow, "state" | "progress">): boolean {
  return !isKnown(state) || state === "running" || (state === "failed" && progress !== 0);
}

/** Whoever may write the table may have made of a state what Retort never would. */
function isKnown(state: string): boolean {
  return ["running", "failed", "applied"].includes(state);
}

/** Which way a half-done revision was going. */
export function directionOf({ progress }: Pick<AppliedRow, "progress">): Direction {
  return progress < 0 ? "downgrade" : "upgrade";
}

/** How many statements of that way are committed. */
export function committedStatements({ progress }: Pick<AppliedRow, "progress">): number {
  return progress < 0 ? -1 - progress : progress;
}

/** The statement that a half-done revision stopped at, counted from 1, and how many there are; null where that is not known. */
export function stopOf(row: AppliedRow): { readonly statement: number; readonly of: number | null } {
  const of = row.source === null ? null : totalStatements(row.source, directionOf(row));
  const statement = committedStatements(row) + 1;
  return { statement: of === null ? statement : Math.min(statement, of), of };
}

/** `its way up failed at statement 3 of 5`; `was ended at …` where its process was killed. */
export function stoppedAt(row: AppliedRow): string {
  if (!isKnown(row.state)) return `its row says '${row.state}', which is no state that Retort writes`;
  const { statement, of } = stopOf(row);
  const way = directionOf(row) === "upgrade" ? "up" : "down";
  const verb = row.state === "failed" ? "failed" : "was ended";
  return `its way ${way} ${verb} at statement ${statement}${of === null ? "" : ` of ${of}`}`;
}

/** Why nothing is run on a database with such a row, and what there is to do. */
export function halfDone(row: AppliedRow, unchanged: string): Failure {
  return failed({
    code: "refused/halfDone",
    exit: 3,
    message: `Revision ${row.id} is half done: ${stoppedAt(row)}.`,
    unchanged,
    next: waysOut(row.id),
  }).failure;
}

/** What can be done about a half-done revision. */
export function waysOut(id: string): readonly string[] {
  return [
    `Go on from there: retort resume ${id}`,
    `Or finish it, or take it back, by hand, and say so: retort resolve ${id} --applied, or --rolled-back.`,
  ];
}

function standingToResume(step: RunStep, row: AppliedRow | undefined, unchanged: string): Outcome<Standing> {
  if (!row || row.state === "applied" || directionOf(row) !== step.direction) {
    const is = row?.state === "applied" ? "applied" : "not begun";
    return failed({
      code: "refused/nothingToResume",
      exit: 3,
      message: `Revision ${step.id} is ${is}: there is nothing to resume.`,
      unchanged,
      next: ["Look where the database stands: retort current."],
    });
  }
  return done({ kind: "ready", earlier: { state: row.state, statements: committedStatements(row) } });
}

function moved(what: string, is: string, unchanged: string): ReturnType<typeof failed> {
  return failed({
    code: "refused/moved",
    exit: 3,
    message: `The database has moved since this was planned: ${what}, which is ${is}.`,
    unchanged,
    next: ["Look where it stands (`retort current`) and run it again."],
  });
}

/** Null for a source that is no SQL. */
function totalStatements(source: string, direction: Direction): number | null {
  const sections = parseRevision("", source).value?.revision[direction === "upgrade" ? "up" : "down"] ?? [];
  const total = countStatements({ file: "", sections: sections.map((section) => ({ ...section, offset: 0 })) });
  return total === 0 ? null : total;
}
