import type { AppliedRow } from "#host/bookkeeping/rows.ts";
import { storedFile } from "#host/commands/divergence.ts";
import { type HistoryEntry, readEntry } from "#host/commands/history.ts";
import { failed } from "#host/failure.ts";

/** What a row keeps of the text of its revision. */
export type Stored =
  | { readonly kind: "stored"; readonly entry: HistoryEntry; readonly text: string }
  /** There is none, or none that is this revision's. */
  | { readonly kind: "none" }
  /** It does not hash to what the same row says was applied: somebody changed the one or the other. */
  | { readonly kind: "altered" };

/** The stored source of a revision, where it is what was applied. Hashes of another version say nothing. */
export function storedEntry(row: AppliedRow): Stored {
  const { id, source, upHash, downHash } = row;
  const entry = source === null ? null : readEntry(storedFile(id), source).value;
  if (source === null || entry?.revision.id !== id) return { kind: "none" };
  const isOther = (applied: string | null, hash: string) => applied?.startsWith("v1:") === true && applied !== hash;
  const isAltered = isOther(upHash, entry.upHash) || isOther(downHash, entry.downHash);
  return isAltered ? { kind: "altered" } : { kind: "stored", entry, text: source };
}

/** Why nothing can be made of a stored source. */
export function notStored(
  { id }: Pick<AppliedRow, "id">,
  { kind }: Exclude<Stored, { readonly kind: "stored" }>,
  unchanged: string,
): ReturnType<typeof failed> {
  const next = [`Bring the file of ${id} back from version control.`];
  if (kind === "none") {
    const message = `The database has no usable source of revision ${id}.`;
    return failed({ code: "revision/notStored", exit: 2, message, unchanged, next });
  }
  return failed({
    code: "refused/storedAltered",
    exit: 3,
    message: `The source that the database stored of revision ${id} is not what was applied: it was changed since, or its hash was.`,
    unchanged,
    next: [...next, `See what is stored: retort show ${id} --stored.`],
  });
}
