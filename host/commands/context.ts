import { DatabaseError } from "pg";

import type { Connection, Database } from "#host/connection.ts";
import { ConnectionLost } from "#host/connectionLost.ts";
import { failed, type Outcome } from "#host/failure.ts";
import { LockedError } from "#host/runner/lockedError.ts";
import { failureOfError } from "#host/runner/statementFailure.ts";
import type { LiveReader } from "#host/liveReader.ts";
import type { Project } from "#host/project.ts";
import type { Verdicts } from "#host/proof/verdicts.ts";
import type { Shadow } from "#host/shadow.ts";

/**
 * Everything a command needs of the world, injected at the entry files: no command reads a clock, an environment or a
 * random number by itself.
 */
export interface CommandContext {
  readonly project: Project;
  readonly scope: Scope;
  readonly shadow: Shadow;
  /** SQL that the shadow runs before the first revision; null where the project names none. */
  readonly shadowSetup: string | null;
  /** Proofs that were made on this machine. */
  readonly verdicts: Verdicts;
  /** The database the command is about, not yet connected; a failure where none is configured or a variable is unset. */
  readonly database: () => Promise<Outcome<Database>>;
  readonly reader: LiveReader;
  readonly now: () => Date;
  /** A new revision id: 12 hexadecimal digits. */
  readonly newId: () => string;
  readonly report: (progress: Progress) => void;
  readonly signal: AbortSignal | null;
}

/** Which part of a database a project is about. */
export interface Scope {
  /** The PostgreSQL schema whose names are written unqualified: `?schema=`, else `public`. */
  readonly home: string;
  /** The PostgreSQL schemas that are compared. */
  readonly schemas: readonly string[];
  /** `schema.name` patterns that count as nothing. */
  readonly exclude: readonly string[];
}

/** How far a command is; `done` and `total` count steps, null where the number is not known. */
export interface Progress {
  readonly message: string;
  readonly done: number | null;
  readonly total: number | null;
}

/** Connects, works, and closes whatever happens. What the server refuses, or a connection that ends, is a failure. */
export async function withConnection<T>(
  context: CommandContext,
  work: (connection: Connection, database: Database) => Promise<Outcome<T>>,
  { looksOnly = false }: { readonly looksOnly?: boolean } = {},
): Promise<Outcome<T>> {
  const database = await context.database();
  if (!database.ok) return database;
  const connected = await database.value.connect(context.signal ?? undefined);
  if (!connected.ok) return connected;
  // Behind a pooler a setting would be left to others; what looks there begins its transactions read-only itself.
  const guards = looksOnly && database.value.protected && !connected.value.pooled;
  try {
    if (guards) await connected.value.rows("SET default_transaction_read_only = on");
    return await work(connected.value, database.value);
  } catch (error) {
    return failedQuestion(error, database.value);
  } finally {
    // A session may be kept for what comes next.
    if (guards) await connected.value.rows("RESET default_transaction_read_only").catch(() => undefined);
    await connected.value.close();
  }
}

/** What the server refused, or a connection that ended, as a failure; anything else is thrown again. */
export function failedQuestion(error: unknown, { label }: Pick<Database, "label">): ReturnType<typeof failed> {
  const unchanged = "Nothing was changed.";
  if (error instanceof LockedError) {
    return failed(failureOfError(error, { message: `Database ${label} is busy.`, unchanged }));
  }
  if (error instanceof DatabaseError) {
    return failed(failureOfError(error, { message: `Database ${label} refused a question.`, unchanged }));
  }
  if (!(error instanceof ConnectionLost)) throw error;
  const next = ["Run it again when the server is there."];
  return failed(failureOfError(error, { message: `The connection to ${label} was lost.`, unchanged, next }));
}

/** What it takes to ask the shadow. */
export type ShadowContext = Pick<CommandContext, "shadow" | "shadowSetup" | "scope" | "signal">;

/** The replay options every question to the shadow shares. */
export function replayOptions(context: ShadowContext) {
  return {
    home: context.scope.home,
    schemas: context.scope.schemas,
    exclude: context.scope.exclude,
    setup: context.shadowSetup,
    ...(context.signal ? { signal: context.signal } : {}),
  };
}
