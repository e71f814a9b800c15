import type { AppliedRow } from "#host/bookkeeping/rows.ts";
import { divergences, storedFile } from "#host/commands/divergence.ts";
import { type History, type HistoryEntry, historyOf } from "#host/commands/history.ts";
import { notStored, storedEntry } from "#host/commands/storedEntry.ts";
import { done, failed, type Outcome } from "#host/failure.ts";

/**
 * The history with what the database stored of the revisions that it applied and that no file says as they were applied:
 * so that it can be taken down from another branch's revisions. What is stored is somebody's text: whoever runs it has
 * shown it first. TypeScript is never run from a database.
 */
export function withStored(history: History, rows: readonly AppliedRow[]): Outcome<History> {
  const replaced = new Map<string, HistoryEntry>();
  for (const { id, row } of divergences(history, rows)) {
    const stored = storedEntry(row);
    if (stored.kind !== "stored") return notStored(row, stored, "Nothing was run.");
    const { entry } = stored;
    if (entry.parsed.code) {
      return failed({
        code: "refused/storedCode",
        exit: 3,
        message: `Revision ${id} is TypeScript, which is never run from a database.`,
        unchanged: "Nothing was run.",
        next: [`Bring the file of ${id} back from version control.`],
      });
    }
    replaced.set(id, entry);
  }
  if (replaced.size === 0) return done(history);
  const kept = [...history.entries.values()].filter(({ revision }) => !replaced.has(revision.id));
  // What is wrong between files is told anew: a parent that was missing may be there now.
  const problems = history.problems.filter(({ code }) => !code.startsWith("graph/"));
  const files = [...history.texts].map(([file, text]) => ({ file, text }));
  return done(historyOf([...kept, ...replaced.values()], files, problems));
}

/** The steps of a plan that come from what the database stored, to be shown before they run. */
export function isStored(file: string): boolean {
  return file.startsWith(storedFile(""));
}
