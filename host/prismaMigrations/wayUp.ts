import { divideScript, runsAlone, type ScriptSection, splitStatements } from "#engine/index.ts";
import { type CommandContext, replayOptions } from "#host/commands/context.ts";
import { done, type Failure, type Outcome } from "#host/failure.ts";
import { withoutRecords } from "#host/prismaMigrations/records.ts";
import type { Migration } from "#host/prismaMigrations/readMigrations.ts";
import { scriptStep } from "#host/prismaMigrations/scriptStep.ts";
import type { ReplayStep, Trace } from "#host/shadow.ts";

/** A migration's script as the way up of a revision, and what it did in the shadow. */
export interface WayUp {
  readonly step: ReplayStep;
  readonly sections: readonly ScriptSection[];
  readonly trace: Trace;
}

/** The script without the mark that some editors begin a file with, which is a letter to PostgreSQL, and without Prisma's records. */
export function scriptOf({ text }: Pick<Migration, "text">): string {
  return withoutRecords(text.startsWith("\uFEFF") ? ` ${text.slice(1)}` : text);
}

/**
 * Divides the script into sections and runs it on what `line` leaves. What turns out to be impossible in a transaction,
 * although the form of it does not say so, is taken out of it: a value of an enum that is used at once, a procedure that
 * commits.
 */
export async function runWayUp(
  context: CommandContext,
  line: readonly ReplayStep[],
  migration: Migration,
  id: string,
): Promise<Outcome<WayUp>> {
  const script = scriptOf(migration);
  const apart = new Set<number>();
  for (;;) {
    const { sections } = divideScript(script, {
      alone: ({ sql, span }) => runsAlone(sql) || apart.has(span.start),
    });
    const step = scriptStep(id, migration.file, sections);
    const trace = await context.shadow.trace(line, step, replayOptions(context));
    if (trace.ok) return done({ step, sections, trace: trace.value });
    const more = apartFor(script, trace.failure).filter((start) => !apart.has(start));
    if (more.length === 0) return trace;
    for (const start of more) apart.add(start);
  }
}

/** Where the statements begin that must leave their transaction for the failure to go away; none where that is no help. */
function apartFor(script: string, { details, place }: Failure): readonly number[] {
  const state = details.find((line) => line.startsWith("SQLSTATE "))?.slice("SQLSTATE ".length) ?? "";
  const at = place?.span.start ?? -1;
  const statements = splitStatements(script);
  // Active transaction, and a COMMIT within a procedure: manual, appendix A.
  if (state === "25001" || state === "2D000") {
    return statements.filter(({ span }) => span.start <= at && at < span.end).map(({ span }) => span.start);
  }
  // A new value of an enum, used before its transaction ended.
  if (state !== "55P04") return [];
  return statements
    .filter(({ sql, span }) => span.start < at && /^alter\s+type\b.*\badd\s+value\b/is.test(sql))
    .map(({ span }) => span.start);
}
