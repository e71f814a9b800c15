import {
  leadingWords,
  type QualifiedName,
  quoteIdentifier,
  quoteLiteral,
  quoteName,
  scan,
  type Schema,
} from "#engine/index.ts";
import type { Connection } from "#host/connection.ts";
import { refuseSections, runStatements, sectionStatements } from "#host/runner/sections.ts";
import { resetSession } from "#host/runner/session.ts";
import { errorCode, isConnectionLoss, type PlacedStatement, StatementError } from "#host/runner/statementFailure.ts";
import type { ProvedWays, ReplayStep } from "#host/shadow.ts";
import { endSession } from "#host/shadow/endSession.ts";
import { type HeldRows, readHeldRows } from "#host/shadow/heldRows.ts";
import { pastObstacles, type Surroundings } from "#host/shadow/obstacles.ts";
import { type Nulls, sampleRows } from "#host/shadow/sampleRows.ts";
import { touchedTables } from "#host/shadow/touchedTables.ts";

/** What became of rows that were put where a revision reaches, before it went up, down and up again. */
export interface RowTrial {
  /** The tables that held rows. */
  readonly tables: readonly QualifiedName[];
  /** Those that could not be given any, and why. */
  readonly skipped: readonly { readonly table: QualifiedName; readonly reason: string }[];
  readonly passages: readonly Passage[];
  /** Where it stopped, because rows stand against a statement or no transaction takes it; null where it got through. */
  readonly stopped: { readonly way: Passage["way"]; readonly reason: string; readonly code: string | null } | null;
}

/** What the tables held before one of the ways and after it. */
export interface Passage {
  readonly way: "up" | "down" | "again";
  readonly before: readonly HeldRows[];
  readonly after: readonly HeldRows[];
}

