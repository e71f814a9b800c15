import { basename } from "node:path";

import { diff, fileName } from "#engine/index.ts";
import { readRows } from "#host/bookkeeping/rows.ts";
import { type CommandContext, withConnection } from "#host/commands/context.ts";
import { type Divergence, divergences } from "#host/commands/divergence.ts";
import { draft, writeRevision } from "#host/commands/generate.ts";
import type { History } from "#host/commands/history.ts";
import { place } from "#host/commands/placement.ts";
import { proveDraft } from "#host/commands/proveDraft.ts";
import { recordedAt } from "#host/commands/recorded.ts";
import { withStored } from "#host/commands/stored.ts";
import { notStored, storedEntry } from "#host/commands/storedEntry.ts";
import { done, failed, type Outcome } from "#host/failure.ts";
import { writeFileAtomic, writeNewFile } from "#host/files.ts";

const unchanged = "No file was changed.";

/**
 * Brings a revision's file back as the database stored it when it was applied: over one that was edited since, or where
 * it is missing. Nothing of it runs.
 */
export async function restoreFile(context: CommandContext, history: History, id: string): Promise<Outcome<string>> {
  const found = await findDivergence(context, history, id);
  if (!found.ok) return found;
  const { row, entry } = found.value;
  const stored = storedEntry(row);
  if (stored.kind !== "stored") return notStored(row, stored, unchanged);
  if (entry) {
    const written = await writeFileAtomic(entry.file, stored.text);
    return written.ok ? done(entry.file) : written;
  }
  const { config, revisionFolders } = context.project;
  const { message, created } = stored.entry.revision;
  const stated = { id, message, created: created ?? context.now().toISOString() };
  const name = fileName(config.fileTemplate, stated, { extension: stored.entry.parsed.code ? "ts" : "sql" });
  return writeNewFile(revisionFolders[0], basename(name), stored.text);
}

/**
 * Makes of an edit a revision of its own, on the head: from the catalog that the applied text makes to the one that the
 * edited text makes, proved. The edited file is as it was applied again.
 */
export async function editToRevision(
  context: CommandContext,
  history: History,
  { id, message }: { readonly id: string; readonly message: string },
): Promise<Outcome<string>> {
  const found = await findDivergence(context, history, id);
  if (!found.ok) return found;
  const { row, entry } = found.value;
  if (!entry) {
    return failed({
      code: "refused/notEdited",
      exit: 3,
      message: `Revision ${id} has no file to be edited.`,
      unchanged,
    });
  }
  const applied = withStored(history, [row]);
  if (!applied.ok) return applied;
  const { heads } = history.graph;
  const from = await recordedAt(context, applied.value, heads);
  if (!from.ok) return from;
  const to = await recordedAt(context, history, heads);
  if (!to.ok) return to;
  const changes = diff(from.value, to.value, { home: context.scope.home });
  if (changes.length === 0) {
    return failed({
      code: "refused/nothingToDo",
      exit: 3,
      message: `The edit of ${id} changes nothing of the schema: there is nothing for a revision to do.`,
      unchanged,
      next: ["Accept it as applied, or bring the file back as it was applied."],
    });
  }
  const placed = place(context, history, { id: null });
  if (!placed.ok) return placed;
  const drafted = draft(
    context,
    { changes, from: from.value, to: to.value, place: placed.value },
    { message, renames: [] },
  );
  if (!drafted.ok) return drafted;
  const proved = await proveDraft(context, applied.value, drafted.value.revision, {
    target: to.value,
    following: new Set(),
  });
  if (!proved.ok) return proved;
  const file = await writeRevision(context, placed.value.folder, proved.value.revision);
  if (!file.ok) return file;
  const restored = await writeFileAtomic(entry.file, row.source ?? entry.text);
  return restored.ok ? file : restored;
}

function findDivergence(context: CommandContext, history: History, id: string): Promise<Outcome<Divergence>> {
  return withConnection(context, async (connection) => {
    const rows = (await readRows(connection, context.project.config.bookkeeping)) ?? [];
    const found = divergences(history, rows).find((one) => one.id === id);
    if (found) return done(found);
    const message = `Revision ${id} is as it was applied.`;
    return failed({ code: "refused/notEdited", exit: 3, message, unchanged });
  });
}
