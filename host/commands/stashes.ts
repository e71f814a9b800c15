import { displayName, quoteName } from "#engine/index.ts";
import { type CommandContext, withConnection } from "#host/commands/context.ts";
import { readOnlyRefusal } from "#host/commands/readOnly.ts";
import { done, failed, type Outcome } from "#host/failure.ts";
import { readStashes, type Stash } from "#host/stash/stash.ts";

/** A stash as it is shown. */
export interface ListedStash extends Stash {
  /** `tasks.details` */
  readonly object: string;
  readonly rows: number;
  readonly bytes: number;
}

/** What the database keeps of what runs took away. */
export function listStashes(context: CommandContext): Promise<Outcome<readonly ListedStash[]>> {
  const { bookkeeping } = context.project.config;
  return withConnection(context, async (connection) => {
    const listed: ListedStash[] = [];
    for (const stash of await readStashes(connection, bookkeeping)) {
      const table = quoteName({ schema: bookkeeping, name: stash.name }, "");
      const [[rows, bytes] = ["0", "0"]] = await connection.rows<[string, string]>(
        `SELECT count(*)::text, pg_total_relation_size($1::regclass)::text FROM ${table}`,
        [table],
      );
      const object = displayName(stash.table, context.scope.home) + (stash.column === null ? "" : `.${stash.column}`);
      listed.push({ ...stash, object, rows: Number(rows), bytes: Number(bytes) });
    }
    return done(listed);
  });
}

/** Drops stashes by their names, all or none of them. What they keep is gone then. */
export function purgeStashes(context: CommandContext, names: readonly string[]): Promise<Outcome<readonly string[]>> {
  const { bookkeeping } = context.project.config;
  return withConnection(context, async (connection) => {
    const known = new Set((await readStashes(connection, bookkeeping)).map(({ name }) => name));
    const unknown = names.filter((name) => !known.has(name));
    if (unknown.length > 0) {
      return failed({
        code: "usage/stash",
        exit: 2,
        message: `There is no stash ${unknown.join(", ")}.`,
        unchanged: "No stash was purged.",
        next: ["See those there are: retort stash list."],
      });
    }
    const readOnly = await readOnlyRefusal(connection, "No stash was purged.");
    if (readOnly) return readOnly;
    await connection.transaction(async () => {
      for (const name of names) await connection.rows(`DROP TABLE ${quoteName({ schema: bookkeeping, name }, "")}`);
    });
    return done(names);
  });
}
