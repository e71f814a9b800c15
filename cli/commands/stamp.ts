import { type Command, exitCodes } from "#cli/globals.ts";
import { withProject } from "#cli/opened.ts";
import { stamp as stampRows } from "#host/commands/stamp.ts";
import { done } from "#host/failure.ts";

export interface StampOptions {
  readonly target: string;
  readonly purge?: boolean;
}

/** `retort stamp REV`: the rows move, nothing runs. */
export const stamp: Command<StampOptions> = (terminal, options) =>
  withProject(terminal, options, async ({ context, history }) => {
    const stamped = await stampRows(context, history, { target: options.target, purge: options.purge ?? false });
    if (!stamped.ok) return stamped;
    const { current } = stamped.value;
    if (options.json === true) terminal.print(JSON.stringify({ ok: true, current }, null, 2));
    else terminal.print(current.length === 0 ? "Stamped: base." : `Stamped: ${current.join(", ")}.`);
    return done(exitCodes.done);
  });
