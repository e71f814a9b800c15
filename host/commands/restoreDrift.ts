import {
  type Change,
  diff,
  partWay,
  printScript,
  printStatements,
  nameKey,
  partitionsBelow,
  quoteIdentifier,
  render,
  type Rendered,
  type RenderedSection,
  type Schema,
} from "#engine/index.ts";
import { assess, compareLive, positionOf } from "#host/commands/assess.ts";
import { type CommandContext, withConnection } from "#host/commands/context.ts";
import { readDatabase } from "#host/commands/databaseReading.ts";
import { isNamed, knownDrift, noSuchDrift } from "#host/commands/driftNamed.ts";
import type { History } from "#host/commands/history.ts";
import { type Loss, losses } from "#host/commands/losses.ts";
import type { ModelsReading } from "#host/commands/models.ts";
import { protectedRefusal } from "#host/commands/protectedRefusal.ts";
import { type RunLimits, runnerOptions, withRunLock } from "#host/commands/runnerOptions.ts";
import type { Connection } from "#host/connection.ts";
import { done, failed, failureOf, type Outcome } from "#host/failure.ts";
import type { DatabaseLock } from "#host/lock.ts";
import { transactionSettings, untilLocked } from "#host/runner/attempts.ts";
import { runStatements } from "#host/runner/sections.ts";
import { resetSession } from "#host/runner/session.ts";
import type { DroppedObject } from "#host/shadow.ts";
import { failureOfError } from "#host/runner/statementFailure.ts";

/** What would bring a database back to what its revisions made. Nothing has run yet. */
export interface RestorePlan {
  readonly database: string;
  readonly protected: boolean;
  /** From what the database holds to what it is to hold, in the order they run. */
  readonly changes: readonly Change[];
  readonly losses: readonly Loss[];
  /** As a script to read. */
  readonly sql: string;
  /** Names exactly what would run and be lost: equal tokens, equal plans. */
  readonly token: string;
}

export interface RestoreOptions extends Pick<RunLimits, "lockWait"> {
  /** Tables, columns, indexes …; none for all that drifted. */
  readonly objects: readonly string[];
  readonly acceptLosses: boolean;
  /** The name of a protected database, as it was typed. */
  readonly allowProtected: string | null;
  /** The token of the plan that was shown. */
  readonly expected: string;
}

const unchanged = "Nothing was run.";

/** Plans `restore`: the way from what the database holds to what was recorded, for the objects named or all that drifted. */
export async function planRestore(
  context: CommandContext,
  models: ModelsReading,
  history: History,
  objects: readonly string[],
): Promise<Outcome<RestorePlan>> {
  const drift = knownDrift(await assess(context, models, history, { connect: true }), unchanged);
  if (!drift.ok) return drift;
  const { home } = context.scope;
  const missing = noSuchDrift(drift.value, objects, { home, unchanged });
  if (missing) return missing;
  return withConnection(context, async (connection, database) => {
    const way = wayTo(context, drift.value.to, drift.value.from, objects);
    if (!way.ok) return way;
    const { name, protected: isProtected } = database;
    const planned = await described(context, connection, way.value);
    return done({ ...planned, database: name, protected: isProtected });
  });
}

/**
 * Brings the database back as it was shown: planned anew under the lock, and refused where that is another plan by now.
 * All of it in one transaction, but for what PostgreSQL runs outside of transactions alone.
 */
export function restoreDrift(
  context: CommandContext,
  history: History,
  options: RestoreOptions,
): Promise<Outcome<{ readonly changes: readonly Change[] }>> {
  return withConnection(context, async (connection, database) => {
    const guarded = protectedRefusal(database, options.allowProtected, unchanged);
    if (guarded) return guarded;
    return withRunLock(context, connection, { ...options, unchanged }, async (lock) => {
      const reading = await readDatabase(context, database, connection);
      const compared = await compareLive(context, history, {
        kind: "managed",
        reading,
        ...positionOf(history, reading.rows ?? []),
      });
      if (compared.kind === "unknown") {
        return compared.failure
          ? failed({ ...compared.failure, unchanged })
          : failed({ code: "refused/unknown", exit: 3, message: compared.reason, unchanged });
      }
      const way = wayTo(context, compared.to, compared.from, options.objects);
      if (!way.ok) return way;
      const plan = await described(context, connection, way.value);
      const refused = refuse(plan, options);
      if (refused) return refused;
      const ran = await runSections(context, connection, lock, way.value.rendered.sections);
      return ran.ok ? done({ changes: plan.changes }) : ran;
    });
  });
}

