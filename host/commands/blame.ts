import { type Change, displayName, listHistory, type Place, subjectOf } from "#engine/index.ts";
import type { CommandContext } from "#host/commands/context.ts";
import type { History } from "#host/commands/history.ts";
import type { Operation } from "#host/operations.ts";

/** A revision that an object owes something to. */
export interface Touch {
  readonly id: string;
  readonly message: string;
  readonly place: Place;
  readonly operation: Operation;
}

/** The revisions that made or changed each table and column, newest first, by the operations of their SQL. */
export function indexTouches(
  history: History,
  operations: ReadonlyMap<string, readonly Operation[]>,
): ReadonlyMap<string, readonly Touch[]> {
  const touches = new Map<string, Touch[]>();
  for (const id of listHistory(history.graph, null).ids) {
    const entry = history.entries.get(id);
    if (!entry) continue;
    const span = entry.parsed.sections[0]?.mark ?? entry.parsed.message;
    const place = { file: entry.file, span };
    for (const operation of operations.get(id) ?? []) {
      const { subject } = operation;
      if (subject === null) continue;
      const known = touches.get(subject) ?? [];
      if (known.at(-1)?.id !== id) known.push({ id, message: entry.revision.message, place, operation });
      touches.set(subject, known);
    }
  }
  return touches;
}

/** The revision that last touched what a change is about: its column, else its table. */
export function lastRevisionOf(
  {
    touches,
    context,
  }: { readonly touches: ReadonlyMap<string, readonly Touch[]>; readonly context: Pick<CommandContext, "scope"> },
  change: Change,
): Touch | null {
  const { table, column } = subjectOf(change);
  if (!table) return null;
  const name = displayName(table, context.scope.home);
  return (column === null ? undefined : touches.get(`${name}.${column}`)?.[0]) ?? touches.get(name)?.[0] ?? null;
}
