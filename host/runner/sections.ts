import { leadingWords, type Section, splitStatements, transactionControl } from "#engine/index.ts";
import type { Connection } from "#host/connection.ts";
import { failed } from "#host/failure.ts";
import { BatchError } from "#host/statementBatch.ts";
import { type PlacedStatement, StatementError } from "#host/runner/statementFailure.ts";

/** A section, and where its SQL begins in its file. */
export interface PlacedSection extends Section {
  readonly offset: number;
}

/** A section cut into the statements that are sent one by one, so that it is known which one failed. */
export interface SectionStatements {
  readonly mode: Section["mode"];
  readonly statements: readonly PlacedStatement[];
}

export function sectionStatements(file: string, section: PlacedSection): SectionStatements {
  const known = cut.get(section);
  if (known?.file === file) return known.read;
  const statements = splitStatements(section.sql);
  const read = {
    mode: section.mode,
    statements: statements.map(({ sql, span }) => ({ sql, file, offset: section.offset + span.start })),
  };
  cut.set(section, { file, read });
  return read;
}

/** A section is never altered, and whoever plans, checks and runs it asks for the same cut. */
const cut = new WeakMap<PlacedSection, { readonly file: string; readonly read: SectionStatements }>();

/** The sections of one way of a revision. Without a single statement it is a transaction all the same, for its row. */
export function stepSections(step: {
  readonly file: string;
  readonly sections: readonly PlacedSection[];
}): readonly SectionStatements[] {
  const sections = step.sections.map((section) => sectionStatements(step.file, section));
  return sections.length > 0 ? sections : [{ mode: "transaction", statements: [] }];
}

/** Runs statements in order, `from` the one of that number; `after` is told how many are done. Rejects with a StatementError. */
export async function runStatements(
  connection: Connection,
  statements: readonly PlacedStatement[],
  {
    from = 0,
    signal,
    after,
  }: {
    readonly from?: number;
    readonly signal?: AbortSignal | undefined;
    readonly after?: (done: number) => Promise<unknown>;
  } = {},
): Promise<void> {
  for (const [index, statement] of statements.entries()) {
    if (index < from) continue;
    signal?.throwIfAborted();
    try {
      await connection.rows(statement.sql);
    } catch (error) {
      throw new StatementError(statement, error);
    }
    await after?.(index + 1);
  }
}

/** What of these is sent in one message with the end of their transaction: all of them, or none where that would matter. */
export function batchOf(statements: readonly PlacedStatement[]): readonly string[] {
  const texts = statements.map(({ sql }) => sql);
  const size = texts.reduce((sum, sql) => sum + sql.length, 0);
  return size > longestBatch || texts.some((sql) => readsOtherwise.test(sql)) ? [] : texts;
}

/** A longer section is sent statement by statement: what it answers is kept until the last. */
const longestBatch = 1_000_000;

/** The server cuts a message into statements before it runs the first, so that these would come too late for the others. */
const readsOtherwise = /\b(?:standard_conforming_strings|client_encoding|set\s+names)\b/i;

/** The error as that of the statement of a batch that it names. */
export function statementOf(statements: readonly PlacedStatement[], error: unknown): unknown {
  if (!(error instanceof BatchError)) return error;
  const statement = statements[error.index];
  return statement ? new StatementError(statement, error.cause) : error.cause;
}

/**
 * What no section may hold, whoever runs it: statements that end or begin a transaction, since sections are what
 * transactions are made of, and rows sent from the client and commands, which only psql knows. Null where all is well.
 */
export function refuseSections(
  sections: readonly SectionStatements[],
  unchanged: string,
): ReturnType<typeof failed> | null {
  for (const { statements } of sections) {
    for (const { sql, file, offset } of statements) {
      const place = { file, span: { start: offset, end: offset + sql.length } };
      const [first = ""] = leadingWords(sql);
      if (transactionControl(sql) !== null) {
        return failed({
          code: "statement/transactionControl",
          exit: 2,
          message: `${first.toUpperCase()} can't stand in a revision: each section is a transaction, or none, as a whole.`,
          unchanged,
          next: [
            "Leave it out. What must be committed by itself goes into a section of its own; what can't run in a transaction into one marked (no transaction).",
          ],
          place,
        });
      }
      const command = /^\\[^\s\\]*/.exec(sql)?.[0];
      if (command !== undefined) {
        return failed({
          code: "statement/psqlCommand",
          exit: 2,
          message: `Retort does not run psql commands: \`${command}\`.`,
          unchanged,
          next: ["Leave the line out: pg_dump writes \\restrict and \\unrestrict, which only psql understands."],
          place,
        });
      }
      if (first === "copy" && /\bfrom\s+stdin\b/i.test(sql)) {
        return failed({
          code: "statement/copyFromStdin",
          exit: 2,
          message:
            "COPY … FROM STDIN can't stand in a revision: its rows follow the statement, which only psql can send.",
          unchanged,
          next: ["Write the rows as INSERT … VALUES."],
          place,
        });
      }
      if (first === "copy" && /\b(?:from|to)\s+program\b/i.test(sql)) {
        return failed({
          code: "statement/copyProgram",
          exit: 2,
          message:
            "COPY … PROGRAM can't stand in a revision: what a program on the server does can't be tried, or taken back.",
          unchanged,
          next: ["Run the program beside the migration, and write the rows as INSERT … VALUES."],
          place,
        });
      }
    }
  }
  return null;
}
