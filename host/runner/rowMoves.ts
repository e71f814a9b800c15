import { type RowNote, rowStatements } from "#host/bookkeeping/rowStatements.ts";
import type { RunStep } from "#host/runner/runSteps.ts";

/** The statements that bring a revision's row from one standing to the next, whichever way it goes. */
export interface RowMoves {
  /** Takes the revision for this run: from its beginning where `statements` is null, else where an earlier run left it. */
  take(statements: number | null): readonly string[];
  /** Keeps it for what this run does next, so many statements being committed. */
  hold(statements: number): string;
  /** An error unless one of these two took it in this very transaction. */
  requireTaken(): string;
  /** So many statements of its way are committed when this is. */
  at(statements: number): string;
  /** It failed, so many being committed: said only where the row says the same, since what failed may have been committed. */
  fail(statements: number): string;
  /** For what went up before this in the same transaction: nobody's until then, and applied. Refused as `requireTaken` is. */
  appear(): string;
  /** Answers a row where a run has the revision, or had it. */
  isTaken(): string;
  /** The last of it is committed with this. */
  finish(): string;
  /**
   * The same with what runs between them in one transaction: an error at its end where it changed revision rows, its own
   * or those of others, which are not for revisions to change.
   */
  readonly within: Pick<RowMoves, "take" | "hold" | "at" | "finish">;
  /** The same two for a database that is not asked: a row that should not be there is an error, or is written over. */
  readonly blind: { begin(): string; finish(): string };
}

/** With the time that each of them took as the duration, or with none for a script that runs who knows when. */
export function rowMoves(step: RunStep, bookkeeping: string, { timed }: { readonly timed: boolean }): RowMoves {
  const sql = rowStatements(bookkeeping);
  const isUp = step.direction === "upgrade";
  const progress = (statements: number) => (isUp ? statements : -1 - statements);
  const state = <S extends string>(name: S, at: number) => ({
    state: name,
    progress: at,
    durationMs: timed ? ("elapsed" as const) : null,
  });
  const moves = (note: RowNote) => ({
    take: (statements: number | null) =>
      statements !== null
        ? [sql.hold(step.id, progress(statements), isUp ? step : null, note)]
        : isUp
          ? [sql.takeUp(step, note)]
          : sql.takeDown(step.id, note),
    hold: (statements: number) => sql.hold(step.id, progress(statements), null, note),
    finish: () => (isUp ? sql.moveSurely(step.id, state("applied", 0), note) : sql.deleteSurely(step.id, note)),
  });
  return {
    ...moves("none"),
    requireTaken: () => sql.requireOwn(step.id),
    appear: () => sql.appear(step),
    isTaken: () => sql.isTaken(step.id),
    at: (statements) => sql.move(step.id, state("running", progress(statements))),
    fail: (statements) => sql.fail(step.id, state("failed", progress(statements))),
    within: {
      ...moves("of the others"),
      at: (statements) => sql.moveSurely(step.id, state("running", progress(statements)), "of the others"),
    },
    blind: {
      begin: () => (isUp ? sql.put(step, state("running", 0)) : sql.move(step.id, state("running", -1))),
      finish: () => (isUp ? sql.put(step, state("applied", 0)) : sql.delete(step.id)),
    },
  };
}
