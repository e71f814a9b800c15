import { positionOf } from "#host/commands/assess.ts";
import { readRows } from "#host/bookkeeping/rows.ts";
import { type CommandContext, withConnection } from "#host/commands/context.ts";
import type { History } from "#host/commands/history.ts";
import { done, failed, type Outcome } from "#host/failure.ts";

/**
 * Refuses to generate while the database has not applied the head, as Alembic does. A database that cannot be reached
 * refuses nothing: what is generated stands on the recorded schema, which needs no database.
 */
export async function requireUpToDate(
  context: CommandContext,
  history: History,
  options: { readonly evenIfPending: boolean },
): Promise<Outcome<null>> {
  if (options.evenIfPending || history.graph.nodes.size === 0) return done(null);
  const rows = await withConnection(context, async (connection) =>
    done(await readRows(connection, context.project.config.bookkeeping)),
  );
  if (!rows.ok) return done(null);
  const { pending } = positionOf(history, rows.value ?? []);
  if (pending.length === 0) return done(null);
  return failed({
    code: "refused/notUpToDate",
    exit: 3,
    message: "Target database is not up to date.",
    details: pending.map((id) => `pending: ${id} ${history.entries.get(id)?.revision.message ?? ""}`.trimEnd()),
    unchanged: "No revision was written.",
    next: ["Apply them: retort upgrade head.", "Or generate on the recorded head all the same: --even-if-pending."],
  });
}
