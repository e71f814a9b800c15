import { CodeError } from "#host/code/codeError.ts";
import { type CatalogGuard, guardCatalog } from "#host/code/catalogGuard.ts";
import { type BatchTransactions, runCode } from "#host/code/runCode.ts";
import type { CodeText } from "#host/code/messages.ts";
import { done, failed, type Failure, type Outcome } from "#host/failure.ts";
import { MovedError, transactionSettings } from "#host/runner/attempts.ts";
import { type RowMoves, rowMoves } from "#host/runner/rowMoves.ts";
import type { RunOptions } from "#host/runner/runSteps.ts";
import { rowFailure } from "#host/runner/rowFailure.ts";
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
export async function runCodeStep(run: StepRun, code: CodeStep): Promise<Outcome<"ran" | "moved">> {
  const { connection, step, options } = run;
  const rows = rowMoves(step, options.bookkeeping, { timed: true });
  const from = run.earlier?.statements ?? null;
  const settings = transactionSettings(options);
  let committed = from ?? 0;
  let isTaken = false;
  const take = ([taken]: readonly unknown[]) =>
    taken === undefined ? Promise.reject(new MovedError()) : Promise.resolve();
  try {
    if (code.mode === "transaction") {
      await connection.transaction(
        async (begun) => {
          await take(begun);
          await runCodeWithin(run, code);
        },
        {
          first: [...settings, ...rows.within.take(from)].join("; "),
          last: () => `${resetSession}; ${rows.within.finish()}`,
        },
      );
      return done("ran");
    }
    const guard = await guardCatalog(connection, scopeOf(options));
    await connection.transaction(take, { first: rows.take(from).join("; ") });
    isTaken = true;
    const refuse = () => refuseDifferences(guard, code);
    const batches = batchTransactions(run, { rows, refuse, from: committed }, (count) => (committed = count));
    await runCode(connection, { ...codeRun(run, code), batches }).finally(() => batches.rollback());
    await connection.transaction(refuse, {
      first: rows.within.hold(committed),
      last: () => `${resetSession}; ${rows.within.finish()}`,
    });
    return done("ran");
  } catch (error) {
    if (error instanceof MovedError && !isTaken) return done("moved");
    await run.settle();
    if (isTaken) await connection.rows(rows.fail(committed)).catch(() => undefined);
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
  await runCode(connection, { ...codeRun(run, code), batches: null });
  await refuseDifferences(guard, code);
}

function scopeOf({ home, schemas = [home] }: RunOptions) {
  return { home, schemas };
}

function codeRun({ step, options }: Pick<StepRun, "step" | "options">, { file, text }: CodeStep) {
  const progress = (count: number, total: number | null) => {
    const of = total === null ? "" : ` of ${total}`;
    options.report({ message: `${step.id}: ${count}${of} rows`, done: null, total: null });
  };
  return { file, text, direction: step.direction, tag: options.tag ?? null, progress, signal: options.signal };
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
  const frame = { message: `Revision ${step.id} failed.`, unchanged, about: "the user's" } as const;
  const failure = rowFailure({ step, options }, error, frame) ?? failureOfError(error, frame);
  return { ...failure, place: { file: code.file, span: { start: 0, end: 0 } } };
}
