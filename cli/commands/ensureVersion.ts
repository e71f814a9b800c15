import { type Command, exitCodes } from "#cli/globals.ts";
import { printSql, withProject } from "#cli/opened.ts";
import { ensureBookkeeping } from "#host/bookkeeping/ensure.ts";
import { revisionsTable } from "#host/bookkeeping/rows.ts";
import { withConnection } from "#host/commands/context.ts";
import { done } from "#host/failure.ts";
import { bookkeepingScript } from "#host/runner/script.ts";

/** `retort ensure-version`: the table of revision rows is there afterwards, and nothing else was done. */
export const ensureVersion: Command<{ readonly sql?: boolean }> = (terminal, options) =>
  withProject(terminal, options, async ({ context }) => {
    const { bookkeeping } = context.project.config;
    if (options.sql === true) {
      printSql(terminal, options, bookkeepingScript(bookkeeping));
      return done(exitCodes.done);
    }
    const ensured = await withConnection(context, (connection) => ensureBookkeeping(connection, bookkeeping));
    if (!ensured.ok) return ensured;
    const table = revisionsTable(bookkeeping);
    if (options.json === true) terminal.print(JSON.stringify({ ok: true, table }, null, 2));
    else terminal.print(`${table} is there.`);
    return done(exitCodes.done);
  });
