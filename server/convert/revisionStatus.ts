import { isEdited } from "#host/commands/divergence.ts";
import type { HistoryEntry } from "#host/commands/history.ts";
import type { RevisionStatus } from "#protocol/state.ts";
import type { Evaluation } from "#server/evaluation.ts";

/** Where a revision stands on the active database. Without a database nothing is "not applied": it is not known. */
export function revisionStatus({ assessment: { database } }: Evaluation, entry: HistoryEntry): RevisionStatus {
  if (database.kind === "none" || database.kind === "unreachable") return "unknown";
  if (database.kind === "unmanaged") return "pending";
  const row = database.rows.find((candidate) => candidate.id === entry.revision.id);
  if (!row) return "pending";
  if (row.state !== "applied") return row.state;
  if (isEdited(row, entry)) return "edited";
  return database.current.includes(row.id) ? "current" : "applied";
}
