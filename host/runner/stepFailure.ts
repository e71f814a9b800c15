import { leadingWords } from "#engine/index.ts";
import { type AppliedRow, readRows } from "#host/bookkeeping/rows.ts";
import { failed, type Failure } from "#host/failure.ts";
import { MovedError, timeoutSettings } from "#host/runner/attempts.ts";
import { LockedError } from "#host/runner/lockedError.ts";
import { heldBy, lockedFrame } from "#host/runner/lockedFailure.ts";
import { DoubtError, invalidIndexesLeft } from "#host/runner/doubt.ts";
import { putRight } from "#host/runner/advice.ts";
import { count, lostFailure, standingWords } from "#host/runner/lostFailure.ts";
import { rowFailure } from "#host/runner/rowFailure.ts";
import type { RowMoves } from "#host/runner/rowMoves.ts";
import { stepSections } from "#host/runner/sections.ts";
import { committedStatements, waysOut } from "#host/runner/standing.ts";
import {
  failureOfError,
  failureOfStatement,
  type FailureFrame,
  isConnectionLoss,
  type PlacedStatement,
  StatementError,
} from "#host/runner/statementFailure.ts";
import type { StepRun } from "#host/runner/step.ts";
import type { Unit } from "#host/runner/units.ts";

/** Where a step stopped. */
export interface Halt {
  readonly unit: Unit;
  readonly rows: RowMoves;
  /** The revision has a row that outlives the transaction that failed. */
  readonly isTaken: boolean;
  /** The transaction was the whole run's. */
  readonly isWhole?: boolean;
}

/** Why a step stopped and what stays of it; a row that outlives it is made to say the same. */
export async function stepFailure(run: StepRun, error: unknown, halt: Halt): Promise<Failure> {
  await run.settle();
  const { step, options } = run;
  const thrown = error instanceof LockedError ? error.cause : error;
  const cause = thrown instanceof StatementError ? thrown.cause : thrown;
  if (error instanceof MovedError) return taken(run, halt);
  if (error instanceof DoubtError) return inDoubt(run, error.statement, halt);
  const aborted = options.signal?.aborted === true;
  if (!aborted && isConnectionLoss(cause)) return lostFailure(run, cause);

  const row = await markFailed(run, halt);
  const frame = hasArrived(run, row, halt) ? arrivedFrame(run, row) : await frameOf(run, error, halt);
  if (aborted) {
    // How PostgreSQL puts a cancelled statement says nothing that the user did not do.
    const message = `The run was cancelled during revision ${step.id}.`;
    return failed({
      ...frame,
      code: "statement/cancelled",
      exit: 4,
      message,
      next: (frame.next ?? []).filter((line) => line !== putRight),
    }).failure;
  }
  const ofRow = thrown instanceof StatementError ? null : rowFailure(run, cause, frame);
  if (ofRow) return ofRow;
  const failure = thrown instanceof StatementError ? failureOfStatement(thrown, frame) : failureOfError(cause, frame);
  const statement = thrown instanceof StatementError && !step.code ? [ordinal(run, thrown.statement)] : [];
  return { ...failure, details: [...statement, ...failure.details, ...heldBy(error)] };
}

/** The row after it was made to say that the revision failed, where it can be asked; null where there is none. */
async function markFailed({ connection, step, options }: StepRun, halt: Halt): Promise<AppliedRow | null | "unknown"> {
  try {
    const fail = [...timeoutSettings(options), halt.rows.fail(halt.unit.before)];
    if (halt.isTaken) await connection.rows(fail.join("; "));
    const rows = await readRows(connection, options.bookkeeping);
    return rows?.find(({ id }) => id === step.id) ?? null;
  } catch {
    return "unknown";
  }
}

/** An error may come after the commit: a cancel that meets its very end. The row tells. */
function hasArrived({ step }: StepRun, row: AppliedRow | null | "unknown", { unit }: Halt): row is AppliedRow | null {
  if (row === "unknown") return false;
  const isUp = step.direction === "upgrade";
  if (row === null) return !isUp;
  if (row.state === "applied") return isUp;
  return committedStatements(row) > unit.before;
}

function arrivedFrame(run: StepRun, row: AppliedRow | null): FailureFrame {
  const { step, kept } = run;
  return {
    message: `The run ended with revision ${step.id}.`,
    unchanged: [standingWords(run, row), kept].filter((sentence) => sentence !== null).join(" "),
    next: row && row.state !== "applied" ? waysOut(step.id) : [],
  };
}

/** What had to wait until the revision was committed did not come to pass. */
export function afterwardsFailure({ step: { id, direction }, kept }: StepRun, error: unknown): Failure {
  const is = `${id} is ${direction === "upgrade" ? "applied" : "taken back"}.`;
  return failureOfError(error, {
    message: `Revision ${id} was run, but not everything that was kept of its data came back.`,
    unchanged: [is, kept].filter((sentence) => sentence !== null).join(" "),
    next: ["What was kept is kept still: retort stash list."],
  });
}

