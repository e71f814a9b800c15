import type { AppliedRow } from "#host/bookkeeping/rows.ts";
import { isEdited } from "#host/commands/divergence.ts";
import type { HistoryEntry } from "#host/commands/history.ts";
import type { RevisionStatus } from "#protocol/state.ts";
import type { Evaluation } from "#server/evaluation.ts";

/**
 * Where a revision stands on the active database, by its row there. Without a database nothing is "not applied": it is not
 * known.
 */
export function revisionStatus(
  { assessment: { database } }: Evaluation,
  entry: HistoryEntry,
  row: AppliedRow | undefined,
): RevisionStatus {
  if (database.kind === "none" || database.kind === "unreachable") return "unknown";
  if (database.kind === "unmanaged") return "pending";
  if (!row) return "pending";
  if (row.state !== "applied") return row.state;
  if (isEdited(row, entry)) return "edited";
  return database.current.includes(row.id) ? "current" : "applied";
}
