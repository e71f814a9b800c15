import { type Command, exitCodes } from "#cli/globals.ts";
import { withProject } from "#cli/opened.ts";
import { revisionsNamed } from "#cli/revisionsNamed.ts";
import { acceptEdited } from "#host/commands/accept.ts";
import { done } from "#host/failure.ts";

/** `retort accept REV`: what an edited file says is what the row says was applied. */
export const accept: Command<{ readonly target: string }> = (terminal, options) =>
  withProject(terminal, options, async (opened) => {
    const named = await revisionsNamed(opened, options.target);
    if (!named.ok) return named;
    for (const id of named.value) {
      const accepted = await acceptEdited(opened.context, opened.history, {
        id,
        allowProtected: options.allowProtected ?? null,
      });
      if (!accepted.ok) return accepted;
    }
    if (options.json === true) terminal.print(JSON.stringify({ ok: true, accepted: named.value }, null, 2));
    else terminal.print(`Accepted as applied: ${named.value.join(", ")}.`);
    return done(exitCodes.done);
  });
