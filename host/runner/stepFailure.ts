import type { Failure } from "#host/failure.ts";
import type { RowMoves } from "#host/runner/rowMoves.ts";
import type { SectionStatements } from "#host/runner/sections.ts";
import {
  failureOfError,
  failureOfStatement,
  type FailureFrame,
  isConnectionLoss,
  isTransient,
  StatementError,
} from "#host/runner/statementFailure.ts";
import type { StepRun } from "#host/runner/step.ts";

/** Where a step stopped. */
export interface Halt {
  readonly section: SectionStatements;
  /** Statements of the step that were committed before that section. */
  readonly committed: number;
  readonly rows: RowMoves;
}

/** Why a step stopped and what stays of it; a row that outlives it is made to say the same. */
export async function stepFailure(run: StepRun, error: unknown, halt: Halt): Promise<Failure> {
  const { connection, step, options } = run;
  const cause = error instanceof StatementError ? error.cause : error;
  const aborted = options.signal?.aborted === true;
  const standing = halt.committed + doneInSection(error, halt);
  const hasRow = halt.committed > 0 || halt.section.mode === "no transaction";
  // A session that is gone leaves the row as `running`, which outside a run means the same.
  if (hasRow) await connection.rows(halt.rows.at("failed", standing)).catch(() => undefined);

  const frame = frameOf(cause, step.id, { aborted, unchanged: whatStays(run, standing, halt) });
  const failure = error instanceof StatementError ? failureOfStatement(error, frame) : failureOfError(error, frame);
  // How PostgreSQL puts a cancelled statement says nothing that the user did not do.
  return aborted ? { ...failure, message: frame.message, details: [], place: null } : failure;
}

function frameOf(
  cause: unknown,
  id: string,
  { aborted, unchanged }: { readonly aborted: boolean; readonly unchanged: string },
): FailureFrame {
  if (aborted)
    return { code: "statement/cancelled", message: `The run was cancelled during revision ${id}.`, unchanged };
  if (isConnectionLoss(cause)) {
    const next = ["Look where the database stands (`retort current`), then run it again."];
    return { message: `The connection was lost during revision ${id}.`, unchanged, next };
  }
  if (isTransient(cause)) {
    const next = [
      "End what holds the locks (pg_stat_activity shows it), or run it again when the database is quieter.",
    ];
    return { code: "statement/locked", message: `Revision ${id} did not get the locks it needs.`, unchanged, next };
  }
  return { message: `Revision ${id} failed.`, unchanged };
}

/** Without a transaction, what ran before the statement that failed is committed. */
function doneInSection(error: unknown, { section }: Halt): number {
  if (section.mode === "transaction") return 0;
  if (!(error instanceof StatementError)) return 0;
  return section.statements.findIndex(({ offset }) => offset === error.statement.offset);
}

function whatStays({ step: { id }, kept }: StepRun, standing: number, { section, committed }: Halt): string {
  const count = (n: number) => (n === 1 ? "1 statement" : `${n} statements`);
  const sentences =
    section.mode === "transaction"
      ? [
          "The section was rolled back.",
          committed > 0 && `${count(committed)} of ${id}, in the sections before it, stay.`,
        ]
      : [standing > 0 && `${count(standing)} of ${id} ran outside a transaction and stay.`];
  return [...sentences, kept ?? (standing === 0 && "Nothing was changed.")]
    .filter((sentence) => sentence !== false)
    .join(" ");
}
