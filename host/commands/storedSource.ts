import { readRows } from "#host/bookkeeping/rows.ts";
import { type CommandContext, withConnection } from "#host/commands/context.ts";
import { type Stored, storedEntry } from "#host/commands/storedEntry.ts";
import { done, failed, type Outcome } from "#host/failure.ts";

/** What the database stored of an applied revision, by its id or a beginning of it that is no other's. */
export function storedSource(
  context: CommandContext,
  name: string,
): Promise<Outcome<{ readonly id: string; readonly text: string; readonly kind: Stored["kind"] }>> {
  return withConnection(context, async (connection) => {
    const rows = (await readRows(connection, context.project.config.bookkeeping)) ?? [];
    const exact = rows.filter(({ id }) => id === name);
    const named = exact.length > 0 ? exact : rows.filter(({ id }) => id.startsWith(name));
    const [row] = named;
    if (row && named.length === 1 && row.source !== null) {
      return done({ id: row.id, text: row.source, kind: storedEntry(row).kind });
    }
    return failed({
      code: "revision/notStored",
      exit: 2,
      message:
        named.length > 1
          ? `${name} is the beginning of several applied revisions: ${named.map(({ id }) => id).join(", ")}.`
          : `The database has no stored source of a revision '${name}'.`,
      unchanged: "Nothing was changed.",
    });
  });
}
