import { performance } from "node:perf_hooks";

import { rowStatements } from "#host/bookkeeping/rowStatements.ts";
import type { RunStep } from "#host/runner/runSteps.ts";

/** The statements that bring a revision's row from one standing to the next, whichever way it goes. */
export interface RowMoves {
  /** So many statements of its way are committed when this is. */
  at(state: "running" | "failed", statements: number): string;
  /** The last of it is committed with this. */
  finish(): string;
}

/** With the time since now as the duration, or with none for a script that runs who knows when. */
export function rowMoves(step: RunStep, bookkeeping: string, { timed }: { readonly timed: boolean }): RowMoves {
  const sql = rowStatements(bookkeeping);
  const started = performance.now();
  const state = <S extends string>(name: S, progress: number) => ({
    state: name,
    progress,
    durationMs: timed ? performance.now() - started : null,
  });
  return step.direction === "upgrade"
    ? {
        at: (name, statements) => sql.put(step, state(name, statements)),
        finish: () => sql.put(step, state("applied", 0)),
      }
    : {
        at: (name, statements) => sql.move(step.id, state(name, -1 - statements)),
        finish: () => sql.delete(step.id),
      };
}