interface Way {
  readonly changes: readonly Change[];
  readonly from: Schema;
  readonly to: Schema;
  readonly rendered: Rendered;
}

function wayTo(context: CommandContext, live: Schema, recorded: Schema, objects: readonly string[]): Outcome<Way> {
  const { home } = context.scope;
  const to = partWay(live, recorded, { home, wanted: isNamed(objects, home) });
  const changes = diff(live, to, { home });
  const rendered = render(changes, { before: live, home });
  const refused = failureOf(rendered.problems, { code: "models/unsupportedChange", exit: 3, unchanged });
  return refused ?? done({ changes, from: live, to, rendered });
}

async function described(context: CommandContext, connection: Connection, { changes, from, to, rendered }: Way) {
  const { home } = context.scope;
  const sections = rendered.sections.map(({ mode, statements }) => ({ mode, sql: printStatements(statements) }));
  const trace = { before: from, after: to, dropped: droppedBy(changes, from), renamed: [] };
  const lost = await losses(connection, [{ run: { id: "restore", sections }, trace }], home);
  const sql = printScript(rendered, { comments: true, home });
  return { changes, losses: lost, sql, token: JSON.stringify([sql, lost.map(({ text }) => text)]) };
}

function droppedBy(changes: readonly Change[], from: Schema): DroppedObject[] {
  const gone = new Set(changes.flatMap((change) => (change.kind === "dropTable" ? [nameKey(change.table.name)] : [])));
  return changes.flatMap((change): DroppedObject[] => {
    if (change.kind === "dropTable") {
      const { name } = change.table;
      const stays = partitionsBelow(name, from.tables).filter((partition) => !gone.has(nameKey(partition)));
      return [{ table: name, column: null, stays }];
    }
    return change.kind === "dropColumn" ? [{ table: change.table, column: change.column.name, stays: [] }] : [];
  });
}

function refuse(
  plan: Pick<RestorePlan, "losses" | "token">,
  { expected, acceptLosses }: RestoreOptions,
): ReturnType<typeof failed> | null {
  if (plan.token !== expected) {
    return failed({
      code: "refused/planChanged",
      exit: 3,
      message: "The database has changed since this was planned.",
      unchanged,
      next: ["Look at it again: retort restore --dry-run."],
    });
  }
  if (plan.losses.length === 0 || acceptLosses) return null;
  return failed({
    code: "refused/dataLoss",
    exit: 3,
    message: "Restoring the database would lose data.",
    details: plan.losses.map(({ text }) => text),
    unchanged,
    next: ["Accept the loss: --yes.", "Or keep what the database has: retort adopt -m MESSAGE."],
  });
}

async function runSections(
  context: CommandContext,
  connection: Connection,
  lock: DatabaseLock,
  sections: readonly RenderedSection[],
): Promise<Outcome<void>> {
  const options = runnerOptions(context, {});
  let finished = 0;
  try {
    for (const { mode, statements } of sections) {
      const placed = statements.map(({ sql }) => ({ sql, file: "", offset: 0 }));
      const run = () => runStatements(connection, placed, { signal: options.signal });
      if (mode === "transaction") {
        const first = transactionSettings(options).join("; ");
        await untilLocked({ connection, lock, options }, "restore", () =>
          connection.transaction(run, { first, last: () => resetSession }),
        );
      } else {
        await connection.rows(`SET search_path = ${quoteIdentifier(options.home)}`);
        await run().finally(() => connection.rows(resetSession));
      }
      finished += 1;
    }
    return done(undefined);
  } catch (error) {
    const left = finished === 0 ? "Nothing was changed." : `${finished} of ${sections.length} sections ran and stay.`;
    const failure = failureOfError(error instanceof Error && error.cause !== undefined ? error.cause : error, {
      message: "The database was not restored.",
      unchanged: left,
    });
    return { ok: false, failure };
  }
}
