import { readRows } from "#host/bookkeeping/rows.ts";
import { positionOf } from "#host/commands/assess.ts";
import { type CommandContext, withConnection } from "#host/commands/context.ts";
import { graphFailure } from "#host/commands/graphFailure.ts";
import { type HalfDone, readHalfDone } from "#host/commands/halfDone.ts";
import type { History } from "#host/commands/history.ts";
import { soundRows } from "#engine/index.ts";
import { done, type Outcome } from "#host/failure.ts";

/** Where a database stands. */
export interface Standing {
  /** The current revisions, each with a file. */
  readonly current: readonly string[];
  readonly halfDone: readonly HalfDone[];
  /** `host:port/database`, for people. */
  readonly label: string;
}

/** Asks the database where it stands. A row that no file has is a failure that says so. */
export function readStanding(context: CommandContext, history: History): Promise<Outcome<Standing>> {
  return withConnection(context, async (connection, database) => {
    const { bookkeeping } = context.project.config;
    const rows = (await readRows(connection, bookkeeping)) ?? [];
    const { current } = positionOf(history, rows);
    const sound = soundRows(history.graph, current);
    const refused = sound.ok ? null : graphFailure(context, history, [sound.problem], "Nothing was changed.");
    return (
      refused ?? done({ current, halfDone: await readHalfDone(connection, bookkeeping, rows), label: database.label })
    );
  });
}
