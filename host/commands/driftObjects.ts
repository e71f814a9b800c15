import { type Change, compare, describe, displayName, invert, render, type Schema, subjectOf } from "#engine/index.ts";
import type { Assessment } from "#host/commands/assess.ts";
import { indexTouches, lastRevisionOf } from "#host/commands/blame.ts";
import type { CommandContext } from "#host/commands/context.ts";
import { type KnownDrift, objectOf } from "#host/commands/driftNamed.ts";
import { describeDrift } from "#host/commands/driftWords.ts";
import { wayOperations } from "#host/operations.ts";
import { loadSqlParser } from "#host/sqlParser.ts";

/** One thing that drifted, as `drift --json` tells it. */
export interface DriftObject {
  /** `tasks.note`, or `tasks`, or an object's own name: as `pull`, `adopt` and `restore` take it. */
  readonly object: string;
  readonly kind: ReturnType<typeof describe>["object"];
  readonly table: string | null;
  readonly words: string;
  /** What makes it as the revisions left it, and as the database has it; null where it is not there. */
  readonly recorded: string | null;
  readonly database: string | null;
  /** With whom the models agree; null where what they ask for is not known. */
  readonly models: "recorded" | "database" | "neither" | null;
  /** The revision that last touched it, or its table; null where none is known. */
  readonly since: string | null;
}

/** What drifted, thing by thing: models, recorded and database beside each other. */
export async function driftObjects(
  context: CommandContext,
  { history, unrevised }: Pick<Assessment, "history" | "unrevised">,
  drift: KnownDrift,
): Promise<readonly DriftObject[]> {
  const { home } = context.scope;
  const parse = await loadSqlParser();
  const operations = new Map(
    [...history.entries].map(([id, { revision, parsed }]) => [
      id,
      wayOperations(revision.up, { code: parsed.code, parse }),
    ]),
  );
  const touches = indexTouches(history, operations);
  const asked = unrevised.kind === "known" ? unrevised.to : null;
  const keysOf = (changes: readonly Change[]) => new Set(changes.map(keyOf));
  const fromRecorded = asked && keysOf(compare(drift.from, asked));
  const fromDatabase = asked && keysOf(compare(drift.to, asked));
  return drift.changes.map((change) => {
    const { table } = subjectOf(change);
    return {
      object: objectOf(change, home),
      kind: describe(change, { home }).object,
      table: table && displayName(table, home),
      words: describeDrift(change, home),
      ...definitions(change, drift, home),
      models:
        fromRecorded && fromDatabase
          ? !fromDatabase.has(keyOf(change))
            ? "database"
            : fromRecorded.has(keyOf(change))
              ? "neither"
              : "recorded"
          : null,
      since: lastRevisionOf({ touches, context }, change)?.id ?? null,
    };
  });
}

/** By statements that make it: of a column its definition too, and of what only changes what changes it. */
function definitions(change: Change, { from, to }: KnownDrift, home: string) {
  const { effect } = describe(change, { home });
  const sql = (one: Change, before: Schema) =>
    render([one], { before, home })
      .sections.flatMap(({ statements }) => statements.map((statement) => `${statement.sql};`))
      .join("\n");
  if (effect === "add") return { recorded: null, database: sql(change, from) };
  if (effect === "remove") return { recorded: sql(invert(change), to), database: null };
  if (change.kind === "alterColumn") {
    const made = (column: typeof change.to) =>
      sql({ kind: "addColumn", table: change.table, column, fill: null }, from);
    return { recorded: made(change.from), database: made(change.to) };
  }
  if (change.kind === "alterObject") {
    return {
      recorded: sql({ kind: "createObject", object: change.from }, to),
      database: sql({ kind: "createObject", object: change.to }, from),
    };
  }
  return { recorded: sql(invert(change), to), database: sql(change, from) };
}

function keyOf(change: Change): string {
  return subjectOf(change).keys[0] ?? change.kind;
}
