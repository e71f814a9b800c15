import { setTimeout as sleep } from "node:timers/promises";

import { type CommandContext, withConnection } from "#host/commands/context.ts";
import { readPlace } from "#host/commands/databaseReading.ts";
import type { History } from "#host/commands/history.ts";
import { type PlanOptions, planRun, type RunPlan } from "#host/commands/plan.ts";
import { readOnlyRefusal } from "#host/commands/readOnly.ts";
import { planToken } from "#host/commands/run.ts";
import type { Database } from "#host/connection.ts";
import { done, type Failure, type Outcome } from "#host/failure.ts";
import { errorCode } from "#host/runner/statementFailure.ts";

/** A plan to be shown, and what names it. */
export interface ShownPlan {
  readonly plan: RunPlan;
  readonly token: string;
  readonly database: Database;
  /** Why it can't be run there, where that is known: the database can only be read. */
  readonly readOnly: Failure | null;
}

/**
 * Plans without the lock: showing what would run keeps nobody from running. What another run takes from under the reading
 * is read again.
 */
export function planNow(context: CommandContext, history: History, options: PlanOptions): Promise<Outcome<ShownPlan>> {
  return withConnection(context, async (connection, database) => {
    for (let tried = 1; ; tried++) {
      try {
        const reading = await readPlace(context, database, connection);
        const planned = await planRun(context, history, reading, connection, options);
        if (!planned.ok) return planned;
        const refused = await readOnlyRefusal(connection, "Nothing was run.");
        const readOnly = refused?.failure ?? null;
        return done({ plan: planned.value, token: planToken(planned.value, reading.rows ?? []), database, readOnly });
      } catch (error) {
        if (!isMoving(error) || tried >= 20) throw error;
        await sleep(150, undefined, context.signal ? { signal: context.signal } : {});
      }
    }
  });
}

/** What was there a moment ago is not, or is another. */
function isMoving(error: unknown): boolean {
  const code = errorCode(error) ?? "";
  return code.startsWith("42") || ["XX000", "40001", "40P01"].includes(code);
}
