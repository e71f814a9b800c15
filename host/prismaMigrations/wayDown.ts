import {
  type Change,
  describe,
  diff,
  displayName,
  divideScript,
  render,
  returnHazards,
  sameSchema,
  type Schema,
  type Section,
  tidySql,
  wayBack,
} from "#engine/index.ts";
import { type CommandContext, replayOptions } from "#host/commands/context.ts";
import { commented, renderedSections } from "#host/commands/generate.ts";
import { requiredColumns } from "#host/commands/questions.ts";
import { returnLines } from "#host/commands/returnNotes.ts";
import { done, type Failure, type Outcome } from "#host/failure.ts";
import { type DataChanges, dataChangesOf } from "#host/prismaMigrations/dataChanges.ts";
import type { Migration } from "#host/prismaMigrations/readMigrations.ts";
import type { WayUp } from "#host/prismaMigrations/wayUp.ts";
import { scriptStep } from "#host/prismaMigrations/scriptStep.ts";
import type { ReplayStep, Retrace } from "#host/shadow.ts";
import { loadSqlParser } from "#host/sqlParser.ts";

/** How a migration is taken back. Whatever it is, it was seen to lead to the catalog before and up again. */
export type WayDown =
  | {
      readonly kind: "reversible";
      /** `catalog`: made from the catalogs before and after. `own`: the project's own down.sql. `nothing`: there is nothing to undo. */
      readonly origin: "catalog" | "own" | "nothing";
      readonly sections: readonly Section[];
    }
  | { readonly kind: "irreversible"; readonly reason: string };

export interface FoundWayDown {
  readonly way: WayDown;
  readonly notes: readonly string[];
}

/** The project's own way down where it holds, else one from the catalogs before and after; tried in the shadow either way. */
export async function findWayDown(
  context: CommandContext,
  line: readonly ReplayStep[],
  up: WayUp,
  migration: Migration,
): Promise<Outcome<FoundWayDown>> {
  const notes: string[] = [];
  if (migration.down !== null) {
    const sections = divideScript(migration.down).sections;
    const tried = await fault(context, line, up, sections);
    if (!tried.ok) return tried;
    if (tried.value === null) {
      const own = sections.map(({ mode, sql }) => ({ mode, sql: tidySql(sql) }));
      return done({ way: { kind: "reversible", origin: "own", sections: own }, notes });
    }
    notes.push(`${migration.name}: its own down.sql does not hold, and was left out: ${tried.value}.`);
  }
  const drafted = await draft(context, up);
  if (drafted.kind === "irreversible") return done({ way: drafted, notes });
  const tried = await fault(context, line, up, drafted.sections);
  if (!tried.ok) return tried;
  return done({ way: tried.value === null ? drafted : { kind: "irreversible", reason: tried.value }, notes });
}

async function draft({ scope: { home } }: CommandContext, { sections, trace }: WayUp): Promise<WayDown> {
  const { before, after, renamed } = trace;
  const changes = wayBack(diff(before, after, { renames: renamed }), before, after);
  const rendered = render(changes, { before: after, home });
  const refused = rendered.problems.filter((problem) => problem.severity === "error");
  if (refused.length > 0) return { kind: "irreversible", reason: refused.map((p) => p.message).join(" ") };

  const parse = await loadSqlParser();
  const rows = sections.map(({ sql }) => dataChangesOf(sql, parse));
  const lines = [
    ...returnLines(returnHazards(changes, after), home),
    ...requiredAgain(changes, home),
    ...rowsNote(rows, changes.length > 0),
  ];
  return {
    kind: "reversible",
    origin: changes.length === 0 ? "nothing" : "catalog",
    sections: commented(renderedSections(rendered), lines),
  };
}

function requiredAgain(changes: readonly Change[], home: string): readonly string[] {
  return requiredColumns(changes)
    .filter(({ added }) => !added)
    .map(
      ({ table, column }) => `${displayName(table, home)}.${column} is required again: rows without a value stop this.`,
    );
}

function rowsNote(read: readonly (DataChanges | null)[], changesCatalog: boolean): readonly string[] {
  const tables = [...new Set(read.flatMap((part) => part?.tables ?? []))];
  const runsCode = read.some((part) => part === null || part.runsCode);
  const stays = [
    ...(tables.length > 0 ? [`What the way up did to the rows of ${tables.join(", ")} is not undone.`] : []),
    ...(runsCode ? ["The way up runs code: what that did to rows is not undone."] : []),
  ];
  return changesCatalog ? stays : ["Nothing to undo in the catalog.", ...stays];
}

/** What is wrong with a way down, in words; null where it leads to the catalog before, and the way up leads back. */
async function fault(
  context: CommandContext,
  line: readonly ReplayStep[],
  { step, trace }: WayUp,
  sections: readonly (Section & { readonly offset?: number })[],
): Promise<Outcome<string | null>> {
  const down = scriptStep(step.id, `the way down of ${step.id}`, sections);
  const retraced = await context.shadow.retrace([...line, step], down, replayOptions(context));
  return retraced.ok ? done(verdict(retraced.value, trace, context.scope.home)) : retraced;
}

function verdict({ down, again }: Retrace, { before, after }: WayUp["trace"], home: string): string | null {
  if (!down.ok) return `PostgreSQL refuses the generated way down: ${saidBy(down.failure)}`;
  if (!sameSchema(down.value, before)) {
    return `the generated way down does not end where the way up began: ${differences(down.value, before, home)}`;
  }
  if (again === null) return null;
  if (!again.ok) return stopped(again.failure);
  if (sameSchema(again.value, after)) return null;
  return `the way up ends elsewhere after a way down: ${differences(again.value, after, home)}`;
}

function stopped(failure: Failure): string {
  // Rows that were inserted stay, and unique_violation is how they are met again: manual, appendix A.
  const met = failure.details.includes("SQLSTATE 23505");
  const why = met
    ? "a way down leaves the rows that it inserts, and they stop the way up"
    : "after a way down the way up stops";
  return `${why}: ${saidBy(failure)}`;
}

function differences(from: Schema, to: Schema, home: string): string {
  const texts = diff(from, to).map((change) => describe(change, { home }).text);
  return texts.length > 3 ? `${texts.slice(0, 3).join(", ")} and ${texts.length - 3} more` : texts.join(", ");
}

function saidBy({ message }: Failure): string {
  const at = message.indexOf("PostgreSQL: ");
  return at === -1 ? message : message.slice(at + "PostgreSQL: ".length);
}
