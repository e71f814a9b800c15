import { DatabaseError } from "pg";

import { CodeError } from "#host/code/codeError.ts";
import { type CatalogGuard, guardCatalog } from "#host/code/catalogGuard.ts";
import { type BatchTransactions, runCode } from "#host/code/runCode.ts";
import type { CodeText } from "#host/code/messages.ts";
import { done, failed, type Failure, type Outcome } from "#host/failure.ts";
import { lostFailure } from "#host/runner/lostFailure.ts";
import { MovedError, timeoutSettings, transactionSettings, untilLocked } from "#host/runner/attempts.ts";
import { LockedError } from "#host/runner/lockedError.ts";
import { heldBy, lockedFrame } from "#host/runner/lockedFailure.ts";
import { type RowMoves, rowMoves } from "#host/runner/rowMoves.ts";
import type { RunOptions } from "#host/runner/runSteps.ts";
import { rowFailure } from "#host/runner/rowFailure.ts";
import { beginsClear, resetSession } from "#host/runner/session.ts";
import {
  errorCode,
  failureOfError,
  failureOfStatement,
  isConnectionLoss,
  isTransient,
  StatementError,
} from "#host/runner/statementFailure.ts";
import { putRight } from "#host/runner/advice.ts";
import { waysOut } from "#host/runner/standing.ts";
import type { StepRun } from "#host/runner/step.ts";

/** A TypeScript revision to run. */
export interface CodeStep extends CodeText {
  readonly mode: "transaction" | "batches";
}

/**
 * Runs a TypeScript revision one way. Its data and its row move together; the catalog must be as before, since what code
 * does to it can't be read, proved or taken back. In batches, each is committed with how many there were.
 */
export async function runCodeStep(run: StepRun, code: CodeStep): Promise<Outcome<"ran" | "moved">> {
  const { connection, step, options } = run;
  const rows = rowMoves(step, options.bookkeeping, { timed: true });
  const from = run.earlier?.statements ?? null;
  const settings = [...beginsClear(connection), ...transactionSettings(options)];
  let committed = from ?? 0;
  let isTaken = false;
  const take = ([taken]: readonly unknown[]) =>
    taken === undefined ? Promise.reject(new MovedError()) : Promise.resolve();
  try {
    if (code.mode === "transaction") {
      // What is tried again is the code from its beginning: nothing of it was committed.
      await untilLocked(run, step.id, (runsIn) =>
        connection.transaction(
          async (begun) => {
            await take(begun);
            runsIn(Number(begun[0]?.[0]));
            await runCodeWithin(run, code);
          },
          {
            first: [...settings, ...rows.within.take(from)].join("; "),
            last: () => `${resetSession}; ${rows.within.finish()}`,
          },
        ),
      );
      return done("ran");
    }
    const guard = await guardCatalog(connection, scopeOf(options));
    const timeouts = timeoutSettings(options);
    await untilLocked(run, step.id, () =>
      connection.transaction(take, {
        first: [...beginsClear(connection), ...timeouts, ...rows.take(from)].join("; "),
      }),
    );
    isTaken = true;
    const refuse = () => refuseDifferences(guard, code);
    // As one that is resumed it begins again, and what its batches have done is there.
    await untilLocked(run, step.id, async () => {
      const batches = batchTransactions(run, { rows, refuse, from: committed }, (count) => (committed = count));
      await runTheCode(run, code, batches).finally(() => batches.rollback());
    });
    await untilLocked(run, step.id, () =>
      connection.transaction(refuse, {
        first: [...timeouts, rows.within.hold(committed)].join("; "),
        last: () => `${resetSession}; ${rows.within.finish()}`,
      }),
    );
    return done("ran");
  } catch (error) {
    if (error instanceof MovedError && !isTaken) return done("moved");
    await run.settle();
    if (isTaken) {
      await connection.rows([...timeoutSettings(options), rows.fail(committed)].join("; ")).catch(() => undefined);
    }
    const thrownBy = error instanceof LockedError ? error.cause : error;
    const cause = thrownBy instanceof StatementError ? thrownBy.cause : thrownBy;
    if (isConnectionLoss(cause) && options.signal?.aborted !== true) return failed(await lostFailure(run, cause));
    return { ok: false, failure: failureOf(run, code, error, committed) };
  }
}

/** Runs the code within a transaction of others. */
export async function runCodeWithin(
  run: Pick<StepRun, "connection" | "step" | "options">,
  code: CodeStep,
): Promise<void> {
  const { connection, options } = run;
  const guard = await guardCatalog(connection, scopeOf(options), { within: "a transaction" });
  await connection.rows(transactionSettings(options).join("; "));
  const { refused } = await runTheCode(run, code, null);
  try {
    await refuseDifferences(guard, code);
  } catch (error) {
    if (!refused || errorCode(error) !== "25P02") throw error;
    if (isTransient(refused)) throw statementError(code, refused);
    const what = `it went on after a statement was refused (${refused.message}), which no transaction survives.`;
    throw new CodeError(code, what, refused.stack ?? "");
  }
}

