import { setTimeout as sleep } from "node:timers/promises";

import { type AppliedRow, readRows } from "#host/bookkeeping/rows.ts";
import type { Failure } from "#host/failure.ts";
import type { RunStep } from "#host/runner/runSteps.ts";
import { committedStatements, waysOut } from "#host/runner/standing.ts";
import { failureOfError } from "#host/runner/statementFailure.ts";
import type { StepRun } from "#host/runner/step.ts";

/** Whether the last commit arrived is not told by a connection that is gone: the row is asked for on another. */
export async function lostFailure(run: StepRun, cause: unknown): Promise<Failure> {
  const { id } = run.step;
  const found = await lookAgain(run);
  const message = `The connection was lost during revision ${id}.`;
  const unchanged = [lostWords(run, found), run.kept].filter((sentence) => sentence !== null).join(" ");
  const row = typeof found === "string" ? null : found;
  const next =
    row && row.state !== "applied"
      ? waysOut(id)
      : ["Look where the database stands (`retort current`), then run it again."];
  return failureOfError(cause, { code: "database/lost", message, unchanged, next });
}

/** `busy`: what the lost session was doing goes on in the server, and may yet be committed. */
async function lookAgain({ connection, step, options }: StepRun): Promise<AppliedRow | null | "busy" | "unknown"> {
  const connected = await connection.beside?.();
  if (!connected?.ok) return "unknown";
  try {
    for (let tries = 0; ; tries++) {
      const [busy] = await connected.value.rows(`SELECT 1 FROM pg_stat_activity WHERE pid = ${connection.pid ?? 0}`);
      if (busy && tries >= 20) return "busy";
      if (!busy) break;
      await sleep(100);
    }
    const rows = await readRows(connected.value, options.bookkeeping);
    return rows?.find(({ id }) => id === step.id) ?? null;
  } catch {
    return "unknown";
  } finally {
    await connected.value.close();
  }
}

function lostWords(run: StepRun, found: AppliedRow | null | "busy" | "unknown"): string {
  if (found === "unknown") return "What was committed stays.";
  if (found === "busy") return "The server is still busy with it: what was committed stays, and more may be.";
  // A pooler does not say whose session the lost one was.
  if (run.connection.pid !== null || isSettled(run, found)) return standingWords(run, found);
  return "What was committed stays; the last of it may still be under way.";
}

function isSettled({ step }: StepRun, row: AppliedRow | null): boolean {
  return step.direction === "upgrade" ? row?.state === "applied" : row === null;
}

export function standingWords({ step, kept }: StepRun, row: AppliedRow | null): string {
  const { id, direction } = step;
  if (row && row.state !== "applied") {
    const committed = committedStatements(row);
    if (committed === 0) return `No ${step.code ? "batch" : "statement"} of ${id} is committed.`;
    return `${count(committed, step)} of ${id} ${committed === 1 ? "stays" : "stay"} committed.`;
  }
  const isDone = (direction === "upgrade") === (row !== null);
  if (isDone) return `${id} is ${direction === "upgrade" ? "applied" : "taken back"}: its last commit had arrived.`;
  return kept === null ? "The section was rolled back. Nothing was changed." : "The section was rolled back.";
}

/** `2 statements`; what TypeScript commits are batches. */
export function count(number: number, { code }: Pick<RunStep, "code"> = {}): string {
  if (code) return number === 1 ? "1 batch" : `${number} batches`;
  return number === 1 ? "1 statement" : `${number} statements`;
}
