import { consentTo } from "#cli/consent.ts";
import { type Command, exitCodes, type GlobalOptions } from "#cli/globals.ts";
import { withProject } from "#cli/opened.ts";
import { styled, type Terminal } from "#cli/terminal.ts";
import { describe } from "#engine/index.ts";
import { protectedRefusal } from "#host/commands/protectedRefusal.ts";
import { planRestore, restoreDrift, type RestorePlan } from "#host/commands/restoreDrift.ts";
import { done, type Outcome } from "#host/failure.ts";

export interface RestoreOptions {
  /** Objects; none for all that drifted. */
  readonly target?: readonly string[];
  readonly dryRun?: boolean;
  /** Seconds. */
  readonly lockWait?: number;
}

/** `retort restore [OBJECT…]`: the database becomes again what its revisions made. */
export const restore: Command<RestoreOptions> = (terminal, options) =>
  withProject(terminal, options, async ({ context, models, history }) => {
    const { target: objects = [], dryRun = false, allowProtected = null, lockWait } = options;
    const planned = await planRestore(context, models, history, objects);
    if (!planned.ok) return planned;
    const plan = planned.value;
    const words = plan.changes.map((change) => describe(change, { home: context.scope.home }).text);
    const losses = plan.losses.map(({ text }) => text);
    if (words.length === 0 || dryRun) {
      if (options.json === true) print(terminal, { ok: true, changes: words, losses, sql: plan.sql });
      else if (words.length === 0) terminal.print("Nothing to restore: the database is as the revisions left it.");
      else {
        terminal.print(plan.sql);
        for (const loss of losses) terminal.note(`${styled(terminal, "red", "loses")} ${loss}`);
      }
      return done(exitCodes.done);
    }
    const guarded = protectedRefusal({ name: plan.database, protected: plan.protected }, allowProtected, unchanged);
    if (guarded) return guarded;
    const consent = await agreed(terminal, plan, { words, losses }, options);
    if (!consent.ok) return consent;
    const restored = await restoreDrift(context, history, {
      objects,
      acceptLosses: consent.value,
      allowProtected,
      expected: plan.token,
      ...(lockWait !== undefined && { lockWait }),
    });
    if (!restored.ok) return restored;
    if (options.json === true) print(terminal, { ok: true, changes: words, losses });
    else for (const text of words) terminal.print(`${styled(terminal, "green", "✓")} ${text}`);
    return done(exitCodes.done);
  });

/** A person who is there is shown what runs and what goes, and asked. Off a terminal a loss is refused. */
function agreed(
  terminal: Terminal,
  plan: RestorePlan,
  { words, losses }: { readonly words: readonly string[]; readonly losses: readonly string[] },
  options: GlobalOptions,
): Promise<Outcome<boolean>> {
  const loses = losses.map((loss) => `  ${styled(terminal, "red", loss)}`);
  const details = [`This changes ${plan.database}:`, ...words.map((text) => `  ${text}`)];
  return consentTo(terminal, options, {
    question: losses.length > 0 ? "Restore it, and lose this data?" : "Restore it?",
    details: losses.length > 0 ? [...details, "And loses:", ...loses] : details,
    unchanged,
  });
}

const unchanged = "Nothing was run.";

function print(terminal: Terminal, value: object): void {
  terminal.print(JSON.stringify(value, null, 2));
}