function scopeOf({ home, schemas = [home] }: RunOptions) {
  return { home, schemas };
}

/** Rejects with a StatementError where a statement of the code was refused: those around it are ours. */
async function runTheCode(
  { connection, step, options }: Pick<StepRun, "connection" | "step" | "options">,
  { file, text }: CodeStep,
  batches: BatchTransactions | null,
) {
  const progress = (count: number, total: number | null) => {
    const of = total === null ? "" : ` of ${total}`;
    options.report({ message: `${step.id}: ${count}${of} rows`, done: null, total: null });
  };
  const { direction } = step;
  const tag = options.tag ?? null;
  try {
    return await runCode(connection, { file, text, direction, tag, progress, signal: options.signal, batches });
  } catch (error) {
    throw error instanceof DatabaseError ? statementError({ file }, error) : error;
  }
}

function statementError({ file }: Pick<CodeStep, "file">, error: unknown): StatementError {
  return new StatementError({ sql: "", file, offset: 0 }, error);
}

async function refuseDifferences(guard: CatalogGuard, code: CodeStep): Promise<void> {
  const differences = await guard.differences();
  if (differences.length === 0) return;
  const what = differences.slice(0, 5).join(", ");
  throw new CodeError(
    code,
    `it changed the catalog (${what}). Changes of the catalog belong into an SQL revision.`,
    "",
  );
}

/** Transactions that the code begins and ends, from outside one `connection.transaction` after the other. */
function batchTransactions(
  { connection, options }: StepRun,
  { rows, refuse, from }: { readonly rows: RowMoves; readonly refuse: () => Promise<void>; readonly from: number },
  committed: (count: number) => void,
): BatchTransactions {
  let open: { readonly end: (keep: boolean) => void; readonly ended: Promise<void> } | null = null;
  let count = from;
  const close = async (keep: boolean) => {
    const batch = open;
    open = null;
    batch?.end(keep);
    await batch?.ended;
  };
  return {
    isOpen: () => open !== null,
    begin: () =>
      new Promise<void>((begun, refused) => {
        if (open) {
          refused(new Error("A batch can't begin inside another."));
          return;
        }
        let end: (keep: boolean) => void = () => undefined;
        const decided = new Promise<boolean>((decide) => (end = decide));
        const ended = connection.transaction(
          async ([held]) => {
            if (!held) throw new MovedError();
            begun();
            if (!(await decided)) throw new RolledBack();
            await refuse();
          },
          {
            first: [...transactionSettings(options), rows.within.hold(count)].join("; "),
            last: () => `${resetSession}; ${rows.within.at(count + 1)}`,
          },
        );
        open = {
          end,
          ended: ended.then(() => {
            committed((count += 1));
          }),
        };
        // Whoever ends the batch hears it; one that could not even begin is heard here.
        ended.catch(refused);
      }),
    commit: () => close(true),
    rollback: () =>
      close(false).catch((error: unknown) => {
        if (!(error instanceof RolledBack)) throw error;
      }),
  };
}

class RolledBack extends Error {}

function failureOf({ step, options, kept }: StepRun, code: CodeStep, error: unknown, committed: number): Failure {
  const sentences =
    code.mode === "transaction"
      ? ["The revision was rolled back.", kept ?? "Nothing was changed."]
      : [
          committed === 0
            ? "None of its batches was committed."
            : `${committed} of its batches ${committed === 1 ? "is committed and stays" : "are committed and stay"}.`,
          kept ?? (committed === 0 ? "Nothing was changed." : ""),
        ];
  const unchanged = sentences.filter((sentence) => sentence !== "").join(" ");
  const out = code.mode === "batches" && committed > 0 ? waysOut(step.id) : [];
  if (options.signal?.aborted === true) {
    const message = `The run was cancelled during revision ${step.id}.`;
    return failed({ code: "statement/cancelled", exit: 4, message, unchanged, next: out }).failure;
  }
  const next = out.length > 0 ? out : [putRight];
  if (error instanceof CodeError) {
    const message = `Revision ${step.id} failed: ${error.message}`;
    return failed({ code: "statement/code", exit: 4, message, unchanged, place: error.place, next }).failure;
  }
  if (error instanceof LockedError) {
    const frameOfLock = lockedFrame(step.id, error, { unchanged, out });
    const failure = failureOfError(
      error.cause instanceof StatementError ? error.cause.cause : error.cause,
      frameOfLock,
    );
    return { ...failure, details: [...failure.details, ...heldBy(error)], place: placeOfFile(code) };
  }
  const frame = { message: `Revision ${step.id} failed.`, unchanged, next };
  if (error instanceof StatementError) return failureOfStatement(error, frame);
  const failure = rowFailure({ step, options }, error, frame) ?? failureOfError(error, frame);
  return { ...failure, place: placeOfFile(code) };
}

function placeOfFile({ file }: CodeStep) {
  return { file, span: { start: 0, end: 0 } };
}