async function frameOf(run: StepRun, error: unknown, halt: Halt): Promise<FailureFrame> {
  const { unit, isTaken } = halt;
  const { id } = run.step;
  const left = unit.kind === "section" ? null : await leftIndexes(run, error, halt);
  const ran = error instanceof LockedError && error.statementRan;
  const ofStatement = left?.is ?? (ran ? untold : mayHaveCommitted(error, halt) ? committedItself : nothing);
  const unchanged = whatStays(run, halt, ofStatement);
  const clean = left?.clean ?? null;
  const out = isTaken && (unit.before > 0 || ran) ? waysOut(id) : [];
  const mend = out.length > 0 ? [] : [putRight];
  const next = [...mend, ...out, ...(clean === null ? [] : [clean])];
  if (!(error instanceof LockedError)) return { message: `Revision ${id} failed.`, unchanged, next };
  return lockedFrame(id, error, { unchanged, out });
}

const nothing = "Nothing was changed.";
const untold = "The statement ran and stays, and its row could not be made to say so.";
const committedItself = "What the statement committed by itself before it failed stays.";

/** Outside of transactions a block or a procedure may end its own. */
function mayHaveCommitted(error: unknown, { unit }: Halt): boolean {
  if (unit.kind !== "outside" || !(error instanceof StatementError)) return false;
  return ["do", "call"].includes(leadingWords(error.statement.sql)[0] ?? "");
}

async function leftIndexes({ connection }: StepRun, error: unknown, { unit }: Halt) {
  const statement = error instanceof StatementError ? error.statement : unit.statements[0];
  const left = statement ? await invalidIndexesLeft(connection, statement).catch(() => []) : [];
  if (left.length === 0) return null;
  const [what, are] = left.length === 1 ? ["The invalid index", "is"] : ["The invalid indexes", "are"];
  const which = `${what} ${left.join(", ")} ${are}`;
  return { is: `${which} left of it.`, clean: `${which} dropped first when the revision is run again or resumed.` };
}

/** `Statement 2 of 5: CREATE INDEX …` */
function ordinal({ step }: StepRun, statement: PlacedStatement): string {
  const all = stepSections(step).flatMap(({ statements }) => statements);
  const text = statement.sql.replaceAll(/\s+/g, " ");
  const at = all.findIndex(({ offset }) => offset === statement.offset) + 1;
  return `Statement ${at} of ${all.length}: ${text.length > 160 ? `${text.slice(0, 160)}…` : text}`;
}

function whatStays(
  { step: { id }, kept }: StepRun,
  { unit: { kind, before }, isWhole }: Halt,
  ofStatement: string,
): string {
  if (isWhole === true) return `The whole run was rolled back. ${nothing}`;
  const sentences =
    kind === "section"
      ? ["The section was rolled back.", before > 0 && `${count(before)} of ${id}, in the sections before it, stay.`]
      : [before > 0 && `${count(before)} of ${id} ran outside a transaction and ${before === 1 ? "stays" : "stay"}.`];
  const last = ofStatement === nothing ? [kept ?? (before === 0 && nothing)] : [kept, ofStatement];
  return [...sentences, ...last].filter((sentence) => sentence !== false && sentence !== null).join(" ");
}

function taken({ step, kept }: StepRun, { unit }: Halt): Failure {
  return failed({
    code: "refused/moved",
    exit: 3,
    message: `Another run went on with revision ${step.id} before this one could.`,
    unchanged:
      [unit.before > 0 && `${count(unit.before)} of it ran here and ${unit.before === 1 ? "stays" : "stay"}.`, kept]
        .filter(Boolean)
        .join(" ") || "Nothing was run.",
    next: ["Look where the database stands (`retort current`)."],
  }).failure;
}

async function inDoubt(run: StepRun, statement: PlacedStatement, { rows, unit }: Halt): Promise<Failure> {
  const { connection, step } = run;
  // As it was found: what is not known is not made known by asking.
  await connection.rows(rows.at(unit.before)).catch(() => undefined);
  return failed({
    code: "refused/inDoubt",
    exit: 3,
    message: `Whether a statement of revision ${step.id} ran to its end is not known: its run was killed while it was at it.`,
    details: [ordinal(run, statement)],
    unchanged: "Nothing was run.",
    next: [
      "Look in the database whether it did.",
      `If it did not: retort resume ${step.id} --retry runs it again.`,
      `If it did: retort resume ${step.id} --skip goes on behind it.`,
    ],
    place: { file: statement.file, span: { start: statement.offset, end: statement.offset + statement.sql.length } },
  }).failure;
}
