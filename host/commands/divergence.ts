import type { AppliedRow } from "#host/bookkeeping/rows.ts";
import { type History, type HistoryEntry, readEntry } from "#host/commands/history.ts";

/** An applied revision whose file says something else than what was applied, or is not there. */
export interface Divergence {
  readonly id: string;
  /** `up`, `down`, or `both` of its ways were edited; `missing`: no file names it. */
  readonly kind: "up" | "down" | "both" | "missing";
  readonly row: AppliedRow;
  /** Null where the file is missing. */
  readonly entry: HistoryEntry | null;
}

/** What the files say otherwise than the rows of a database. Comments, white space and line ends count as nothing. */
export function divergences(history: History, rows: readonly AppliedRow[]): readonly Divergence[] {
  return rows.flatMap((row): Divergence[] => {
    if (row.state !== "applied") return [];
    const entry = history.entries.get(row.id) ?? null;
    if (!entry) return [{ id: row.id, kind: "missing", row, entry: null }];
    const applied = appliedHashes(row);
    const up = applied.up !== null && applied.up !== entry.upHash;
    const down = applied.down !== null && applied.down !== entry.downHash;
    if (!up && !down) return [];
    return [{ id: row.id, kind: up && down ? "both" : up ? "up" : "down", row, entry }];
  });
}

/** Whether either way of the file is another than was applied. */
export function isEdited(row: AppliedRow, entry: HistoryEntry): boolean {
  const { up, down } = appliedHashes(row);
  return (up !== null && up !== entry.upHash) || (down !== null && down !== entry.downHash);
}

/** `bb22: its way up was edited after it was applied` */
export function divergenceText({ id, kind }: Divergence): string {
  if (kind === "missing") return `${id} is applied, and no file names it`;
  const ways = kind === "both" ? "both its ways were" : `its way ${kind} was`;
  return `${id}: ${ways} edited after it was applied`;
}

/** A hash of another version says nothing by itself; the stored source, hashed anew, does. */
function appliedHashes({ id, upHash, downHash, source }: AppliedRow): {
  readonly up: string | null;
  readonly down: string | null;
} {
  const isOld = (hash: string | null) => hash !== null && !hash.startsWith("v1:");
  if (!isOld(upHash) && !isOld(downHash)) return { up: upHash, down: downHash };
  const stored = source === null ? null : readEntry(storedFile(id), source).value;
  return { up: stored?.upHash ?? null, down: stored?.downHash ?? null };
}

/** What messages call the stored source of a revision. It is no file: nothing of it is run unseen. */
export function storedFile(id: string): string {
  return `_retort.revisions/${id}`;
}
