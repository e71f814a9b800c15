import { type Command, exitCodes } from "#cli/globals.ts";
import { printSql, withProject } from "#cli/opened.ts";
import { offlineStamp, stamp as stampRows } from "#host/commands/stamp.ts";
import { done } from "#host/failure.ts";

export interface StampOptions {
  readonly target: readonly string[];
  readonly purge?: boolean;
  readonly sql?: boolean;
  /** Seconds. */
  readonly lockWait?: number;
  /** A comment at the head of the script; rows have no place for it. */
  readonly tag?: string;
}

/** `retort stamp REV…`: the rows move, nothing runs. With `--sql` the statements that move them are printed. */
export const stamp: Command<StampOptions> = (terminal, options) =>
  withProject(terminal, options, async ({ context, history }) => {
    const { target: targets, purge = false, allowProtected = null, lockWait, tag = null } = options;
    if (options.sql === true) {
      const script = offlineStamp(context, history, { targets, purge, tag });
      if (!script.ok) return script;
      printSql(terminal, options, script.value);
      return done(exitCodes.done);
    }
    const stamped = await stampRows(context, history, {
      targets,
      purge,
      allowProtected,
      ...(lockWait !== undefined && { lockWait }),
    });
    if (!stamped.ok) return stamped;
    const { current } = stamped.value;
    if (options.json === true) terminal.print(JSON.stringify({ ok: true, current }, null, 2));
    else terminal.print(current.length === 0 ? "Stamped: base." : `Stamped: ${current.join(", ")}.`);
    return done(exitCodes.done);
  });
