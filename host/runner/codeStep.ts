import { quoteIdentifier } from "#engine/index.ts";
import { CodeError } from "#host/code/codeError.ts";
import { type CatalogGuard, guardCatalog } from "#host/code/catalogGuard.ts";
import { type BatchTransactions, runCode } from "#host/code/runCode.ts";
import type { CodeText } from "#host/code/messages.ts";
import { done, failed, type Failure, type Outcome } from "#host/failure.ts";
import { moveRow } from "#host/runner/moveRow.ts";
import { type RowMoves, rowMoves } from "#host/runner/rowMoves.ts";
import { resetSession } from "#host/runner/session.ts";
import { failureOfError } from "#host/runner/statementFailure.ts";
import type { StepRun } from "#host/runner/step.ts";

/** A TypeScript revision to run. */
export interface CodeStep extends CodeText {
  readonly mode: "transaction" | "batches";
}

/**
 * Runs a TypeScript revision one way. Its data and its row move together; the catalog must be as before, since what code
 * does to it can't be read, proved or taken back. In batches, each is committed with how many there were.
 */
export async function runCodeStep(run: StepRun, code: CodeStep): Promise<Outcome<void>> {
  const { connection, step, options } = run;
  const rows = rowMoves(step, options.bookkeeping, { timed: true });
  const scope = { home: options.home, schemas: options.schemas ?? [options.home] };
  const progress = (count: number, total: number | null) => {
    const of = total === null ? "" : ` of ${total}`;
    options.report({ message: `${step.id}: ${count}${of} rows`, done: null, total: null });
  };
  const common = { ...code, direction: step.direction, progress, signal: options.signal };
  let committed = 0;
  try {
    const guard = await guardCatalog(connection, scope);
    const path = `search_path = ${quoteIdentifier(options.home)}`;
    if (code.mode === "transaction") {
      await connection.transaction(async () => {
        await connection.rows(`SET LOCAL lock_timeout = ${options.lockTimeoutMs ?? 2000}; SET LOCAL ${path}`);
        await runCode(connection, { ...common, batches: null });
        await refuseDifferences(guard, code);
        await moveRow(connection, rows.finish());
      });
      return done(undefined);
    }
    await connection.rows(rows.at("running", 0));
    await connection.rows(`SET ${path}`);
    const batches = batchTransactions(
      run,
      rows,
      () => refuseDifferences(guard, code),
      (count) => (committed = count),
    );
    await runCode(connection, { ...common, batches }).finally(() => batches.rollback());
    await connection.transaction(async () => {
      await refuseDifferences(guard, code);
      await moveRow(connection, rows.finish());
    });
    return done(undefined);
  } catch (error) {
    if (code.mode === "batches") await connection.rows(rows.at("failed", committed)).catch(() => undefined);
    return { ok: false, failure: failureOf(run, code, error, committed) };
  } finally {
    await connection.rows(resetSession).catch(() => undefined);
  }
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
  { connection }: StepRun,
  rows: RowMoves,
  refuse: () => Promise<void>,
  committed: (count: number) => void,
): BatchTransactions {
  let open: { readonly end: (keep: boolean) => void; readonly ended: Promise<void> } | null = null;
  let count = 0;
  const close = async (keep: boolean) => {
    const batch = open;
    open = null;
    batch?.end(keep);
    await batch?.ended;
  };
  return {
    begin: () =>
      new Promise<void>((begun, refused) => {
        if (open) {
          refused(new Error("A batch can't begin inside another."));
          return;
        }
        let end: (keep: boolean) => void = () => undefined;
        const decided = new Promise<boolean>((decide) => (end = decide));
        const ended = connection.transaction(async () => {
          begun();
          if (!(await decided)) throw new RolledBack();
          await refuse();
          await moveRow(connection, rows.at("running", count + 1));
        });
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
          committed > 0 ? `${committed} of its batches are committed and stay.` : "None of its batches was committed.",
          kept ?? (committed === 0 ? "Nothing was changed." : ""),
        ];
  const unchanged = sentences.filter((sentence) => sentence !== "").join(" ");
  if (options.signal?.aborted === true) {
    const message = `The run was cancelled during revision ${step.id}.`;
    return failed({ code: "statement/cancelled", exit: 4, message, unchanged }).failure;
  }
  if (error instanceof CodeError) {
    const message = `Revision ${step.id} failed: ${error.message}`;
    return failed({ code: "statement/code", exit: 4, message, unchanged, place: error.place }).failure;
  }
  const failure = failureOfError(error, { message: `Revision ${step.id} failed.`, unchanged });
  return { ...failure, place: { file: code.file, span: { start: 0, end: 0 } } };
}