export interface RowTrialOptions {
  readonly home: string;
  readonly surroundings: Surroundings;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Tries a revision on rows, in one transaction that is taken back: nothing stays of it. `before` is the catalog that it
 * is tried on. Null where no table is there to hold any.
 */
export async function tryWithRows(
  connection: Connection,
  { up, down }: ProvedWays,
  before: Schema,
  options: RowTrialOptions,
): Promise<RowTrial | null> {
  const steps = [up, ...(down ? [down] : [])];
  const sections = steps.flatMap(({ file, sections: of }) => of.map((section) => sectionStatements(file, section)));
  const sql = steps.flatMap(({ sections: of }) => of.map((section) => section.sql)).join("\n");
  const touched = touchedTables(before, sql).filter(({ partitionOf }) => partitionOf === null);
  if (touched.length === 0 || refuseSections(sections, "") !== null) return null;
  const sequences = mayDraw.test(sql) ? await readSequences(connection) : null;
  await connection.rows("BEGIN");
  let trial: RowTrial;
  try {
    const pass = async (nulls: Nulls) =>
      passThere(connection, { up, down }, { ...(await seed(connection, touched, before, nulls)), ...options });
    await connection.rows("SAVEPOINT trial");
    trial = await pass("some");
    // That a column is to be required says nothing of what else happens to rows.
    if (trial.stopped?.code === notNullViolation) {
      await connection.rows("ROLLBACK TO SAVEPOINT trial");
      trial = await pass("none");
    }
  } catch (error) {
    // What ended the session is what there is to tell.
    await connection.rows("ROLLBACK").catch(() => undefined);
    throw error;
  }
  await connection.rows("ROLLBACK");
  await endSession(connection);
  if (sequences) await resetSequences(connection, sequences);
  // Rows that were taken back keep their room, and a table that has room looks as if it held some.
  const names = trial.tables.map((table) => quoteName(table, ""));
  if (names.length > 0) await connection.rows(`VACUUM ${names.join(", ")}`);
  return trial;
}

type Table = Schema["tables"][number];

/** Manual, appendix A. */
const notNullViolation = "23502";

async function seed(connection: Connection, touched: readonly Table[], schema: Schema, nulls: Nulls) {
  const seeded: QualifiedName[] = [];
  const skipped: { table: QualifiedName; reason: string }[] = [];
  // Neither a trigger's errand nor a circle of foreign keys is on trial. Only a superuser may; others try as it is.
  const asReplica = "SAVEPOINT seed; SET LOCAL session_replication_role = replica; RELEASE SAVEPOINT seed";
  const replica = (await refusalOf(connection, asReplica)) === null;
  const exists = touched.map(({ name }) => `EXISTS (SELECT FROM ${quoteName(name, "")})`);
  const [held = []] = await connection.rows<boolean[]>(`SELECT ${exists.join(", ")}`);
  for (const [at, table] of touched.entries()) {
    let reason: string | null = null;
    if (held[at] !== true) {
      for (const statement of sampleRows(table, schema, { nulls })) {
        reason = await refusalOf(connection, `SAVEPOINT seed; ${statement}; RELEASE SAVEPOINT seed`);
        if (reason === null) break;
      }
    }
    if (reason === null) seeded.push(table.name);
    else skipped.push({ table: table.name, reason });
  }
  await connection.rows(
    `${replica ? "SET LOCAL session_replication_role = origin; " : ""}SET CONSTRAINTS ALL IMMEDIATE`,
  );
  return { seeded, skipped };
}

/** Why statements that begin with a savepoint `seed` were refused; null where they ran. */
async function refusalOf(connection: Connection, sql: string): Promise<string | null> {
  try {
    await connection.rows(sql);
    return null;
  } catch (error) {
    if (isConnectionLoss(error)) throw error;
    await connection.rows("ROLLBACK TO SAVEPOINT seed");
    return (error as Error).message;
  }
}

async function passThere(
  connection: Connection,
  { up, down }: ProvedWays,
  { seeded, skipped, ...options }: RowTrialOptions & Pick<RowTrial, "skipped"> & { seeded: readonly QualifiedName[] },
): Promise<RowTrial> {
  const ways = [["up", up] as const, ...(down ? [["down", down] as const, ["again", up] as const] : [])];
  const passages: Passage[] = [];
  let held = await readHeldRows(
    connection,
    seeded.map((table) => ({ oid: null, table })),
  );
  for (const [way, step] of held.length > 0 ? ways : []) {
    try {
      await runStep(connection, step, options);
      await endSession(connection);
      const wanted = [...held, ...seeded.map((table) => ({ oid: null, table }))];
      const after = await readHeldRows(connection, wanted);
      passages.push({ way, before: held, after });
      held = after;
    } catch (error) {
      const cause = error instanceof StatementError ? error.cause : error;
      if (isConnectionLoss(cause)) throw error;
      return {
        tables: seeded,
        skipped,
        passages,
        stopped: { way, reason: (cause as Error).message, code: errorCode(cause) },
      };
    }
  }
  return { tables: seeded, skipped, passages, stopped: null };
}

async function runStep(connection: Connection, step: ReplayStep, { home, surroundings, signal }: RowTrialOptions) {
  for (const section of step.sections) {
    const { mode, statements: written } = sectionStatements(step.file, section);
    const statements = written.map(inTransaction);
    await pastObstacles(connection, { mode, statements }, surroundings, async (sent, from) => {
      await connection.rows(`SAVEPOINT section; SET LOCAL search_path = ${quoteIdentifier(home)}`);
      try {
        await runStatements(connection, sent, { from: section.mode === "transaction" ? 0 : from, signal });
      } catch (error) {
        const cause = error instanceof StatementError ? error.cause : error;
        if (!isConnectionLoss(cause)) await connection.rows("ROLLBACK TO SAVEPOINT section");
        throw error;
      }
      await connection.rows(`RELEASE SAVEPOINT section; ${resetSession}; SET CONSTRAINTS ALL IMMEDIATE`);
    });
  }
}

/** As it can run in a transaction: what goes on CONCURRENTLY does the same without, only not as quietly. */
function inTransaction(statement: PlacedStatement): PlacedStatement {
  const { sql } = statement;
  if (!["create", "drop", "alter", "reindex", "refresh"].includes(leadingWords(sql)[0] ?? "")) return statement;
  const word = scan(sql).find(
    ({ kind, start, end }) => kind === "word" && sql.slice(start, end).toLowerCase() === "concurrently",
  );
  return word ? { ...statement, sql: sql.slice(0, word.start) + sql.slice(word.end) } : statement;
}

/** What may draw from a sequence, which no transaction takes back: later revisions may count on its numbers. */
const mayDraw = /\b(?:insert|update|merge|select|call|do|execute|nextval|setval|serial|default)\b/i;

type SequenceRow = [schema: string, name: string, last: string | null, start: string];

function readSequences(connection: Connection): Promise<SequenceRow[]> {
  return connection.rows<SequenceRow>(
    "SELECT schemaname, sequencename, last_value::text, start_value::text FROM pg_sequences",
  );
}

async function resetSequences(connection: Connection, before: readonly SequenceRow[]): Promise<void> {
  const key = ([schema, name, last]: SequenceRow) => JSON.stringify([schema, name, last]);
  const now = new Set((await readSequences(connection)).map(key));
  for (const row of before) {
    if (now.has(key(row))) continue;
    const [schema, name, last, start] = row;
    const sequence = quoteLiteral(quoteName({ schema, name }, ""));
    await connection.rows(`SELECT setval(${sequence}, ${last ?? start}, ${last === null ? "false" : "true"})`);
  }
}
