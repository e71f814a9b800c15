import { consentTo } from "#cli/consent.ts";
import { type Command, exitCodes, type GlobalOptions } from "#cli/globals.ts";
import { withProject } from "#cli/opened.ts";
import { styled, type Terminal } from "#cli/terminal.ts";
import { listStashes, type ListedStash, purgeStashes } from "#host/commands/stashes.ts";
import { done, failed, type Outcome } from "#host/failure.ts";

/** `retort stash list` */
export const listStash: Command<object> = (terminal, options) =>
  withProject(terminal, options, async ({ context }) => {
    const listed = await listStashes(context);
    if (!listed.ok) return listed;
    if (options.json === true) {
      const stashes = listed.value.map(({ name, revision, direction, kind, object, rows, bytes }) => {
        return { name, revision, direction, kind, object, rows, bytes };
      });
      terminal.print(JSON.stringify({ ok: true, stashes }, null, 2));
    } else if (listed.value.length === 0) terminal.print("Nothing is stashed.");
    else for (const stash of listed.value) terminal.print(line(stash));
    return done(exitCodes.done);
  });

export interface PurgeOptions {
  /** Names of stashes; none means all. */
  readonly target?: readonly string[];
}

/** `retort stash purge [NAME…]`: what is kept goes for good, so it is asked. */
export const purgeStash: Command<PurgeOptions> = (terminal, options) =>
  withProject(terminal, options, async ({ context }) => {
    const listed = await listStashes(context);
    if (!listed.ok) return listed;
    const named = options.target ?? [];
    const names = named.length > 0 ? named : listed.value.map(({ name }) => name);
    const chosen = listed.value.filter(({ name }) => names.includes(name));
    const agreed = chosen.length === 0 ? done(true) : await agreement(terminal, chosen, options);
    if (!agreed.ok) return agreed;
    if (!agreed.value) {
      return failed({
        code: "refused/dataLoss",
        exit: 3,
        message: "Purging a stash loses what it keeps.",
        details: chosen.map(line),
        unchanged,
        next: ["Accept the loss: --yes."],
      });
    }
    const purged = await purgeStashes(context, names);
    if (!purged.ok) return purged;
    if (options.json === true) terminal.print(JSON.stringify({ ok: true, purged: purged.value }, null, 2));
    else terminal.print(purged.value.length === 0 ? "Nothing is stashed." : `Purged: ${purged.value.join(", ")}.`);
    return done(exitCodes.done);
  });

const unchanged = "No stash was purged.";

function agreement(
  terminal: Terminal,
  chosen: readonly ListedStash[],
  options: GlobalOptions,
): Promise<Outcome<boolean>> {
  return consentTo(terminal, options, {
    question: "Purge it?",
    details: ["This is lost:", ...chosen.map((stash) => `  ${styled(terminal, "red", line(stash))}`)],
    unchanged,
  });
}

function line({ name, revision, direction, kind, object, rows }: ListedStash): string {
  const unit = `${kind === "table" ? "row" : "value"}${rows === 1 ? "" : "s"}`;
  return `${name}: ${object}, ${rows} ${unit}, since ${revision} was ${direction === "upgrade" ? "applied" : "taken back"}`;
}
