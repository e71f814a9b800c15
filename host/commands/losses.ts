import { diff, displayName, hazards } from "#engine/index.ts";
import { count, type Counted } from "#host/commands/counts.ts";
import type { Connection } from "#host/connection.ts";
import type { Trace } from "#host/shadow.ts";

/** Rows or values that a run would take away. */
export interface Loss {
  /** `tasks`, `tasks.description`: what `Accepts loss` names. */
  readonly object: string;
  /** Rows of a table, values of a column. */
  readonly count: number;
  /** `tasks.description: 3 values` */
  readonly text: string;
}

/** What a traced step would take from the connected database. What holds no rows or values loses nothing. */
export async function losses(connection: Connection, traces: readonly Trace[], home: string): Promise<readonly Loss[]> {
  const wanted = traces.flatMap((trace) => [...dropped(trace), ...narrowed(trace)]);
  const counts = await count(connection, wanted);
  return wanted.flatMap((item, at) => {
    const number = counts[at] ?? 0;
    return number === 0 ? [] : [loss(item, number, home)];
  });
}

function dropped(trace: Trace): readonly Counted[] {
  return trace.dropped.map((object) => ({ ...object, of: "values" }));
}

/** Columns whose values may not survive a change of type or of an enum's values. */
function narrowed({ before, after, dropped: gone }: Trace): readonly Counted[] {
  const names = new Set(gone.map(({ table, column }) => displayName(table, "") + "." + (column ?? "")));
  return diff(before, after).flatMap((change) =>
    hazards(change, before).flatMap((hazard): Counted[] => {
      if (hazard.kind !== "narrowsValues" || hazard.column === null) return [];
      const known = names.has(displayName(hazard.table, "") + "." + hazard.column);
      return known ? [] : [{ table: hazard.table, column: hazard.column, of: "values" }];
    }),
  );
}

function loss({ table, column }: Counted, number: number, home: string): Loss {
  const object = column === null ? displayName(table, home) : `${displayName(table, home)}.${column}`;
  const unit = column === null ? "row" : "value";
  return { object, count: number, text: `${object}: ${number} ${unit}${number === 1 ? "" : "s"}` };
}
