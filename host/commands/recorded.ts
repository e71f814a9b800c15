import { type AppliedRow } from "#host/bookkeeping/rows.ts";
import { type CommandContext, replayOptions } from "#host/commands/context.ts";
import { halfMadeSteps } from "#host/commands/halfMade.ts";
import { type History, type HistoryEntry, replayStep } from "#host/commands/history.ts";
import { notStored, storedEntry } from "#host/commands/storedEntry.ts";
import { failed, type Outcome } from "#host/failure.ts";
import { appliedRevisions, type RevisionGraph, type Schema } from "#engine/index.ts";
import type { ReplayStep } from "#host/shadow.ts";

/** The recorded schema at `ids`: what a PostgreSQL holds after it ran them and all they stand on. */
export function recordedAt(
  context: CommandContext,
  history: History,
  ids: readonly string[],
): Promise<Outcome<Schema>> {
  return context.shadow.replay(stepsTo(history, ids), replayOptions(context));
}

/** `ids` and all they stand on, parents first. */
export function lineTo(graph: RevisionGraph, ids: readonly string[]): readonly string[] {
  const applied = appliedRevisions(graph, ids);
  return [...graph.nodes.keys()].filter((id) => applied.has(id));
}

/** The ways up of `ids` and all they stand on, parents first. */
export function stepsTo(history: History, ids: readonly string[]): readonly ReplayStep[] {
  return lineTo(history.graph, ids).flatMap((id) => {
    const entry = history.entries.get(id);
    return entry ? [replayStep(entry, "upgrade")] : [];
  });
}

/**
 * The recorded schema of what a database says was applied: the rows' stored sources where a file was edited since or is
 * missing, so that drift is measured against what really ran.
 */
export async function recordedOfRows(
  context: CommandContext,
  history: History,
  rows: readonly AppliedRow[],
): Promise<Outcome<Schema>> {
  const steps: ReplayStep[] = [];
  for (const row of appliedInOrder(rows)) {
    const entry = appliedEntry(history, row);
    if (!entry) {
      const stored = storedEntry(row);
      if (stored.kind === "altered") return notStored(row, stored, "Nothing was changed.");
      return failed({
        code: "revision/missing",
        exit: 2,
        message: `Can't locate revision identified by '${row.id}': the database has applied it, no file names it, and no source is stored.`,
        unchanged: "Nothing was changed.",
        next: [`Bring the file of ${row.id} back from version control.`],
      });
    }
    steps.push(replayStep(entry, "upgrade"));
  }
  for (const { entry, row } of stoppedEntries(history, rows)) steps.push(...halfMadeSteps(entry, row));
  return context.shadow.replay(steps, replayOptions(context));
}

/** Revisions that are neither up nor down, as they ran so far. */
export function stoppedEntries(history: History, rows: readonly AppliedRow[]) {
  return rows
    .filter(({ state }) => state !== "applied")
    .flatMap((row) => {
      const stored = storedEntry(row);
      const entry = stored.kind === "stored" ? stored.entry : history.entries.get(row.id);
      return entry ? [{ entry, row }] : [];
    });
}

/** The revision as it was applied: its file where the hash still agrees, else the stored source. */
export function appliedEntry(history: History, row: AppliedRow): HistoryEntry | null {
  const file = history.entries.get(row.id);
  if (file && (row.upHash === null || file.upHash === row.upHash)) return file;
  if (row.source === null) return file ?? null;
  const stored = storedEntry(row);
  return stored.kind === "stored" ? stored.entry : null;
}

/** Applied rows, parents first; among equals in the order they were applied. */
export function appliedInOrder(rows: readonly AppliedRow[]): readonly AppliedRow[] {
  const waiting = new Map(rows.filter((r) => r.state === "applied").map((row) => [row.id, row]));
  const ordered: AppliedRow[] = [];
  const visit = (row: AppliedRow): void => {
    if (!waiting.delete(row.id)) return;
    for (const id of [...row.parents, ...row.dependsOn]) {
      const parent = waiting.get(id);
      if (parent) visit(parent);
    }
    ordered.push(row);
  };
  for (const row of [...waiting.values()]) visit(row);
  return ordered;
}

/** The rows of a database that stands at `ids`, for plans that ask none. */
export function ghostRows(history: History, ids: readonly string[]): readonly AppliedRow[] {
  return ids.flatMap((id) => {
    const entry = history.entries.get(id);
    if (!entry) return [];
    const { parents, dependsOn, message } = entry.revision;
    const { upHash, downHash, text: source } = entry;
    return [
      {
        id,
        parents,
        dependsOn,
        message,
        state: "applied",
        progress: 0,
        upHash,
        downHash,
        source,
        appliedAt: null,
        appliedBy: null,
        durationMs: null,
      },
    ];
  });
}
